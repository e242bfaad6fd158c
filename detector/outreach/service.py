"""Contact with the sender or the family, and what they agree to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import crypto
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
from detector.outreach.opt_outs import known_opt_outs, opt_out
from detector.outreach.queries import attempts_of, consents_of, contact_refused, publishers_of
from detector.outreach.rules import (
    FAR,
    Attempt,
    Channel,
    ChannelClosed,
    ConsentGround,
    ContactLimit,
    ContactRefused,
    Purpose,
    Reached,
    again_at,
    who_may_say,
    why_closed,
)
from detector.reports.models import Gone, Report, Tip
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
    *,
    report_id: int | None = None,
    call_on: datetime | None = None,
) -> ContactAttempt:
    """Write down that somebody was called or written to. The status of the case stays as it is, whoever answered.

    `report_id`: the report whose sender it was; None is the family, or not said. `call_on`: the day they named. "Does not want
    contact" withdraws what was agreed to by consent, and its sender is left alone in later cases too. Raises `ContactLimit`,
    `ContactRefused`, `ChannelClosed`, `NotHolder`.
    """
    case = _in_hand(session, actor, number)
    if contact_refused(session, case):
        raise ContactRefused(case=number)
    _must_be_open(session, case, channel, report_id)
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
        report_id=report_id,
        call_on=_checked_day(call_on) if reached is Reached.ASKED_TO_CALL_LATER else None,
        note=written(note, "note", most=MOST_NOTE),
    )
    session.add(attempt)
    session.flush()
    record(
        session, actor, "contact.tried", subject="case", subject_id=case.id,
        attempt=attempt.id, channel=channel.value, reached=reached.value,
    )  # fmt: skip
    if reached is Reached.DOES_NOT_WANT_CONTACT:
        if report_id is not None:
            opt_out(session, actor, case, session.get_one(Report, report_id), session.get(Tip, report_id))
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
    """Who agreed to what, written down by the holder of the case. Raises `NotHolder` and as `write_consent`."""
    case = _in_hand(session, actor, number)
    return write_consent(
        session, actor, case, ground=ground, given_by=given_by, channel=channel, purposes=purposes
    )  # fmt: skip


def write_consent(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    ground: ConsentGround,
    given_by: str,
    channel: Channel,
    purposes: Sequence[str],
) -> Consent:
    """A consent that was given in front of `actor`. After a refusal of contact only an application counts (`ContactRefused`).

    Raises `BadInput` for no or unknown purposes, for a nameless giver, and for a consent to look into records that came
    through somebody else.
    """
    number = case.number
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
    if known_opt_outs(session, {crypto.blind_index("mobile", phone)}):
        raise ContactRefused(case=number)
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


def _must_be_open(session: Session, case: Case, channel: Channel, report_id: int | None) -> None:
    """Raise unless this sender (or any of the case's, when none is named) may be reached this way."""
    senders = publishers_of(session, case)
    if report_id is not None:
        senders = [one for one in senders if one.report_id == report_id]
        if not senders:
            raise NotFound(report=report_id)
        if senders[0].opted_out:
            raise ContactRefused(case=case.number)
    why = [one.why_closed(channel) for one in senders] or [why_closed(channel, came_by="", origin=None)]
    if None not in why and (report_id is not None or channel in (Channel.WHATSAPP, Channel.X_REPLY)):
        raise ChannelClosed(channel=channel.value, why=why[0])


def _checked_day(given: datetime | None) -> datetime | None:
    if given is not None and not now() < given < now() + FAR:
        raise BadInput(field="call_on", why="in_the_past" if given <= now() else "too_far")
    return given


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
