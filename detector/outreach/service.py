"""Contact with the sender or the family, and what they agree to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.queries import get_case, with_merged
from detector.cases.service import must_hold
from detector.cases.written import reason as checked_reason
from detector.cases.written import written
from detector.clock import now
from detector.config import settings
from detector.errors import BadInput, NotFound
from detector.journal.service import record
from detector.outreach.identifiers import Lock, identifier_of
from detector.outreach.models import Consent, ContactAttempt
from detector.outreach.queries import attempts_of, consents_of, contact_refused
from detector.outreach.rules import (
    Attempt,
    Channel,
    ConsentGround,
    ContactLimit,
    ContactRefused,
    Purpose,
    Reached,
    again_at,
    who_may_say,
)
from detector.reports.models import Gone, Tip
from detector.reports.proofs import CONSENT, ask
from detector.reports.redaction import redact
from detector.staff.permissions import May
from detector.staff.scope import Actor

COLLECTED = {Purpose.REGISTRY_MATCH, Purpose.AGENCY_CHECK}  # purposes for which data about persons is written down
MOST_NOTE, MOST_NAME, LEAST_REASON = 2_000, 200, 10  # characters


def log_attempt(
    session: Session,
    actor: Actor,
    number: str,
    channel: Channel,
    reached: Reached,
    note: str | None = None,
) -> ContactAttempt:
    """Write down that somebody was called or written to. The status of the case stays as it is, whoever answered.

    "Does not want contact" withdraws what was agreed to by consent. Raises `ContactLimit`, `ContactRefused`, `NotHolder`.
    """
    case = _in_hand(session, actor, number)
    if contact_refused(session, case):
        raise ContactRefused(case=number)
    tried = [Attempt(attempt.at, attempt.reached) for attempt in attempts_of(session, case)]
    limit = settings().contact_attempts
    rested = again_at(tried, limit=limit)
    if rested is not None and rested > now():
        raise ContactLimit(attempts=limit, again_at=rested.isoformat())
    attempt = ContactAttempt(
        case_id=case.id,
        at=now(),
        by_id=actor.account_id,
        channel=channel,
        reached=reached,
        note=written(note, "note", most=MOST_NOTE),
    )
    session.add(attempt)
    session.flush()
    record(
        session, actor, "contact.tried", subject="case", subject_id=case.id,
        attempt=attempt.id, channel=channel.value, reached=reached.value,
    )  # fmt: skip
    if reached is Reached.DOES_NOT_WANT_CONTACT:
        for consent in consents_of(session, case):
            if consent.withdrawn_at is None and consent.ground is ConsentGround.CONSENT:
                _withdraw(session, actor, case, consent)
    return attempt


def record_consent(
    session: Session,
    actor: Actor,
    number: str,
    *,
    ground: ConsentGround,
    given_by: str,
    channel: Channel,
    purposes: Sequence[str],
) -> Consent:
    """Who agreed to what. After a refusal of contact only an application of the family's own counts (`ContactRefused`).

    Raises `BadInput` for no or unknown purposes, for a nameless giver, and for a consent to look into records that came
    through somebody else.
    """
    case = _in_hand(session, actor, number)
    if ground is not ConsentGround.APPLICATION and contact_refused(session, case):
        raise ContactRefused(case=number)
    asked = _purposes(purposes)
    if unsaid := who_may_say(channel, ground, asked):
        raise BadInput(field="channel", why="not_from_the_person", purposes=[p.value for p in unsaid])
    name = written(given_by, "given_by", most=MOST_NAME)
    if name is None:
        raise BadInput(field="given_by", why="missing")
    consent = Consent(
        case_id=case.id,
        ground=ground,
        given_by=redact(name, ())[0],  # shown as it stands, after a withdrawal too
        channel=channel,
        purposes=[purpose.value for purpose in asked],
        given_at=now(),
        recorded_by_id=actor.account_id,
    )
    session.add(consent)
    session.flush()
    record(
        session, actor, "consent.recorded", subject="case", subject_id=case.id,
        consent=consent.id, ground=ground.value, channel=channel.value, purposes=consent.purposes,
    )  # fmt: skip
    return consent


def withdraw_consent(session: Session, actor: Actor, number: str, consent_id: int) -> Consent:
    """Withdrawn as easily as given: by anybody who works cases in this scope, at once. Twice is no error."""
    actor.must(May.WORK_CASE)
    case = get_case(session, actor, number, lock=True)
    consent = session.scalar(
        select(Consent).where(Consent.id == consent_id, Consent.case_id.in_(with_merged(session, case)))
    )
    if consent is None:
        raise NotFound(consent=consent_id)
    if consent.withdrawn_at is None:
        _withdraw(session, actor, case, consent)
    return consent


def reveal_phone(session: Session, actor: Actor, number: str, report_id: int, reason: str) -> str:
    """The whole telephone number of a sender who agreed to a call, for the holder of the case; journalled."""
    case = _in_hand(session, actor, number)
    why = checked_reason(reason, least=LEAST_REASON)
    if contact_refused(session, case):
        raise ContactRefused(case=number)
    phone = session.scalar(
        select(Tip.sender_phone)
        .join(CaseReport, CaseReport.report_id == Tip.report_id)
        .where(
            CaseReport.case_id == case.id,
            CaseReport.state == LinkState.CONFIRMED,
            Tip.report_id == report_id,
            Tip.may_be_contacted,
        )
    )
    if phone is None:
        raise NotFound(report=report_id)
    record(
        session, actor, "contact.phone_revealed", subject="case", subject_id=case.id,
        reason=why, report=report_id,
    )  # fmt: skip
    return phone


def reveal_identifier(session: Session, actor: Actor, number: str, identifier_id: int, reason: str) -> str:
    """A whole number out of a report's own words, for the holder of the case; journalled by ids and type alone.

    A mobile is there to be called. Any other number needs `May.REVEAL_ID`, and an ID the family's consent to be looked up, or
    its application (`ConsentMissing`). Raises `ContactRefused` also for the telephone of a sender who did not agree to a call.
    """
    case = _in_hand(session, actor, number)
    why = checked_reason(reason, least=LEAST_REASON)
    found = identifier_of(session, case, identifier_id)
    if refusal := Lock.on(session, actor, case).refusal(found.type, found.blind_index):
        raise refusal
    record(
        session, actor, "report.identifier_revealed", subject="case", subject_id=case.id,
        reason=why, report=found.report_id, identifier=found.id, type=found.type,
    )  # fmt: skip
    return found.value


def _in_hand(session: Session, actor: Actor, number: str) -> Case:
    case = get_case(session, actor, number, lock=True)
    must_hold(case, actor)
    return case


def _withdraw(session: Session, actor: Actor, case: Case, consent: Consent) -> None:
    consent.withdrawn_at = now()
    if COLLECTED & set(consent.purposes):
        ask(session, Gone.WITHDRAWN_CONSENT, CONSENT, consent.id)
    record(session, actor, "consent.withdrawn", subject="case", subject_id=case.id, consent=consent.id)


def _purposes(given: Sequence[str]) -> list[Purpose]:
    try:
        asked = sorted({Purpose(purpose) for purpose in given})
    except ValueError:
        raise BadInput(field="purposes", why="unknown") from None
    if not asked:
        raise BadInput(field="purposes", why="missing")
    return asked
