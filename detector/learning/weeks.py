"""Counting the weeks. A job runs this; the drift report and the capacity page only read what it left."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import CaseMove, CaseReport
from detector.clock import RIYADH, now
from detector.config import settings
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.detection.models import Detection
from detector.learning.models import WeekFact
from detector.reports.models import LedgerLine, Report

WEEK = timedelta(days=7)
ALL = ""  # the source of what belongs to no single one
Counts = Counter[tuple[str, str, str]]  # (metric, source, bucket)


def week_of(at: datetime) -> date:
    """The Sunday with which the week of that moment begins in Riyadh; the Kingdom works Sunday to Thursday."""
    day = at.astimezone(RIYADH).date()
    return day - timedelta(days=day.isoweekday() % 7)


def count_weeks(session: Session) -> None:
    """Count the running week and the one before anew; the first time, every week that the ledger still holds whole.

    Older weeks stay as they were counted: the ledger forgets, the counts may not shrink with it.
    """
    this = week_of(now())
    first_time = session.scalar(select(WeekFact.week).limit(1)) is None
    back = settings().retain_ledger_days // 7 if first_time else 2
    for week in (this - n * WEEK for n in range(back)):
        counts = _counted(session, week)
        session.execute(delete(WeekFact).where(WeekFact.week == week))
        if counts:
            session.execute(
                insert(WeekFact),
                [
                    {"week": week, "metric": metric, "source": source, "bucket": bucket, "count": count}
                    for (metric, source, bucket), count in counts.items()
                ],
            )


def _counted(session: Session, week: date) -> Counts:
    first = datetime.combine(week, time.min, RIYADH).astimezone(UTC)
    counts: Counts = Counter()
    _posts(session, first, counts)
    _flags(session, first, counts)
    _verdicts(session, first, counts)
    _moves(session, first, counts)
    return counts


def _posts(session: Session, first: datetime, counts: Counts) -> None:
    """What was read, by kind, score and length: one pass over the week's ledger lines."""
    by = (LedgerLine.source, LedgerLine.kind, LedgerLine.score_band, LedgerLine.length_band)
    stmt = (
        select(*by, func.count())
        .where(
            LedgerLine.received_at >= first, LedgerLine.received_at < first + WEEK,
            LedgerLine.kind.is_not(None), LedgerLine.score_band.is_not(None),
        )
        .group_by(*by)
    )  # fmt: skip
    for source, kind, score, length, count in session.execute(stmt):
        for metric, bucket in (("kind", kind), ("score", score), ("length", length), ("source", source.value)):
            counts[metric, source.value, str(bucket)] += count


def _flags(session: Session, first: datetime, counts: Counts) -> None:
    """Flagged reports by the model that read them first."""
    reading = select(func.min(Detection.id)).group_by(Detection.report_id)
    stmt = (
        select(Report.source, Detection.model, func.count())
        .join(Detection, Detection.report_id == Report.id)
        .where(
            Report.received_at >= first, Report.received_at < first + WEEK, Detection.flagged,
            Detection.id.in_(reading),
        )
        .group_by(Report.source, Detection.model)
    )  # fmt: skip
    for source, model, count in session.execute(stmt):
        counts["flagged", source.value, model] += count


def _verdicts(session: Session, first: datetime, counts: Counts) -> None:
    """Of the flagged reports that opened a case which was decided for good this week, how many told of need."""
    at = func.coalesce(Decision.seconded_at, Decision.proposed_at)
    reading = select(func.min(Detection.id)).group_by(Detection.report_id)
    stmt = (
        select(Report.source, Decision.outcome, func.count())
        .join(CaseReport, (CaseReport.report_id == Report.id) & (CaseReport.why == "opened"))
        .join(Decision, Decision.case_id == CaseReport.case_id)
        .join(Detection, Detection.report_id == Report.id)
        .where(
            at >= first, at < first + WEEK, Decision.state == DecisionState.FINAL, Detection.flagged,
            Detection.id.in_(reading),
        )
        .group_by(Report.source, Decision.outcome)
    )  # fmt: skip
    for source, outcome, count in session.execute(stmt):
        bucket = "no_case" if outcome is Outcome.NOT_A_CASE else "in_need"
        counts["judged", source.value, bucket] += count


def _moves(session: Session, first: datetime, counts: Counts) -> None:
    """Cases that came into the visit queue, and cases that committees decided."""
    stmt = (
        select(CaseMove.old, CaseMove.new, func.count())
        .where(CaseMove.at >= first, CaseMove.at < first + WEEK)
        .group_by(CaseMove.old, CaseMove.new)
    )
    for old, new, count in session.execute(stmt):
        if old is None and new is Status.QUEUED:
            counts["cases", ALL, "opened"] += count
        elif new is Status.DECIDED and old is not Status.GUIDED:
            counts["cases", ALL, "decided"] += count
