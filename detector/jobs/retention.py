"""What is due to be forgotten: by its date, because it was asked for, or because its post was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.queries import with_merged
from detector.clock import now
from detector.config import settings
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.jobs.forgetting import Rows, forget_case, forget_persons, forget_reports
from detector.outreach.models import Consent
from detector.outreach.queries import active_consent
from detector.outreach.rules import Purpose
from detector.reports.models import Gone, PurgeProof, Report
from detector.reports.proofs import CASE, CONSENT, REPORT, prove, waiting, write_proof

CHUNK = 500  # reports in one statement


def forget_unmatched(session: Session) -> int:
    """Purge reports whose case was decided NOT_A_CASE longer ago than `retain_unmatched_days`; how many there were.

    The case, its moves and the decision stay; the report keeps its source and its days, without words, numbers, labels or
    sender.
    """
    time_over = now() - timedelta(days=settings().retain_unmatched_days)
    due = session.execute(
        select(Report.id, Case.status_since)
        .join(CaseReport, and_(CaseReport.report_id == Report.id, CaseReport.state == LinkState.CONFIRMED))
        .join(Case, Case.id == CaseReport.case_id)
        .join(Decision, Decision.case_id == Case.id)
        .where(
            Report.purged_at.is_(None),
            Case.status == Status.DECIDED,
            Case.status_since <= time_over,
            Decision.outcome == Outcome.NOT_A_CASE,
            Decision.state == DecisionState.FINAL,
            Decision.id.in_(select(func.max(Decision.id)).group_by(Decision.case_id)),
        )
        .limit(CHUNK)
    ).all()
    days = timedelta(days=settings().retain_unmatched_days)
    for report_id, since in due:
        forget(session, [report_id], why=Gone.NO_CASE, requested_at=since + days)
    return len(due)


def forget(
    session: Session, reports: Sequence[int], *, why: Gone = Gone.DELETED_POST, requested_at: datetime | None = None
) -> None:
    """Forget these reports now, each with its proof. `requested_at`: when it was asked for or due; None is now."""
    for report_id in reports:
        rows = forget_reports(session, [report_id])
        write_proof(session, why, REPORT, report_id, rows, due=requested_at or now())


def forget_asked(session: Session) -> int:
    """Do what was asked for by `reports.proofs.ask`; how much it was."""
    asked = waiting(session, limit=CHUNK)
    for proof in asked:
        prove(session, proof, _do(session, proof))
    return len(asked)


def _do(session: Session, proof: PurgeProof) -> Rows:
    if proof.subject == REPORT and proof.subject_id is not None:
        return forget_reports(session, [proof.subject_id])
    if proof.subject == CASE and proof.subject_id is not None:
        case = session.get_one(Case, proof.subject_id)
        return forget_case(session, with_merged(session, case))
    if proof.subject == CONSENT and proof.subject_id is not None:
        return _forget_unconsented(session, session.get_one(Consent, proof.subject_id))
    return {}


def _forget_unconsented(session: Session, consent: Consent) -> Rows:
    """What was collected for a purpose that nobody agrees to any more."""
    case = session.get_one(Case, consent.case_id)
    while case.status is Status.MERGED and case.merged_into is not None:
        case = session.get_one(Case, case.merged_into)
    persons = active_consent(session, case, Purpose.REGISTRY_MATCH) is None
    answers = active_consent(session, case, Purpose.AGENCY_CHECK) is None
    return forget_persons(session, with_merged(session, case), persons=persons, answers=answers)
