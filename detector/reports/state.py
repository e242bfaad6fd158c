"""What a source remembers between runs: its cursors, how it went, and the month's paid reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from detector.clock import now
from detector.errors import DetectorError
from detector.reports.models import PaidReads, Source, SourceCursor, SourceState


class BudgetSpent(DetectorError):
    """The month's paid reads are used up; facts: `source`, `month`, `reads`, `cap`."""

    code, status = "R112", 429


class Unavailable(DetectorError):
    """The other side refused or did not answer; facts: `source`, `why`, `http`, and `retry_at` after a rate limit."""

    code, status = "R113", 503


class NotConfigured(DetectorError):
    """The source is approved but a setting that it needs is not set; facts: `source`, `missing`."""

    code, status = "R114", 503


def month() -> str:
    return now().strftime("%Y-%m")


def cursors(session: Session, source: Source) -> dict[str, Any]:
    """Every cursor of a source by its key."""
    found = session.execute(select(SourceCursor.key, SourceCursor.value).where(SourceCursor.source == source))
    return dict(found.all())


def keep_cursors(session: Session, source: Source, moved: Mapping[str, Any]) -> None:
    for key, value in moved.items():
        _put(session, SourceCursor, {"source": source, "key": key}, {"value": value, "updated_at": now()})


def spend_reads(session: Session, source: Source, reads: int) -> None:
    """Count paid reads in this month's row."""
    key = {"source": source, "month": month()}
    _put(session, PaidReads, key, {"reads": PaidReads.reads + reads}, first={"reads": reads})


def reads_spent(session: Session, source: Source) -> int:
    return session.scalar(select(PaidReads.reads).filter_by(source=source, month=month())) or 0


def note_taken(session: Session, source: Source, taken: int) -> None:
    """Count what was received. Called where the ledger is written."""
    values = {"taken": SourceState.taken + taken, "last_taken_at": now()}
    _put(session, SourceState, {"source": source}, values, first={"taken": taken, "refused": 0})


def note_run(session: Session, source: Source, *, refused: int = 0) -> None:
    """A connector asked and was answered: what went wrong before is over."""
    values = {
        "last_run_at": now(), "last_error": None, "last_error_at": None, "paused_until": None,
        "refused": SourceState.refused + refused,
    }  # fmt: skip
    _put(session, SourceState, {"source": source}, values, first={"refused": refused, "taken": 0})


def note_error(session: Session, source: Source, code: str, *, until: datetime | None = None) -> None:
    """A run ended with an error code; until `until` nobody asks again."""
    values = {"last_run_at": now(), "last_error": code, "last_error_at": now(), "paused_until": until}
    _put(session, SourceState, {"source": source}, values, first={"refused": 0, "taken": 0})


def state(session: Session, source: Source) -> SourceState | None:
    return session.get(SourceState, source)


def _put(
    session: Session,
    table: type[SourceState] | type[SourceCursor] | type[PaidReads],
    key: dict[str, Any],
    values: dict[str, Any],
    first: Mapping[str, Any] | None = None,
) -> None:
    """Update the row of `key`, or insert it (with `first` over `values`); a rival's insert in between is updated."""
    session.flush()
    change = update(table).filter_by(**key).values(**values)
    if getattr(session.execute(change), "rowcount", 0):
        return
    try:
        with session.begin_nested():
            session.execute(insert(table).values(**(key | values | dict(first or {}))))
    except IntegrityError:
        session.execute(change)
