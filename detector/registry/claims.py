"""What agencies answered. A yes is a claim to verify, with its date, and the family may dispute it; it decides nothing."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.written import written
from detector.clock import RIYADH, now
from detector.config import settings
from detector.errors import BadInput, DetectorError, NotFound
from detector.journal.service import record
from detector.outreach.queries import require_consent
from detector.outreach.rules import Purpose
from detector.registry.agencies import AgencyNotLinked, agency_for
from detector.registry.links import By, Link, links
from detector.registry.models import AgencyAnswer, Answer
from detector.registry.service import MOST_REASON, checked_reason, in_hand, in_work
from detector.staff.permissions import May
from detector.staff.scope import Actor


class Verified(enum.StrEnum):
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class OwnClaim(DetectorError):
    """A disputed claim is confirmed by somebody else than who recorded it; facts: `answer`."""

    code, status = "M406", 409


def record_agency_answer(
    session: Session,
    actor: Actor,
    number: str,
    *,
    agency: str,
    reason: str,
    answer: Answer,
    as_of: date | None = None,
    valid_until: date | None = None,
    note: str | None = None,
) -> AgencyAnswer:
    """Write down what an agency said about one reason (R1–R7).

    Raises `ConsentMissing`, `BadInput` (agency, reason, a yes or no without the day it stands for), `AgencyNotLinked`
    for a yes or no from an agency that has no link.
    """
    actor.must(May.MATCH_REGISTRY)
    case = in_hand(session, actor, number)
    require_consent(session, case, Purpose.AGENCY_CHECK)
    source = agency_for(agency, reason)
    if answer is not Answer.UNKNOWN:
        if source.code not in links():
            raise AgencyNotLinked(agency=agency, reason=reason)
        if as_of is None or as_of > now().astimezone(RIYADH).date():
            raise BadInput(field="as_of", why="missing" if as_of is None else "in_the_future")
        if valid_until is not None and valid_until < as_of:
            raise BadInput(field="valid_until", why="before_as_of")
    row = AgencyAnswer(
        case_id=case.id, agency=agency, reason=reason, answer=answer, as_of=as_of,
        valid_until=valid_until or lasts_until(as_of), link=Link(agency, By.MANUAL).version,
        note=written(note, "note", most=MOST_REASON),
        asked_at=now(), asked_by_id=actor.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    facts = {"agency": agency, "about": reason, "answer": answer.value, "id": row.id}
    record(session, actor, "agency.answered", subject="case", subject_id=case.id, reason=None, **facts)
    return row


def lasts_until(as_of: date | None) -> date | None:
    """The last day of an answer whose agency names none."""
    return None if as_of is None else as_of + timedelta(days=settings().agency_answer_days)


def dispute(session: Session, actor: Actor, number: str, answer_id: int, reason: str) -> AgencyAnswer:
    """The family says that a yes is wrong. It takes back a confirmation and calls for a second person."""
    actor.must(May.WORK_CASE)
    case = in_hand(session, actor, number)
    row = _claim(session, case.id, answer_id)
    row.disputed_at, row.verified = now(), None
    why = checked_reason(reason)
    record(session, actor, "agency.disputed", subject="case", subject_id=case.id, reason=why, id=row.id)
    return row


def verify_claim(
    session: Session, actor: Actor, number: str, answer_id: int, verified: Verified, reason: str
) -> AgencyAnswer:
    """A person in whose scope the case lies looked into a yes; it need not be the holder.

    Raises `OwnClaim` when a disputed one would be confirmed by who recorded it.
    """
    actor.must(May.MATCH_REGISTRY)
    case = in_work(session, actor, number)
    row = _claim(session, case.id, answer_id)
    if verified is Verified.CONFIRMED and row.disputed_at is not None and row.asked_by_id == actor.account_id:
        raise OwnClaim(answer=answer_id)
    row.verified = verified.value
    why = checked_reason(reason)
    record(session, actor, f"agency.{verified.value}", subject="case", subject_id=case.id, reason=why, id=row.id)
    return row


def _claim(session: Session, case_id: int, answer_id: int) -> AgencyAnswer:
    row = session.scalar(select(AgencyAnswer).where(AgencyAnswer.id == answer_id, AgencyAnswer.case_id == case_id))
    if row is None:
        raise NotFound(answer=answer_id)
    if row.answer is not Answer.YES:
        raise BadInput(field="answer_id", why="not_a_claim")
    return row
