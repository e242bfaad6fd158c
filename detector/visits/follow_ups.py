"""What is to be looked after on a later day: a second visit, a family some months after its registration."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.cases.written import written
from detector.clock import RIYADH, now
from detector.errors import BadInput, NotFound
from detector.journal.service import record
from detector.staff.permissions import May
from detector.staff.scope import Actor, within
from detector.visits.models import FollowUp, FollowUpKind, FollowUpOutcome

FURTHEST = timedelta(days=3 * 366)
AGAIN = timedelta(days=7)  # after nobody was reached
MOST_NOTE = 500  # characters


def today() -> date:
    """The day it is in Riyadh."""
    return now().astimezone(RIYADH).date()


def plan_follow_up(
    session: Session, actor: Actor, number: str, kind: FollowUpKind, due_on: date, note: str | None = None
) -> FollowUp:
    """Set a day on which somebody looks after the family again. Raises `BadInput` for a day that is over or too far off."""
    actor.must(May.WORK_CASE)
    case = get_case(session, actor, number, lock=True)
    if due_on < today():
        raise BadInput(field="due_on", why="in_the_past")
    if due_on > today() + FURTHEST:
        raise BadInput(field="due_on", why="too_far", most_days=FURTHEST.days)
    return add_follow_up(session, actor, case, kind, due_on, written(note, "note", most=MOST_NOTE))


def add_follow_up(
    session: Session, actor: Actor, case: Case, kind: FollowUpKind, due_on: date, note: str | None = None
) -> FollowUp:
    """The row and its journal entry: for `plan_follow_up`, and for the job that makes those after a registration."""
    row = FollowUp(
        case_id=case.id, kind=kind, due_on=due_on, note=note, made_at=now(), made_by_id=actor.account_id
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(
        session, actor, "follow_up.planned", subject="case", subject_id=case.id,
        follow_up=row.id, kind=kind.value, due_on=due_on.isoformat(),
    )  # fmt: skip
    return row


def finish_follow_up(
    session: Session, actor: Actor, number: str, follow_up_id: int, outcome: FollowUpOutcome, note: str | None = None
) -> FollowUp:
    """What became of it. Nobody reached: it is due again in a week. Twice is no error. Raises `NotFound`."""
    actor.must(May.WORK_CASE)
    case = get_case(session, actor, number, lock=True)
    row = session.scalar(select(FollowUp).where(FollowUp.id == follow_up_id, FollowUp.case_id == case.id))
    if row is None:
        raise NotFound(follow_up=follow_up_id)
    if row.done_at is not None:
        return row
    if said := written(note, "note", most=MOST_NOTE):
        row.note = f"{row.note}\n{said}" if row.note else said
    if outcome is FollowUpOutcome.NOT_REACHED:
        row.tries += 1
        row.due_on = today() + AGAIN
    else:
        row.outcome, row.done_at, row.done_by_id = outcome, now(), actor.account_id
    record(
        session, actor, "follow_up.answered", subject="case", subject_id=case.id,
        follow_up=row.id, outcome=outcome.value,
    )  # fmt: skip
    return row


def follow_ups_of(session: Session, case: Case) -> list[FollowUp]:
    """Those of a case, the next one first, done ones last."""
    rows = session.scalars(select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.due_on, FollowUp.id))
    return sorted(rows, key=lambda row: row.done_at is not None)


def due_follow_ups(session: Session, actor: Actor, until: date, limit: int = 100) -> list[tuple[FollowUp, Case]]:
    """What is open and due by `until` in the actor's scope, the longest overdue first."""
    actor.must(May.READ_CASE)
    rows = session.execute(
        select(FollowUp, Case)
        .join(Case, Case.id == FollowUp.case_id)
        .where(within(actor, Case.office_id, Case.region_code), FollowUp.done_at.is_(None), FollowUp.due_on <= until)
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(limit)
    )
    return [(row.FollowUp, row.Case) for row in rows]
