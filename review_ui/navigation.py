"""Where a visitor can go, and where each role starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from detector.staff.permissions import May, Role
from review_ui.deps import Visitor


class Entry(NamedTuple):
    name: str  # the word `nav.<name>` and the icon
    href: str
    current: bool


START = {
    Role.JOURNALIST: "/tips/new",
    Role.COMMITTEE: "/queue",
    Role.SUPERVISOR: "/dashboard",
    Role.ADMIN: "/accounts",
}


def start(who: Visitor) -> str:
    """The first page of a role; without an account it is the tip form."""
    return START[who.account.role] if who.account is not None and who.account.role is not None else "/tips/new"


def entries(who: Visitor, path: str, query: Mapping[str, str]) -> list[Entry]:
    """The navigation, at most five entries so that it fits under a thumb."""
    places: list[tuple[str, str]] = []
    if who.may(May.READ_DASHBOARD):
        places.append(("dashboard", "/dashboard"))
    if who.may(May.READ_QUEUE):
        places += [("queue", "/queue"), ("today", "/today")]
        if not who.may(May.READ_DASHBOARD):
            places.append(("mine", "/queue?mine=1"))
    if who.may(May.GUIDE_PAYMENT):
        places.append(("guidance", "/guidance"))
    if who.may(May.READ_QUEUE) and not who.may(May.READ_DASHBOARD):  # a supervisor finds it on the dashboard
        places.append(("recheck", "/registry/recheck"))
    if who.may(May.APPROVE_SOURCE):
        places.append(("sources", "/sources"))
    if who.may(May.MANAGE_ACCOUNTS):
        places.append(("accounts", "/accounts"))
    if who.may(May.WORK_CASE) and not who.may(May.READ_DASHBOARD):
        places.append(("desk", "/desk/new"))
    elif not who.may(May.READ_DASHBOARD):
        places.append(("tip", "/tips/new"))
    if who.account is None:
        places.append(("follow", "/tips/follow"))
    elif not who.may(May.READ_QUEUE):
        places.append(("tips", "/tips/mine"))
    return [Entry(name, href, _is_current(href, path, query)) for name, href in places]


def _is_current(href: str, path: str, query: Mapping[str, str]) -> bool:
    if href.startswith("/queue"):
        mine = path == "/queue" and bool(query.get("mine"))
        return mine if href.endswith("mine=1") else (path == "/queue" and not mine) or path.startswith("/cases/")
    return path == href or (path.startswith(f"{href}/") and href != "/tips/new")
