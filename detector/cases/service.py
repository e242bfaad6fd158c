"""Writes to a case. `set_status` is the one door through which a status changes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status, move
from detector.cases.models import Case, CaseMove
from detector.clock import now
from detector.config import settings
from detector.errors import DetectorError
from detector.journal.service import record
from detector.staff.permissions import May
from detector.staff.scope import Actor


class NotHolder(DetectorError):
    """Somebody else holds the case, or nobody does; facts: `case`."""

    code, status = "Q203", 409


class LeaseExpired(DetectorError):
    """The lease ran out and the case may go back to the queue: claim it again; facts: `case`."""

    code, status = "Q204", 409


def set_status(session: Session, case: Case, to: Status, *, by: Actor, reason: str | None = None) -> CaseMove:
    """Change the status, write the move and the journal entry: one act. Raises `IllegalMove`."""
    old = case.status
    entry = CaseMove(case_id=case.id, old=old, new=move(old, to), at=now(), by_id=by.account_id, reason=reason)
    case.status, case.status_since = entry.new, entry.at
    session.add(entry)
    record(session, by, f"case.{to.value}", subject="case", subject_id=case.id, reason=reason, old=old.value)
    return entry


def why_not_held(case: Case, actor: Actor) -> NotHolder | LeaseExpired | None:
    """None while `actor` holds the case under a running lease; changes nothing."""
    if case.holder_id is None or case.holder_id != actor.account_id:
        return NotHolder(case=case.number)
    if case.lease_until is not None and case.lease_until <= now():
        return LeaseExpired(case=case.number)
    return None


def must_hold(case: Case, actor: Actor) -> None:
    """Raise unless `actor` may work on the case now and holds it under a running lease; renews the lease."""
    actor.must(May.WORK_CASE)
    if lost := why_not_held(case, actor):
        raise lost
    if case.status is Status.CLAIMED:
        case.lease_until = now() + timedelta(hours=settings().lease_hours)
