"""Whom to contact today: the list that a committee member opens in the morning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.queries import visible
from detector.clock import RIYADH, now
from detector.config import settings
from detector.outreach.models import Consent, ContactAttempt
from detector.outreach.rules import Attempt, Purpose, Reached, due_at
from detector.reports.models import Direction, TipMessage
from detector.staff.permissions import May
from detector.staff.scope import Actor

MOST = 200  # cases of one list
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class DueContact:
    """A case whose next attempt is due by the end of today, or whose sender answered."""

    number: str
    place_name: str | None
    lane: int
    urgency: str
    due: datetime | None  # None: only an answer to read
    attempts: int
    last: Reached | None
    answered_at: datetime | None  # the sender's newest words, when nothing was asked after them


def due_contacts(session: Session, actor: Actor) -> list[DueContact]:
    """The cases that `actor` holds, urgent ones first, then by when the attempt was due. Four queries, whatever the number."""
    actor.must(May.WORK_CASE)
    cases = session.scalars(
        visible(actor)
        .where(Case.status == Status.CLAIMED, Case.holder_id == actor.account_id)
        .order_by(Case.lane, Case.id)
        .limit(MOST)
    ).all()
    ids = [case.id for case in cases]
    attempts = _by_case(session.scalars(_of(ContactAttempt, ids)))
    consents = _by_case(session.scalars(_of(Consent, ids)))
    answers = _answers(session, ids)
    evening = datetime.combine(now().astimezone(RIYADH).date() + timedelta(days=1), time(), RIYADH)
    found = []
    for case in cases:
        tried = [Attempt(one.at, one.reached, one.call_on) for one in attempts.get(case.id, [])]
        due = None if _settled(tried, consents.get(case.id, [])) else due_at(tried, limit=settings().contact_attempts)
        due = max(due, case.status_since) if due is not None else None
        answered = answers.get(case.id)
        if (due is not None and due < evening) or answered is not None:
            last = tried[-1].reached if tried else None
            found.append(
                DueContact(case.number, case.place_name, case.lane, case.urgency, due, len(tried), last, answered)
            )
    return sorted(found, key=lambda one: (one.lane, one.due or evening, one.number))


def _settled(tried: list[Attempt], consents: list[Consent]) -> bool:
    """Somebody asked not to be contacted, or the visit is agreed to: nothing is left to be called for."""
    return any(one.reached is Reached.DOES_NOT_WANT_CONTACT for one in tried) or any(
        one.withdrawn_at is None and Purpose.VISIT in one.purposes for one in consents
    )


def _of(table: Any, case_ids: list[int]) -> Any:
    return select(table).where(table.case_id.in_(case_ids)).order_by(table.id)


def _by_case(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)  # type: ignore[attr-defined]
    return found


def _answers(session: Session, case_ids: list[int]) -> dict[int, datetime]:
    """When a sender wrote last, by case, where the last word is theirs."""
    rows = session.execute(
        select(CaseReport.case_id, TipMessage.report_id, TipMessage.direction, TipMessage.at)
        .join(TipMessage, TipMessage.report_id == CaseReport.report_id)
        .where(CaseReport.case_id.in_(case_ids), CaseReport.state != LinkState.REJECTED)
        .order_by(TipMessage.id)
    )
    newest = {report_id: (case_id, direction, at) for case_id, report_id, direction, at in rows}
    return {case_id: at for case_id, direction, at in newest.values() if direction is Direction.FROM_SENDER}
