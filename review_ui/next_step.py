"""What a person should do next with a case, and which stages are behind it. Pure: it reads the file and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detector.cases.lifecycle import Status


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a file that the next step depends on."""

    number: str
    status: Status
    is_mine: bool = False
    holder: str | None = None
    reached: bool = False
    consented: bool = False
    visited: bool = False
    matched: bool = False
    proposed_by_me: bool = False
    may_second: bool = False
    outcome: str | None = None
    planned_for: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """`name` has words `next.<name>` and `next.<name>.why`; `href` is None where there is nothing to press."""

    name: str
    href: str | None = None
    facts: dict[str, Any] | None = None


STAGES = ("contact", "consent", "visit", "match", "decision")


def stages_done(at: Standing) -> frozenset[str]:
    """The stages that are behind the case, whatever order they came in."""
    done = {
        "contact": at.reached or at.consented,
        "consent": at.consented,
        "visit": at.visited,
        "match": at.matched,
        "decision": at.status is Status.DECIDED,
    }
    return frozenset(name for name, is_done in done.items() if is_done)


def next_step(at: Standing) -> Step:
    page = f"/cases/{at.number}"
    if at.status is Status.QUEUED:
        return Step("queued")
    if at.status is Status.DECIDED:
        return Step("decided", f"{page}/decision", {"outcome": at.outcome})
    if at.status is Status.GUIDED:
        return Step("guided", f"/guidance/{at.number}")
    if at.status in (Status.MERGED, Status.WITHDRAWN):
        return Step("closed")
    if at.status is Status.PROPOSED:
        waits = at.proposed_by_me or not at.may_second
        return Step("wait_second" if waits else "second", f"{page}/decision")
    if not at.is_mine:
        return Step("held", None, {"name": at.holder})
    return _own_step(at, page)


def _own_step(at: Standing, page: str) -> Step:
    if at.status is Status.VISIT_PLANNED:
        return Step("visit", f"{page}/visit", {"at": at.planned_for})
    if at.status is Status.VISITED:
        return Step("decide", f"{page}/decision") if at.matched else Step("match", f"{page}/match")
    if at.consented:
        return Step("plan", f"{page}/visit")
    return Step("consent", f"{page}#consent") if at.reached else Step("contact", f"{page}#contact")
