"""Checking in at a home and out of it again, so that somebody notices when a team does not come back. Two times, no tracking."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import log
from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.cases.written import written
from detector.clock import now
from detector.config import settings
from detector.errors import DetectorError
from detector.journal.service import record
from detector.review_queue.service import may_reassign
from detector.staff.scope import Actor
from detector.visits.models import Visit
from detector.visits.queries import planned_visit
from detector.visits.service import VisitMissing, must_go

MOST_PLACE = 200  # characters
logger = log.get("visits")


class NotCheckedIn(DetectorError):
    """Nobody of this case's team is at a home; facts: `case`."""

    code, status = "V308", 409


def check_in(session: Session, actor: Actor, number: str, place: str | None = None) -> Visit:
    """The team is there. `place` is optional and typed. Twice is no error. Raises `VisitMissing`, `NotHolder`."""
    case = get_case(session, actor, number, lock=True)
    visit = planned_visit(session, case)
    if visit is None:
        raise VisitMissing(case=number)
    must_go(case, visit, actor)
    if visit.checked_in_at is None:
        visit.checked_in_at, visit.checked_in_by_id = now(), actor.account_id
        visit.checked_in_place = written(place, "place", most=MOST_PLACE)
        record(session, actor, "visit.checked_in", subject="case", subject_id=case.id, visit=visit.id)
    return visit


def check_out(session: Session, actor: Actor, number: str) -> Visit:
    """The team has left safely: said by one of it, or by a supervisor who reached them. Raises `NotCheckedIn`."""
    case = get_case(session, actor, number, lock=True)
    visit = inside(session, case)
    if visit is None:
        raise NotCheckedIn(case=number)
    if not may_reassign(actor):
        must_go(case, visit, actor)
    visit.checked_out_at, visit.checked_out_by_id = now(), actor.account_id
    record(
        session, actor, "visit.checked_out", subject="case", subject_id=case.id, visit=visit.id,
        alerted=visit.alerted_at is not None,
    )  # fmt: skip
    return visit


def inside(session: Session, case: Case) -> Visit | None:
    """The visit of this case whose team checked in and has not checked out."""
    return session.scalar(
        select(Visit)
        .where(Visit.case_id == case.id, Visit.checked_in_at.is_not(None), Visit.checked_out_at.is_(None))
        .order_by(Visit.id.desc())
        .limit(1)
    )


def watch_check_outs(session: Session) -> int:
    """Call the supervisors (page of what is due, journal, log) where a check-out is overdue; how many. Runs as a job."""
    late = session.scalars(
        select(Visit)
        .where(
            Visit.checked_in_at <= now() - timedelta(minutes=settings().check_out_minutes),
            Visit.checked_out_at.is_(None),
            Visit.alerted_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    ).all()
    for visit in late:
        visit.alerted_at = now()
        record(
            session, Actor.system(), "visit.check_out_overdue", subject="case", subject_id=visit.case_id, visit=visit.id
        )
        logger.warning("visit.check_out_overdue", visit=visit.id, case=visit.case_id)
    return len(late)
