"""The administrator's page: accounts, and whether the journal is whole. No family's file is read here."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.errors import BadInput, DetectorError
from detector.journal.service import record, verify
from detector.places.queries import offices, regions
from detector.staff.models import Account
from detector.staff.permissions import May, Role
from detector.staff.service import MIN_PASSWORD, add_account
from review_ui.deps import Member, Posted, Reading, Visitor
from review_ui.forms import Form
from review_ui.pages.case import choices
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter(prefix="/accounts")
MANY = 500


def _show(
    request: Request, who: Visitor, session: Session, form: Form | None = None,
    problem: DetectorError | None = None, checked: bool = False, broken: int | None = None,
) -> Response:  # fmt: skip
    who.actor.must(May.MANAGE_ACCOUNTS)
    places = [(f"office:{o.id}", o.name) for o in offices(session)]
    areas = [(f"region:{r.code}", r.name) for r in regions(session)]
    return render(
        request, who, "admin/accounts.html", form=form, problem=problem, now=now(),
        accounts=list(session.scalars(select(Account).order_by(Account.role, Account.username).limit(MANY))),
        offices=places, regions=areas, scopes=dict(places + areas), roles=choices("role", Role),
        checked=checked, broken=broken,
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Reading) -> Response:
    return _show(request, who, session)


def _scope(session: Session, role: Role | None, chosen: str) -> tuple[int | None, str | None]:
    """(office id, region code) of a choice in the form; only those who read cases have one."""
    if role not in (Role.COMMITTEE, Role.SUPERVISOR) or not chosen:
        return None, None
    if chosen in {f"office:{o.id}" for o in offices(session)}:
        return int(chosen.removeprefix("office:")), None
    if chosen in {f"region:{r.code}" for r in regions(session)}:
        return None, chosen.removeprefix("region:")
    raise BadInput(field="scope", why="choose")


@router.post("")
def add(request: Request, who: Member, form: Posted) -> Response:
    name, shown = form.text("username", required=True, most=100), form.text("display_name", required=True, most=200)
    role, password = form.choice("role", Role), form.raw("password")
    if len(password) < MIN_PASSWORD:
        form.bad("password", "short_password")
    if role is Role.COMMITTEE and not form.raw("scope").startswith("office:"):
        form.bad("scope", "office_needed")
    form.values.pop("password", None)  # never sent back into the page
    form.values["password"] = [""]

    def act(session: Session) -> None:
        who.actor.must(May.MANAGE_ACCOUNTS)
        office, region = _scope(session, role, form.raw("scope"))
        account = add_account(
            session, username=name, display_name=shown, role=role or Role.JOURNALIST, password=password,
            office_id=office, region_code=region,
        )  # fmt: skip
        record(session, who.actor, "account.added", subject="account", subject_id=account.id, role=account.role.value)

    return submit(
        act, form=form, to="/accounts", done="account_added",
        again=lambda session, problem: _show(request, who, session, form, problem),
    )  # fmt: skip


@router.post("/journal")
def check(request: Request, who: Member, form: Posted, session: Reading) -> Response:
    who.actor.must(May.VERIFY_JOURNAL)
    return _show(request, who, session, form, checked=True, broken=verify(session))
