"""Planning a visit, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.cases.service import must_hold, set_status
from detector.cases.written import reason as checked_reason
from detector.cases.written import written
from detector.clock import now
from detector.config import settings
from detector.errors import BadInput, Conflict, DetectorError
from detector.journal.service import record
from detector.outreach.queries import contact_refused, require_consent
from detector.outreach.rules import ContactRefused, Purpose
from detector.reports.items import storable
from detector.review_queue.service import can_work
from detector.staff.models import Account
from detector.staff.permissions import May
from detector.staff.scope import Actor
from detector.visits.campaigns.outcomes import told_by_visit
from detector.visits.forms import VisitForm
from detector.visits.models import EarlierForm, Visit, VisitDraft, VisitStatus
from detector.visits.queries import form_of, planned_visit
from detector.visits.rules import check_composition, check_team, check_time

MOST_ADDRESS, MOST_CLIENT_ID = 500, 64  # characters


class VisitMissing(DetectorError):
    """The case has no visit for this: none on the calendar, or none whose form was handed in; facts: `case`."""

    code, status = "V309", 409


def plan(
    session: Session,
    actor: Actor,
    number: str,
    *,
    planned_for: datetime,
    team: Sequence[str] = (),
    colleagues: Sequence[int] = (),
    woman_on_team: bool = False,
    address: str | None = None,
    notice_waived: str | None = None,
    composition_waived: str | None = None,
) -> Visit:
    """Set a visit on the calendar; the family has agreed to it and is told now. `…_waived` are reasons, in words.

    The team is names and accounts (`colleagues`): those with an account may fill in and hand in the form as the holder may.

    The lease rests until the visit is over: a case does not fall back to the queue while a family expects somebody.
    Raises `ConsentMissing`, `ContactRefused`, `NoticeTooShort`, `TeamTooSmall`, `WomanMissing`, `BadInput`, `NotHolder`.
    """
    case = _in_hand(session, actor, number)
    if contact_refused(session, case):
        raise ContactRefused(case=number)
    consent = require_consent(session, case, Purpose.VISIT)
    waived = _if_given(notice_waived, "notice_waived")
    composition = _if_given(composition_waived, "composition_waived")
    going = [_colleague(session, case, account_id) for account_id in dict.fromkeys(colleagues)]
    members = check_team([*(account.display_name for account in going), *(storable(name) for name in team)])
    check_composition(case.needs, woman_on_team=woman_on_team, waived=composition)
    check_time(planned_for, now(), notice_hours=settings().visit_notice_hours, waived=waived)
    visit = Visit(
        case_id=case.id,
        status=VisitStatus.PLANNED,
        planned_for=planned_for,
        notice_given_at=now(),
        notice_waived=waived,
        team=members,
        team_ids=[account.id for account in going],
        woman_on_team=woman_on_team,
        composition_waived=composition,
        address=written(address, "address", most=MOST_ADDRESS),
        planned_by_id=actor.account_id,
        claims=[],
    )
    set_status(session, case, Status.VISIT_PLANNED, by=actor)
    case.lease_until = None
    session.add(visit)
    session.flush()
    record(
        session, actor, "visit.planned", subject="case", subject_id=case.id, visit=visit.id, consent=consent.id,
        planned_for=planned_for.isoformat(), notice_waived=waived is not None, composition_waived=composition is not None,
    )  # fmt: skip
    return visit


def nobody_home(session: Session, actor: Actor, number: str, note: str | None = None) -> Visit:
    """Nobody was there: the case is in hand again for another date. It says nothing against the family."""
    return _called_off(session, actor, number, VisitStatus.NOBODY_HOME, _if_given(note, "note"))


def cancel(session: Session, actor: Actor, number: str, reason: str) -> Visit:
    """The visit will not take place: the case is in hand again. Raises `BadInput` without a reason."""
    return _called_off(session, actor, number, VisitStatus.CANCELLED, checked_reason(reason))


def _called_off(session: Session, actor: Actor, number: str, outcome: VisitStatus, reason: str | None) -> Visit:
    case = _in_hand(session, actor, number)
    visit = planned_visit(session, case)
    if visit is None:
        raise IllegalMove(now=case.status.value, to=Status.CLAIMED.value)
    visit.status = outcome
    _drop_draft(session, visit)
    told_by_visit(session, case.id, outcome)
    set_status(session, case, Status.CLAIMED, by=actor, reason=reason)
    case.lease_until = now() + timedelta(hours=settings().lease_hours)
    record(session, actor, f"visit.{outcome.value}", subject="case", subject_id=case.id, visit=visit.id)
    return visit


def file(
    session: Session,
    actor: Actor,
    number: str,
    form: VisitForm,
    *,
    client_id: str,
    base_version: int | None = None,
    draft_version: int | None = None,
) -> Visit:
    """Hand in the form of the planned visit. Sent again under the same `client_id`, it is the same form and no error.

    `base_version` is the case's version that the phone had when the form was begun, `draft_version` the version of the draft
    on the server that the writer saw (0: none). `Conflict` when a colleague saved another draft meanwhile, when the case has
    moved on since, when a colleague handed in another form for this visit, or when one `client_id` comes with two contents: a
    person compares them, and the last one never wins silently. Raises `ConsentMissing` if the family withdrew meanwhile.
    """
    case = get_case(session, actor, number, lock=True)
    checked_client_id(client_id)
    before = session.scalar(select(Visit).where(Visit.client_id == client_id))
    if before is not None:
        if before.case_id != case.id or form != _as_first_sent(session, before):
            raise Conflict(client_id=client_id, why="other_form")
        return before
    visit = planned_visit(session, case)
    must_go(case, visit, actor)
    if visit is None:
        if case.status is Status.VISITED:
            raise Conflict(case=number, why="visit_filed", version=case.version)
        raise IllegalMove(now=case.status.value, to=Status.VISITED.value)
    if base_version is not None and base_version != case.version:
        raise Conflict(case=number, why="case_changed", version=case.version, base_version=base_version)
    draft = session.get(VisitDraft, visit.id)
    if draft is not None and draft_version is not None and draft.version != draft_version:
        raise Conflict(case=number, why="draft_changed", version=draft.version, base_version=draft_version)
    require_consent(session, case, Purpose.VISIT)
    visit.status = VisitStatus.FILED
    told_by_visit(session, case.id, visit.status)
    visit.filed_at, visit.filed_by_id = now(), actor.account_id
    visit.form = form.model_dump_json()
    visit.claims = [claim.model_dump(mode="json") for claim in form.claims]
    visit.client_id = client_id
    _drop_draft(session, visit)
    set_status(session, case, Status.VISITED, by=actor)
    session.flush()
    record(session, actor, "visit.filed", subject="case", subject_id=case.id, visit=visit.id, claims=len(form.claims))
    return visit


def must_go(case: Case, visit: Visit | None, actor: Actor) -> None:
    """Raise unless the actor holds the case, or is of the team of this visit by their account."""
    actor.must(May.WORK_CASE)
    if visit is None or actor.account_id is None or actor.account_id not in visit.team_ids:
        must_hold(case, actor)


def checked_client_id(client_id: str) -> None:
    """Raise `BadInput` for what no phone of ours makes."""
    if not 1 <= len(client_id) <= MOST_CLIENT_ID or not client_id.isascii() or not client_id.isprintable():
        raise BadInput(field="client_id", why="not_an_id")


def _colleague(session: Session, case: Case, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None or not account.active or not can_work(session, Actor.of(account), case):
        raise BadInput(field="colleagues", why="cannot_work_case")
    return account


def _as_first_sent(session: Session, visit: Visit) -> VisitForm | None:
    """The form before anybody amended it: what a phone that got no answer sends again."""
    first = session.scalar(select(EarlierForm.form).where(EarlierForm.visit_id == visit.id, EarlierForm.version == 1))
    return form_of(visit) if first is None else VisitForm.model_validate_json(first)


def _drop_draft(session: Session, visit: Visit) -> None:
    session.execute(delete(VisitDraft).where(VisitDraft.visit_id == visit.id))


def _in_hand(session: Session, actor: Actor, number: str) -> Case:
    case = get_case(session, actor, number, lock=True)
    must_hold(case, actor)
    return case


def _if_given(given: str | None, field: str) -> str | None:
    return checked_reason(given, field) if given and given.strip() else None
