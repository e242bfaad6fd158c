"""Who takes a waiting case: suggested by catchment and workload, decided by a supervisor, or handed out where that is wished."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.cases.service import set_status
from detector.clock import now
from detector.config import settings
from detector.errors import BadInput, DetectorError
from detector.journal.service import record
from detector.places.models import Office
from detector.review_queue.service import HELD, AlreadyClaimed, can_work, lease
from detector.staff.models import Account
from detector.staff.permissions import May, Role
from detector.staff.scope import Actor

MOST_AT_ONCE = 200  # cases handed out by one run of the job


class NobodyToAssign(DetectorError):
    """No committee member covers the case's place; facts: `case`."""

    code, status = "Q207", 409


@dataclass(frozen=True, slots=True)
class Candidate:
    """`held`: cases in this person's hands now."""

    account_id: int
    name: str
    held: int


def candidates(session: Session, case: Case) -> list[Candidate]:
    """Committee members whose office's catchment the case lies in, who holds least first; then the whole region's."""
    if case.office_id is not None:
        office = Account.office_id == case.office_id
    elif case.region_code is not None:
        offices = select(Office.id).where(Office.region_code == case.region_code)
        office = Account.office_id.in_(offices)
    else:
        return []
    held = func.count(Case.id)
    rows = session.execute(
        select(Account.id, Account.display_name, held)
        .outerjoin(Case, and_(Case.holder_id == Account.id, Case.status.in_(HELD)))
        .where(Account.active, Account.role == Role.COMMITTEE, office)
        .group_by(Account.id, Account.display_name)
        .order_by(held, Account.id)
    )
    return [Candidate(*row) for row in rows]


def assign(session: Session, actor: Actor, number: str, to_account_id: int | None = None) -> Case:
    """Put a waiting case into somebody's hands: the one named, else the first of `candidates`.

    Raises `NobodyToAssign`, `AlreadyClaimed`, `IllegalMove` (not waiting), and `BadInput` for somebody who cannot work it.
    """
    actor.must(May.REASSIGN_CASE)
    case = get_case(session, actor, number)
    if to_account_id is None:
        covering = candidates(session, case)
        if not covering:
            raise NobodyToAssign(case=case.number)
        to_account_id = covering[0].account_id
    colleague = session.get(Account, to_account_id)
    if colleague is None or not colleague.active or not can_work(session, Actor.of(colleague), case):
        raise BadInput(field="to_account_id", why="cannot_work_case")
    return _hand_out(session, actor, case, colleague)


def _hand_out(session: Session, actor: Actor, case: Case, colleague: Account) -> Case:
    """The database picks the winner between two who assign and somebody who claims."""
    taken = session.scalar(
        update(Case)
        .where(Case.id == case.id, Case.status == Status.QUEUED)
        .values(holder_id=colleague.id, lease_until=lease(now()))
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(case)
    if taken is None:
        if case.status in HELD:
            raise AlreadyClaimed(case=case.number)
        raise IllegalMove(now=case.status.value, to=Status.CLAIMED.value)
    if case.office_id is None and colleague.office_id is not None:
        _settle(session, case, session.get_one(Office, colleague.office_id))
    set_status(session, case, Status.CLAIMED, by=actor)
    record(session, actor, "case.assigned", subject="case", subject_id=case.id, to_account=colleague.id)
    return case


def set_office(session: Session, actor: Actor, number: str, office_id: int) -> Case:
    """Say whose catchment a waiting case lies in: its place was unknown, or read wrong. Raises `BadInput`, `IllegalMove`."""
    actor.must(May.REASSIGN_CASE)
    case = get_case(session, actor, number, lock=True)
    office = session.get(Office, office_id)
    if office is None or not office.active:
        raise BadInput(field="office_id", why="unknown")
    if case.status is not Status.QUEUED:
        raise IllegalMove(now=case.status.value, to=Status.QUEUED.value)
    before = case.office_id
    _settle(session, case, office)
    record(session, actor, "case.office_set", subject="case", subject_id=case.id, before=before, office=office.id)
    return case


def _settle(session: Session, case: Case, office: Office) -> None:
    case.office_id, case.region_code = office.id, office.region_code
    session.flush()


def assign_waiting(session: Session) -> int:
    """Hand waiting cases to their offices' committees, urgent ones first, nobody beyond `auto_assign_most`; how many.

    Runs as a job, and does nothing unless `settings().auto_assign`: who works on what is the office's to say.
    """
    if not settings().auto_assign:
        return 0
    waiting = session.scalars(
        select(Case)
        .where(Case.status == Status.QUEUED, Case.office_id.is_not(None))
        .order_by(Case.lane, Case.rank.desc(), Case.id)
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    done = 0
    for case in waiting:
        free = [one for one in candidates(session, case) if one.held < settings().auto_assign_most]
        if free:
            _hand_out(session, Actor.system(), case, session.get_one(Account, free[0].account_id))
            session.flush()
            done += 1
    return done
