"""The filtered stream as a source: rules in step, batches of posts, and what was missed while no connection stood.

Nothing is taken for granted after a connection: a search from where everything was known to be complete, run once X has
had time to index, fills what fell between two connections (or two lives of this process). Until it is done
`complete_to` of the questions stands still.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from detector import log
from detector.clock import now
from detector.config import settings
from detector.reports.models import Source
from detector.reports.sources import Batch, Cursors, Grant, ReadsLeft
from detector.reports.sources.x import wire
from detector.reports.sources.x.backoff import Backoff, Cut
from detector.reports.sources.x.questions import Question, questions
from detector.reports.sources.x.receiver import Receiver
from detector.reports.sources.x.rules import in_step
from detector.reports.sources.x.search import LEAST_PAGE, items_of, read_back
from detector.reports.state import BudgetSpent, Unavailable, month

MOST, LINGER = 500, 1.0  # posts in a batch; seconds that the first of them waits for others

logger = log.get("x")


class Stream:
    """The long-running connector. `pace` divides the waits between connections (see `Backoff`)."""

    source = Source.X

    def __init__(self, *, pace: float = 1.0) -> None:
        self.pace = pace

    @property
    def reads_per_month(self) -> int | None:
        return settings().x_reads_per_month

    def fetch(self, grant: Grant, cursors: Cursors, left: ReadsLeft) -> Iterator[Batch]:
        wanted = questions(grant.scope)
        if left() < LEAST_PAGE:
            raise BudgetSpent(source=Source.X.value, month=month(), cap=settings().x_reads_per_month)
        receiver = Receiver(room=left(), backoff=Backoff(self.pace))
        try:
            rules = in_step(receiver, wanted)
            yield Batch(cursors={"rules": {"rules": [q.query for q in wanted]}})
            receiver.start()
            yield from _Flow(receiver, rules, wanted, grant, dict(cursors), left, self.pace).batches()
        finally:
            receiver.stop()
            receiver.session.close()


class _Flow:
    """One life of the stream: what the receiver brings, in batches, with the gaps between connections filled."""

    def __init__(
        self, receiver: Receiver, rules: Mapping[str, Question], wanted: list[Question], grant: Grant,
        cursors: dict[str, Any], left: ReadsLeft, pace: float,
    ) -> None:  # fmt: skip
        self.receiver, self.rules, self.wanted = receiver, rules, wanted
        self.grant, self.cursors, self.left = grant, cursors, left
        self.newest = 0  # of the posts that the stream brought
        self.filled = 0  # the connection up to whose beginning everything is known to be there
        self.again_at = 0.0  # monotonic: a fill that failed is tried again then
        self.said = -20.0
        self.patience = Backoff(pace)

    def batches(self) -> Iterator[Batch]:
        while True:
            yield self._received()
            if self._due():
                yield from self._fill()
            if self.receiver.ended and self.receiver.posts.empty():
                if self.left() >= LEAST_PAGE:
                    raise Unavailable(source=Source.X.value, why="stream_ended")
                raise BudgetSpent(source=Source.X.value, month=month(), cap=settings().x_reads_per_month)

    def _received(self) -> Batch:
        lines = self._lines()
        by_name: dict[str, list[dict[str, Any]]] = {}
        foreign = 0
        for line in lines:
            matched = [r for r in (self.rules.get(str(m.get("id"))) for m in line.get("matching_rules") or ()) if r]
            if matched:
                by_name.setdefault(matched[0].name, []).append(line["data"])
            else:
                foreign += 1  # a rule that was deleted meanwhile: no approval names it
        items, refused = [], foreign
        for name, posts in by_name.items():
            good, bad = items_of(posts, name)
            items += good
            refused += bad
        self.newest = max([self.newest, *(int(i.external_id) for i in items)])
        whole = items and self.filled == self.receiver.connections
        return Batch(items, (self._complete() if whole else {}) | self._alive(), len(lines), refused)

    def _alive(self) -> dict[str, Any]:
        """Now and then a word that this stream runs, so that the periodic search rests."""
        if time.monotonic() < self.said + 20 or self.receiver.connected_at is None:
            return {}
        self.said = time.monotonic()
        return {"stream": {"alive_at": now().isoformat()}}

    def _lines(self) -> list[dict[str, Any]]:
        """What waits, at most `MOST`; blocks up to `LINGER` seconds so that small posts travel together."""
        lines: list[dict[str, Any]] = []
        until = time.monotonic() + LINGER
        while len(lines) < MOST and (wait := until - time.monotonic()) > 0:
            try:
                lines.append(self.receiver.posts.get(timeout=wait))
            except queue.Empty:
                break
        return lines

    def _complete(self) -> dict[str, Any]:
        """Everything up to the newest post has come, but for those that overtook each other (the overlap of a fill)."""
        moved = {q.key: {"complete_to": str(self.newest)} for q in self.wanted}
        self.cursors.update(moved)
        return moved

    def _due(self) -> bool:
        began = self.receiver.connected_at
        settled = began is not None and now() - began >= timedelta(seconds=settings().x_settle_seconds)
        return self.filled < self.receiver.connections and settled and time.monotonic() >= self.again_at

    def _fill(self) -> Iterator[Batch]:
        connection, began = self.receiver.connections, self.receiver.connected_at or now()
        until = wire.id_at(began + timedelta(seconds=settings().x_overlap_seconds))
        try:
            for question in self.wanted:
                at = self.cursors.get(question.key) or {}
                for batch in read_back(question, at, self.grant, lambda: self.receiver.room, until=until):
                    self.cursors.update(batch.cursors)
                    self.receiver.spend(batch.reads)
                    yield batch
        except BudgetSpent:
            self.receiver.spend(self.receiver.room)  # the stream ends too; what it has brought is still handed over
            return
        except Unavailable as error:
            wait = self.patience.wait(Cut.HTTP, now=now(), reset_at=error.facts.get("retry_at"))
            self.again_at = time.monotonic() + wait
            logger.warning("x.gap.waits", why=error.facts.get("why"), seconds=round(wait, 1))
            return
        self.patience.connected()
        if connection == self.receiver.connections:  # else it was cut meanwhile, and there is a newer gap
            self.filled, self.newest = connection, max(self.newest, wire.id_at(began))
            yield Batch(cursors=self._complete())
            logger.info("x.gap.filled", connection=connection)
