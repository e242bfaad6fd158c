"""Ranking a case, taking it off the queue and giving it back; review_queue.assignment hands it out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.queries import get_case, visible
from detector.cases.service import NotHolder, must_hold, set_status
from detector.cases.written import reason as checked_reason
from detector.clock import now
from detector.config import settings
from detector.errors import BadInput, DetectorError
from detector.journal.service import record
from detector.places.models import Office
from detector.reports.items import storable
from detector.review_queue.priority import URGENT, rank
from detector.review_queue.search_keys import index_place
from detector.review_queue.tuning import in_force, weighed
from detector.staff.models import Account
from detector.staff.permissions import PERMISSIONS, May
from detector.staff.scope import Actor, within

HELD = frozenset({Status.CLAIMED, Status.VISIT_PLANNED, Status.VISITED, Status.PROPOSED})
LAPSED = "lease_expired"  # the reason that the program gives; review_ui.words has its words


class AlreadyClaimed(DetectorError):
    """A colleague was quicker; facts: `case`."""

    code, status = "Q201", 409


def rank_case(session: Session, case: Case) -> None:
    """Put the case in its place of the queue: call it when a case is opened and whenever a report joins it."""
    found = weighed(case, in_force(session))
    case.lane = found.lane
    case.rank = rank(found.points, case.opened_at, found.daily)
    case.priority = found.stored()
    if found.lane != URGENT:
        case.due_by = None
    elif case.due_by is None:  # a clock that runs is not wound again by a further report
        since = case.opened_at if case.reports_count <= 1 else now()
        case.due_by = since + timedelta(hours=settings().urgent_hours)
    session.add(case)
    index_place(session, case.place_name)


def claim(session: Session, actor: Actor, number: str) -> Case:
    """Take the case off the queue, for `settings().lease_hours`. The database picks the winner of a race.

    A lease that ran out counts as free even before `expire_leases` came by; a second click on one's own case is fine.
    Raises `AlreadyClaimed`, `NotFound` (outside the scope), `IllegalMove` (decided, guided, merged, withdrawn).
    """
    actor.must(May.WORK_CASE)
    at = now()
    free = or_(Case.status == Status.QUEUED, and_(Case.status == Status.CLAIMED, Case.lease_until <= at))
    taken = session.scalar(
        update(Case)
        .where(Case.number == storable(number), within(actor, Case.office_id, Case.region_code), free)
        .values(holder_id=actor.account_id, lease_until=lease(at))
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        return _mine_already(actor, get_case(session, actor, number))
    case = session.get_one(Case, taken, populate_existing=True)
    if case.status is Status.CLAIMED:
        set_status(session, case, Status.QUEUED, by=Actor.system(), reason=LAPSED)
    if case.office_id is None and actor.office_id is not None:
        # Nobody's until now: from here on no other office reads the family's file.
        office = session.get_one(Office, actor.office_id)
        case.office_id, case.region_code = office.id, office.region_code
    set_status(session, case, Status.CLAIMED, by=actor)
    return case


def _mine_already(actor: Actor, case: Case) -> Case:
    if case.status is Status.CLAIMED and case.holder_id == actor.account_id:
        return case
    if case.status is not Status.QUEUED and case.status not in HELD:
        raise IllegalMove(now=case.status.value, to=Status.CLAIMED.value)
    raise AlreadyClaimed(case=case.number)


def release(session: Session, actor: Actor, number: str, reason: str) -> Case:
    """Give a claimed case back to the queue, where it keeps its place: by its holder, or by who may reassign cases.

    Raises `BadInput` without a reason, `NotHolder`, `IllegalMove`.
    """
    why = checked_reason(reason)
    case = get_case(session, actor, number, lock=True)
    if case.status is not Status.CLAIMED or not may_reassign(actor):
        must_hold(case, actor)
    return _give_back(session, case, by=actor, reason=why)


def hand_over(session: Session, actor: Actor, number: str, to_account_id: int) -> Case:
    """Give a held case to a colleague in whose scope it lies: by its holder, or by who may reassign cases.

    Raises `NotHolder`, `LeaseExpired`, and `BadInput` for somebody who cannot work the case.
    """
    case = get_case(session, actor, number, lock=True)
    if case.status not in HELD:
        raise NotHolder(case=case.number)
    if not may_reassign(actor):
        must_hold(case, actor)
    colleague = session.get(Account, to_account_id)
    if colleague is None or not colleague.active or not can_work(session, Actor.of(colleague), case):
        raise BadInput(field="to_account_id", why="cannot_work_case")
    before, case.holder_id = case.holder_id, colleague.id
    if case.status is Status.CLAIMED:
        case.lease_until = lease(now())
    record(
        session, actor, "case.handed_over", subject="case", subject_id=case.id,
        from_account=before, to_account=colleague.id,
    )  # fmt: skip
    return case


def expire_leases(session: Session) -> int:
    """Give every claimed case whose lease ran out back to the queue; how many there were. Runs as a job."""
    lapsed = session.scalars(
        select(Case)
        .where(Case.status == Status.CLAIMED, Case.lease_until <= now())
        .with_for_update(skip_locked=True)  # one that somebody works on this very moment renews its lease
    ).all()
    for case in lapsed:
        _give_back(session, case, by=Actor.system(), reason=LAPSED)
    return len(lapsed)


def _give_back(session: Session, case: Case, *, by: Actor, reason: str) -> Case:
    set_status(session, case, Status.QUEUED, by=by, reason=reason)
    case.holder_id = case.lease_until = None
    return case


def may_reassign(actor: Actor) -> bool:
    """Whether the role includes acting on what colleagues hold; the program itself has no role and does not."""
    return actor.role is not None and May.REASSIGN_CASE in PERMISSIONS[actor.role]


def lease(at: datetime) -> datetime:
    return at + timedelta(hours=settings().lease_hours)


def can_work(session: Session, colleague: Actor, case: Case) -> bool:
    """Whether the colleague's role and scope let them work on the case."""
    if colleague.role is None or May.WORK_CASE not in PERMISSIONS[colleague.role]:
        return False
    return session.scalar(visible(colleague).where(Case.id == case.id)) is not None
