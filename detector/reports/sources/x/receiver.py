"""One connection to the filtered stream after another, in a thread of its own, until it is told to stop.

tweepy reads the lines; how a connection ended and how long to wait is decided here, because tweepy sleeps where nobody can
wake it, ends on an exception in a callback with one line in the log, and hurries back to a server that closes at once.
"""

from __future__ import annotations

import json
import queue
import threading
from datetime import datetime
from typing import Any

import tweepy

from detector import log
from detector.clock import now
from detector.reports.sources.x.backoff import Backoff, Cut
from detector.reports.sources.x.session import ApiSession, bearer
from detector.reports.sources.x.wire import FIELDS

WAITING = (
    10_000  # posts between the wire and the database; when it is full X waits, then cuts us off, and the gap is filled
)

logger = log.get("x")


class Receiver(tweepy.StreamingClient):  # type: ignore[misc] # tweepy has no types
    """Puts each post of the stream (the decoded line) into `posts`; `connections` counts those that X accepted."""

    def __init__(self, *, room: int, backoff: Backoff) -> None:
        super().__init__(bearer(), return_type=dict, max_retries=0)
        self.session = ApiSession()
        self.posts: queue.Queue[dict[str, Any]] = queue.Queue(WAITING)
        self.room = room  # paid reads that are left to this receiver and to the searches that fill its gaps
        self.connections = 0
        self.connected_at: datetime | None = None
        self.unreadable = 0
        self.failure: str | None = None  # why there is no connection at this moment
        self._backoff, self._stopping = backoff, threading.Event()
        self._cut, self._brought, self._counting = Cut.NETWORK, False, threading.Lock()

    def start(self) -> None:
        self.thread = threading.Thread(target=self._run, name="x-stream", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End the connection; returns when the thread is gone."""
        self._stopping.set()
        self.disconnect()
        self.session.break_off()
        if self.thread:
            self.thread.join()

    def spend(self, reads: int) -> None:
        """Take paid reads off the room; when none is left the stream ends and what waits is still handed over."""
        with self._counting:
            self.room -= reads
        if self.room <= 0:
            self.disconnect()
            self.session.break_off()

    @property
    def ended(self) -> bool:
        return self.thread is None or not self.thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set() and self.room > 0:
            self._cut, self._brought, self.session = Cut.NETWORK, False, ApiSession()
            self.filter(tweet_fields=FIELDS)
            if self._stopping.is_set() or self.room <= 0:
                return
            if self._brought:
                self._backoff.connected()
            wait = self._backoff.wait(self._cut, now=now(), reset_at=self.session.reset_at)
            logger.info("x.stream.cut", how=self._cut.value, wait=round(wait, 2))
            self._stopping.wait(wait)

    def on_connect(self) -> None:
        self.connections += 1
        self.connected_at, self.failure = now(), None
        logger.info("x.stream.connected", connection=self.connections)
        if self._stopping.is_set():
            self.disconnect()

    def on_data(self, raw_data: bytes) -> None:
        self._brought = True
        try:
            line = json.loads(raw_data)
            post = line["data"]
            post["id"]
        except (ValueError, KeyError, TypeError):
            self._not_a_post(raw_data)
            return
        while not self._stopping.is_set():
            try:
                self.posts.put(line, timeout=0.5)
                break
            except queue.Full:
                continue
        self.spend(1)

    def _not_a_post(self, raw: bytes) -> None:
        """X says why it is about to hang up, or a line was cut: never an end of the stream, and counted."""
        self.unreadable += 1
        try:
            said = json.loads(raw).get("errors", [{}])[0].get("title", "")
        except (ValueError, AttributeError, IndexError, TypeError):
            said = "cut_line"
        logger.warning("x.stream.no_post", bytes=len(raw), said=said if said.isascii() else "")

    def on_keep_alive(self) -> None:
        self._brought = True

    def on_request_error(self, status_code: int) -> None:
        self._ended(Cut.RATE if status_code in (420, 429) else Cut.HTTP, f"http_{status_code}")

    def on_connection_error(self) -> None:
        self._ended(Cut.NETWORK, "no_answer")

    def on_closed(self, response: Any) -> None:
        self._ended(Cut.NETWORK, "closed")

    def on_exception(self, exception: Exception) -> None:
        logger.error("x.stream.exception", error=type(exception).__name__, exc_info=exception)
        self._ended(Cut.HTTP, type(exception).__name__)

    def on_disconnect(self) -> None:
        self.connected_at = None

    def _ended(self, how: Cut, why: str) -> None:
        self._cut, self.failure = how, why
        self.disconnect()  # one call of `filter` is one connection: the wait is ours
