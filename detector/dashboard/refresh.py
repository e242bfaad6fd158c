"""Counting the facts. A job runs this; pages only read what it left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import OPEN, Status
from detector.cases.models import Case, CaseMove, CaseReport, LinkState
from detector.clock import RIYADH, now
from detector.dashboard.models import Fact, Refresh
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.reports.models import LedgerLine, Report

DAYS = 90  # how far back facts are counted again; older days stay as they were
NOBODY = 0  # office_id of what no office owns yet


def _day(at: datetime) -> date:
    return at.astimezone(RIYADH).date()


class _Tally(dict[tuple[str, date, int, str], float]):
    def add(self, metric: str, at: datetime, office: int | None, source: str = "", value: float = 1) -> None:
        key = (metric, _day(at), office or NOBODY, source)
        self[key] = self.get(key, 0) + value


def refresh(session: Session) -> None:
    """Count every fact of the last `DAYS` days anew and replace them."""
    since = now() - timedelta(days=DAYS)
    since = datetime.combine(_day(since), datetime.min.time(), RIYADH).astimezone(UTC)
    tally = _Tally()
    for metric, rows in (("received", _received(session, since)), ("flagged", _flagged(session, since))):
        for at, office, source, count in rows:
            tally.add(metric, at, office, source, count)
    _moves(session, since, tally)
    _verdicts(session, since, tally)
    _backlog(session, tally)
    session.execute(delete(Fact).where((Fact.day >= _day(since)) | (Fact.metric == "backlog")))
    if tally:
        session.execute(
            insert(Fact),
            [
                {"metric": metric, "day": day, "office_id": office, "source": source, "value": value}
                for (metric, day, office, source), value in tally.items()
            ],
        )
    session.merge(Refresh(id=1, at=now()))


def _hour(session: Session, column: Any) -> Any:
    """The column cut to the hour as text, on both databases: fine enough for a day in Riyadh (UTC+3)."""
    if session.get_bind().dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24")
    return func.strftime("%Y-%m-%d %H", column)


def _at(hour: str) -> datetime:
    return datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)


def _received(session: Session, since: datetime) -> Iterable[tuple[datetime, int | None, str, int]]:
    hour = _hour(session, LedgerLine.received_at)
    stmt = (
        select(hour, LedgerLine.source, func.count())
        .where(LedgerLine.received_at >= since)
        .group_by(hour, LedgerLine.source)
    )
    return ((_at(h), None, source.value, count) for h, source, count in session.execute(stmt))


def _flagged(session: Session, since: datetime) -> Iterable[tuple[datetime, int | None, str, int]]:
    hour = _hour(session, Report.received_at)
    stmt = (
        select(hour, Case.office_id, Report.source, func.count())
        .join(CaseReport, CaseReport.report_id == Report.id)
        .join(Case, Case.id == CaseReport.case_id)
        .where(Report.received_at >= since, CaseReport.state == LinkState.CONFIRMED)
        .group_by(hour, Case.office_id, Report.source)
    )
    return ((_at(h), office, source.value, count) for h, office, source, count in session.execute(stmt))


def _metric(old: Status, new: Status) -> str | None:
    """What a move counts as: a proposal that is sent back is no second visit, a settled payment issue no decision."""
    if new is Status.CLAIMED and old is Status.QUEUED:
        return "claimed"
    if new is Status.VISITED and old is Status.VISIT_PLANNED:
        return "visited"
    return "decided" if new is Status.DECIDED and old is not Status.GUIDED else None


def _moves(session: Session, since: datetime, tally: _Tally) -> None:
    """Openings, visits and decisions on the day they happened, and the hours from opening to visit."""
    stmt = (
        select(CaseMove.old, CaseMove.new, CaseMove.at, Case.office_id, Case.opened_at, Case.kind)
        .join(Case, Case.id == CaseMove.case_id)
        .where(CaseMove.at >= since)
        .execution_options(yield_per=5_000)
    )
    for old, new, at, office, opened_at, kind in session.execute(stmt):
        if old is None:
            tally.add("guided" if new is Status.GUIDED else "opened", at, office, kind)
        elif metric := _metric(old, new):
            tally.add(metric, at, office)
            if metric == "visited":
                tally.add("hours_to_visit", at, office, value=(at - opened_at).total_seconds() / 3600)


def _verdicts(session: Session, since: datetime, tally: _Tally) -> None:
    """Precision by source: of the decided cases, how many people found to tell of a household in need."""
    stmt = (
        select(Decision.seconded_at, Decision.proposed_at, Decision.outcome, Case.office_id, Report.source)
        .join(Case, Case.id == Decision.case_id)
        .join(CaseReport, CaseReport.case_id == Case.id)
        .join(Report, Report.id == CaseReport.report_id)
        .where(Decision.state == DecisionState.FINAL, Decision.proposed_at >= since, CaseReport.why == "opened")
    )
    for seconded_at, proposed_at, outcome, office, source in session.execute(stmt):
        at = seconded_at or proposed_at
        tally.add("judged", at, office, source.value)
        if outcome is not Outcome.NOT_A_CASE:
            tally.add("judged_in_need", at, office, source.value)
        tally.add("outcome", at, office, outcome.value)


def _backlog(session: Session, tally: _Tally) -> None:
    stmt = (
        select(Case.office_id, Case.status, func.count())
        .where(Case.status.in_(OPEN))
        .group_by(Case.office_id, Case.status)
    )
    for office, status, count in session.execute(stmt):
        tally.add("backlog", now(), office, status.value, count)
