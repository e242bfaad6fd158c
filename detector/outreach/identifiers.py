"""Numbers that stand in the reports' own words: shown masked, and what keeps each from being shown whole.

Whoever writes "call them on …" wants the family to be called, so a mobile is open to the holder of the case. An ID names a
person: it stays locked until the family agreed to be looked up, or applied (M/32 Art. 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.service import why_not_held
from detector.errors import DetectorError, NotFound
from detector.outreach.queries import consents_of, contact_refused
from detector.outreach.rules import ConsentGround, ConsentMissing, ContactRefused, Purpose
from detector.reports.models import Report, ReportIdentifier, Tip
from detector.reports.redaction import mask
from detector.staff.permissions import May, NotAllowed
from detector.staff.scope import Actor

MOBILE = "mobile"
IDENTITY = frozenset({"national_id", "iqama"})
MOST_SHOWN = 5  # letters and digits that a mask may leave


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A masked number of a report. `locked`: why this actor may not see it whole, as the error that a try would raise."""

    id: int
    report_id: int
    type: str  # national_id | iqama | mobile | iban | number
    masked: str
    valid: bool  # always False of a plain "number": nothing is known about its form
    locked: DetectorError | None


def identifiers_of(session: Session, actor: Actor, case: Case) -> list[WrittenNumber]:
    """The numbers in the case's reports in the order of the text; one that a report repeats comes once. Nothing is decrypted."""
    columns = (ReportIdentifier.id, ReportIdentifier.report_id, ReportIdentifier.type, ReportIdentifier.masked,
               ReportIdentifier.valid, ReportIdentifier.blind_index)  # fmt: skip
    rows = session.execute(
        select(*columns)
        .where(ReportIdentifier.report_id.in_(_reports_of(case)))
        .order_by(ReportIdentifier.report_id, ReportIdentifier.start)
    )
    once: dict[tuple[int, str], Any] = {}
    for row in rows:
        once.setdefault((row.report_id, row.blind_index), row)
    if not once:
        return []
    lock = Lock.on(session, actor, case)
    return [
        WrittenNumber(
            row.id, row.report_id, row.type, _masked(row.masked), row.valid, lock.refusal(row.type, row.blind_index)
        )
        for row in once.values()
    ]


def identifier_of(session: Session, case: Case, identifier_id: int) -> ReportIdentifier:
    """A number of a report of this case, or `NotFound`: rejected links and purged reports lend none."""
    found = session.scalar(
        select(ReportIdentifier).where(
            ReportIdentifier.id == identifier_id, ReportIdentifier.report_id.in_(_reports_of(case))
        )
    )
    if found is None:
        raise NotFound(identifier=identifier_id)
    return found


@dataclass(frozen=True, slots=True)
class Lock:
    """What stands between an actor and the numbers of one case; read once for all of them."""

    case: Case
    not_held: DetectorError | None
    not_allowed: NotAllowed | None
    refused: bool
    agreed: bool  # to be looked up, or applied by themselves
    silent: frozenset[str]  # blind indices of telephones whose owners filed a tip and did not agree to a call

    @classmethod
    def on(cls, session: Session, actor: Actor, case: Case) -> Lock:
        silent = session.scalars(
            select(Tip.sender_phone_index)
            .join(CaseReport, CaseReport.report_id == Tip.report_id)
            .where(CaseReport.case_id == case.id, Tip.may_be_contacted.is_(False), Tip.sender_phone_index.is_not(None))
        )
        return cls(
            case=case,
            not_held=why_not_held(case, actor),
            not_allowed=_not_allowed(actor),
            refused=contact_refused(session, case),
            agreed=any(
                consent.ground is ConsentGround.APPLICATION or Purpose.REGISTRY_MATCH in consent.purposes
                for consent in consents_of(session, case)
                if consent.withdrawn_at is None
            ),
            silent=frozenset(index for index in silent if index),
        )

    def refusal(self, type: str, blind_index: str) -> DetectorError | None:
        """Why a number of this type stays masked, None when it may be shown: holder, role, contact, consent, in this order."""
        if self.not_held is not None:
            return self.not_held
        if type != MOBILE and self.not_allowed is not None:
            return self.not_allowed
        if self.refused or blind_index in self.silent:
            return ContactRefused(case=self.case.number)
        if type in IDENTITY and not self.agreed:
            return ConsentMissing(case=self.case.number, purpose=Purpose.REGISTRY_MATCH.value)
        return None


def _reports_of(case: Case) -> Select[int]:
    return (
        select(Report.id)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .where(CaseReport.case_id == case.id, CaseReport.state == LinkState.CONFIRMED, Report.purged_at.is_(None))
    )


def _not_allowed(actor: Actor) -> NotAllowed | None:
    try:
        actor.must(May.REVEAL_ID)
    except NotAllowed as refused:
        return refused
    return None


def _masked(masked: str) -> str:
    """Of a number that its writer masked in part, the reader keeps the rest: too much of it for a page."""
    return mask(masked) if sum(map(str.isalnum, masked)) > MOST_SHOWN else masked
