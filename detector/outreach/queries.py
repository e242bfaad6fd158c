"""Reads: whom to contact, what was tried, what was agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.queries import with_merged
from detector.config import settings
from detector.outreach.models import Consent, ContactAttempt
from detector.outreach.opt_outs import known_opt_outs, reached_by
from detector.outreach.rules import Attempt, Channel, ConsentMissing, Purpose, Reached, again_at, why_closed
from detector.reports.models import Report, Source, Tip
from detector.reports.redaction import mask
from detector.staff.scope import Actor


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who told of the family, as far as they may be reached. `phone` is masked, and None unless they agreed to a call."""

    report_id: int
    source: Source
    received_at: datetime
    url: str | None
    name: str | None
    phone: str | None
    account_id: int | None  # a signed-in journalist, reached through the service
    is_about_self: bool
    origin: str | None = None
    has_receipt: bool = False  # may be asked through the status page of their tip
    opted_out: bool = False  # asked not to be contacted, here or in an earlier case

    def why_closed(self, channel: Channel) -> str | None:
        """None when they may be reached this way."""
        return "opted_out" if self.opted_out else why_closed(channel, came_by=self.source.value, origin=self.origin)


def publishers_of(session: Session, case: Case) -> list[Publisher]:
    """The senders of the case's reports, newest first. One who did not agree to contact has no name and no phone here."""
    rows = session.execute(
        select(Report, Tip)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .outerjoin(Tip, Tip.report_id == Report.id)
        .where(CaseReport.case_id == case.id, CaseReport.state == LinkState.CONFIRMED, Report.purged_at.is_(None))
        .order_by(Report.received_at.desc(), Report.id.desc())
    )
    found = rows.all()
    out = known_opt_outs(session, set().union(*(reached_by(report, tip) for report, tip in found)))
    return [_publisher(report, tip, bool(reached_by(report, tip) & out)) for report, tip in found]


def publisher_of(session: Session, case: Case) -> Publisher | None:
    """The sender to try first: one who agreed to a call, else one with a page to answer on, else the newest."""
    return max(
        publishers_of(session, case),
        key=lambda p: (not p.opted_out, p.phone is not None or p.account_id is not None, p.url is not None),
        default=None,
    )


def _publisher(report: Report, tip: Tip | None, opted_out: bool) -> Publisher:
    reachable = tip if tip is not None and tip.may_be_contacted and not opted_out else None
    return Publisher(
        report_id=report.id,
        source=report.source,
        received_at=report.received_at,
        url=report.url,
        name=reachable.sender_name if reachable else None,
        phone=mask(reachable.sender_phone) if reachable and reachable.sender_phone else None,
        account_id=reachable.account_id if reachable else None,
        is_about_self=tip is not None and tip.is_about_self,
        origin=report.origin,
        has_receipt=tip is not None,
        opted_out=opted_out,
    )


def attempts_of(session: Session, case: Case) -> list[ContactAttempt]:
    """Oldest first."""
    return list(
        session.scalars(
            select(ContactAttempt)
            .where(ContactAttempt.case_id.in_(with_merged(session, case)))
            .order_by(ContactAttempt.at, ContactAttempt.id)
        )
    )


def calls_due(session: Session, actor: Actor, until: datetime) -> list[tuple[Case, datetime]]:
    """Cases in the actor's hands whose calls went unanswered and whose rest ends by `until`: another round is proposed."""
    rows = session.execute(
        select(Case, ContactAttempt.at, ContactAttempt.reached)
        .join(ContactAttempt, ContactAttempt.case_id == Case.id)
        .where(Case.holder_id == actor.account_id, Case.status == Status.CLAIMED)
        .order_by(Case.id, ContactAttempt.at, ContactAttempt.id)
    )
    tried: dict[Case, list[Attempt]] = {}
    for case, at, reached in rows:
        tried.setdefault(case, []).append(Attempt(at, reached))
    limit = settings().contact_attempts
    rests = ((case, again_at(attempts, limit=limit)) for case, attempts in tried.items())
    return sorted(((case, rest) for case, rest in rests if rest and rest <= until), key=lambda due: due[1])


def consents_of(session: Session, case: Case) -> list[Consent]:
    """Oldest first, withdrawn ones too."""
    return list(
        session.scalars(select(Consent).where(Consent.case_id.in_(with_merged(session, case))).order_by(Consent.id))
    )


def active_consent(session: Session, case: Case, purpose: Purpose | str) -> Consent | None:
    """The newest consent to `purpose` that was not withdrawn."""
    for consent in reversed(consents_of(session, case)):
        if consent.withdrawn_at is None and purpose in consent.purposes:
            return consent
    return None


def require_consent(session: Session, case: Case, purpose: Purpose | str) -> Consent:
    """`active_consent`, or `ConsentMissing`: the lock in front of visits, matches and agency checks."""
    consent = active_consent(session, case, purpose)
    if consent is None:
        raise ConsentMissing(case=case.number, purpose=str(purpose))
    return consent


def contact_refused(session: Session, case: Case) -> bool:
    """Somebody asked not to be contacted, and the family has not come forward by an application of its own since."""
    last = session.scalar(
        select(ContactAttempt.at)
        .where(
            ContactAttempt.case_id.in_(with_merged(session, case)),
            ContactAttempt.reached == Reached.DOES_NOT_WANT_CONTACT,
        )
        .order_by(ContactAttempt.at.desc())
        .limit(1)
    )
    return last is not None and not any(
        consent.given_at > last and consent.withdrawn_at is None for consent in consents_of(session, case)
    )
