"""Running a source that asks: its gate, its budget, a transaction a batch, and a row that says how it went."""

from __future__ import annotations

import threading
from contextlib import closing

from detector import log
from detector.clock import now
from detector.db import transaction
from detector.errors import DetectorError
from detector.jobs.pipeline import Counts, take_in
from detector.reports.approvals import SourceOff, granted
from detector.reports.scope import ScopeEmpty
from detector.reports.sources import Batch, Connector, Grant
from detector.reports.sources.news.feeds import Feeds
from detector.reports.sources.x.search import Search
from detector.reports.state import (
    BudgetSpent,
    NotConfigured,
    Unavailable,
    cursors,
    keep_cursors,
    note_error,
    note_run,
    reads_spent,
    spend_reads,
    state,
)  # fmt: skip

AGAIN_MOST = 300.0  # seconds between two lives of a stream that cannot begin

logger = log.get("sources")


def ask(connector: Connector, *, stop: threading.Event | None = None) -> Counts:
    """Take in what the connector brings, until it ends or `stop` is set; returns what became of it.

    The gate is looked at before each batch: a revoked approval ends it, another scope begins it anew. Raises the
    `DetectorError` that ended it, after noting its code for the supervisor's page; what was taken in stays.
    """
    total, stop = Counts(), stop or threading.Event()
    try:
        while _grant_through(connector, total, stop):
            logger.info("source.scope_changed", source=connector.source.value)
    except Exception as error:
        code = error.code if isinstance(error, DetectorError) else type(error).__name__
        until = error.facts.get("retry_at") if isinstance(error, DetectorError) else None
        if not isinstance(error, SourceOff):  # that is the approval's own state
            with transaction() as session:
                note_error(session, connector.source, code, until=until)
        raise
    return total


def _grant_through(connector: Connector, total: Counts, stop: threading.Event) -> bool:
    """Fetch under one grant; True when it was replaced by another one meanwhile."""
    source = connector.source

    def left() -> int:
        if connector.reads_per_month is None:
            return 1 << 31
        with transaction(write=False) as session:
            return max(0, connector.reads_per_month - reads_spent(session, source))

    with transaction(write=False) as session:
        grant, known, how = granted(session, source), cursors(session, source), state(session, source)
    if how and how.paused_until and how.paused_until > now():
        raise Unavailable(source=source.value, why="rate_limit", retry_at=how.paused_until)
    batches = connector.fetch(grant, known, left)
    with closing(batches):  # type: ignore[type-var] # every fetch is a generator
        for batch in batches:
            if not _take(connector, batch, grant, total):
                return True
            if stop.is_set():
                return False
    with transaction() as session:
        note_run(session, source)
    return False


def _take(connector: Connector, batch: Batch, grant: Grant, total: Counts) -> bool:
    """Commit a batch; False when its grant is no longer the one in force. Its reads are counted whatever happens next."""
    source = connector.source
    if batch.reads:
        with transaction() as session:
            spend_reads(session, source, batch.reads)
    if not batch.items and not batch.cursors and not batch.refused:
        with transaction(write=False) as session:
            return granted(session, source) == grant
    with transaction() as session:
        if granted(session, source) != grant:
            return False
        if batch.items:
            total.add(take_in(session, source, batch.items))
        keep_cursors(session, source, batch.cursors)
        note_run(session, source, refused=batch.refused)
    return True


def stay(connector: Connector, stop: threading.Event) -> Counts:
    """`ask` for as long as the source may: what is only out of reach is tried again with longer and longer waits."""
    total, wait = Counts(), 5.0
    while not stop.is_set():
        began = now()
        try:
            total.add(ask(connector, stop=stop))
        except Unavailable as error:
            if (now() - began).total_seconds() > AGAIN_MOST:
                wait = 5.0
            until = error.facts.get("retry_at")
            seconds = max(1.0, (until - now()).total_seconds()) if until else wait
            logger.warning("source.waits", source=connector.source.value, why=error.facts["why"], seconds=seconds)
            stop.wait(seconds)
            wait = min(wait * 2, AGAIN_MOST)
    return total


def search_x() -> None:
    """The periodic search."""
    _round(Search())


def read_news() -> None:
    """The round of the approved feeds."""
    _round(Feeds())


def _round(connector: Connector) -> None:
    """Ask once. That it may not, cannot yet, or has spent its month is no failed job: the page says which."""
    source = connector.source.value
    try:
        counts = ask(connector)
    except (SourceOff, ScopeEmpty, NotConfigured, BudgetSpent, Unavailable) as error:
        logger.info("source.rests", source=source, code=error.code, why=error.facts.get("why"))
        return
    logger.info("source.asked", source=source, **counts.numbers())
