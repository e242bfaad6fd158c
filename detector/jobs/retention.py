"""Forgetting the reports of a case that people found to be none, in every row that was made from their words."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import BlockingKey, Case, CaseReport, LinkState, Signature
from detector.clock import now
from detector.config import settings
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.detection.models import Detection
from detector.reports.models import LedgerLine, Report, ReportIdentifier, Tip
from detector.reports.models import Outcome as Kept
from detector.review_queue.models import PhoneTail

CHUNK = 500  # reports in one statement


def forget_unmatched(session: Session) -> int:
    """Purge reports whose case was decided NOT_A_CASE longer ago than `retain_unmatched_days`; how many there were.

    The case, its moves and the decision stay; the report keeps its source, its days and the reader's labels, without words,
    numbers or sender.
    """
    due = list(
        session.scalars(
            select(Report.id)
            .join(CaseReport, and_(CaseReport.report_id == Report.id, CaseReport.state == LinkState.CONFIRMED))
            .join(Case, Case.id == CaseReport.case_id)
            .join(Decision, Decision.case_id == Case.id)
            .where(
                Report.purged_at.is_(None),
                Case.status == Status.DECIDED,
                Case.status_since <= now() - timedelta(days=settings().retain_unmatched_days),
                Decision.outcome == Outcome.NOT_A_CASE,
                Decision.state == DecisionState.FINAL,
                Decision.id.in_(select(func.max(Decision.id)).group_by(Decision.case_id)),
            )
            .limit(CHUNK)
        )
    )
    if due:
        _forget(session, due)
    return len(due)


def _forget(session: Session, reports: list[int]) -> None:
    for table in (ReportIdentifier, Signature, BlockingKey, PhoneTail):
        session.execute(delete(table).where(table.report_id.in_(reports)))
    session.execute(
        update(Detection).where(Detection.report_id.in_(reports)).values(evidence=[], counter_evidence=[], place=None)
    )
    session.execute(
        update(Tip)
        .where(Tip.report_id.in_(reports))
        .values(sender_name=None, sender_phone=None, sender_phone_index=None, may_be_contacted=False, place_text=None)
    )
    came_as = select(Report.source, Report.external_id).where(Report.id.in_(reports))
    session.execute(
        update(LedgerLine)
        .where(tuple_(LedgerLine.source, LedgerLine.external_id).in_(came_as))
        .values(outcome=Kept.PURGED)
    )
    session.execute(update(Report).where(Report.id.in_(reports)).values(text=None, url=None, purged_at=now()))
