"""The newspapers' `Connector`: every approved feed in turn, a batch a feed, with its ETag in the feed's cursor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from detector import log
from detector.clock import now
from detector.config import settings
from detector.reports.items import BadRow, Item, item_of
from detector.reports.models import Source
from detector.reports.scope import ScopeEmpty
from detector.reports.sources import Batch, Cursors, Grant, ReadsLeft
from detector.reports.sources.news.articles import shown, whole
from detector.reports.sources.news.entries import Entry, parse
from detector.reports.sources.news.fetching import Fetched, fetch, same_site, site
from detector.reports.sources.news.guard import Resolve, resolve
from detector.reports.state import Unavailable

REST_MOST = timedelta(hours=6)  # a feed that keeps failing is asked this seldom
PAGES_MOST = 30  # licensed articles fetched in one round of a feed
FUTURE = timedelta(days=1)  # a date further ahead is a mistake of the newspaper's, not a reason to lose the article

logger = log.get("news")


def key_of(feed: str) -> str:
    return f"feed:{hashlib.sha256(feed.encode()).hexdigest()[:24]}"


@dataclass(frozen=True, slots=True)
class Feeds:
    """`look_up` resolves names; tests give one that lies."""

    look_up: Resolve = resolve

    @property
    def source(self) -> Source:
        return Source.NEWS

    @property
    def reads_per_month(self) -> int | None:
        return None

    def fetch(self, grant: Grant, cursors: Cursors, left: ReadsLeft) -> Iterator[Batch]:
        """A batch a feed that had something to say. Raises `ScopeEmpty`, and `Unavailable` when no feed could be read."""
        feeds = list(grant.scope.get("feeds", ()))
        if not feeds:
            raise ScopeEmpty(source=Source.NEWS.value, names=["feeds"])
        failed: list[Unavailable] = []
        asked = 0
        for feed in feeds:
            at = dict(cursors.get(key_of(feed)) or {})
            if at.get("again_at") and datetime.fromisoformat(at["again_at"]) > now():
                continue
            asked += 1
            try:
                yield self._read(feed, at, grant)
            except Unavailable as error:
                failed.append(error)
                yield Batch(cursors={key_of(feed): _rested(feed, at, error)})
        if failed and len(failed) == asked == len(feeds):
            raise Unavailable(
                source=Source.NEWS.value, why=failed[-1].facts.get("why"), http=failed[-1].facts.get("http")
            )

    def _read(self, feed: str, at: Mapping[str, Any], grant: Grant) -> Batch:
        answer = fetch(feed, known=at, look_up=self.look_up)
        if answer.body is None:
            return Batch(cursors={key_of(feed): {**at, "again_at": None, "fails": 0, "error": None}})
        parsed = parse(answer.body, answer.headers, feed_url=feed)
        if not parsed.is_feed:
            raise Unavailable(source=Source.NEWS.value, why="no_feed")
        if parsed.is_malformed:
            logger.warning("news.malformed", site=site(feed), entries=len(parsed.entries))
        digest = hashlib.sha256(answer.body).hexdigest()
        cursor = _read_to(feed, answer, digest)
        if digest == at.get("digest"):  # a server without ETags sent the same again
            return Batch(cursors={key_of(feed): cursor})
        is_licensed = any(same_site(f"//{name}", feed) for name in grant.scope.get("licensed", ()))
        items, refused, pages = [], parsed.skipped, 0
        for entry in parsed.entries:
            if entry.published_at and entry.published_at < grant.approved_at:
                continue  # the approval is for what comes
            licensed = is_licensed and pages < PAGES_MOST
            pages += licensed
            item = self._item(entry, feed, licensed=licensed)
            items += [item] if item else []
            refused += item is None
        return Batch(items, {key_of(feed): cursor}, refused=refused)

    def _item(self, entry: Entry, feed: str, *, licensed: bool) -> Item | None:
        text = whole(entry, feed_url=feed, look_up=self.look_up) if licensed else shown(entry)
        at = entry.published_at
        row = {
            "id": entry.key, "text": text[: settings().max_text_chars], "url": entry.url, "source": site(feed),
            "published_at": at if at and at < now() + FUTURE else None,
        }  # fmt: skip
        try:
            return item_of(row, limit=settings().max_text_chars)
        except BadRow:
            return None


def _read_to(feed: str, answer: Fetched, digest: str) -> dict[str, Any]:
    return {
        "site": site(feed), "etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified"),
        "digest": digest, "read_at": now().isoformat(), "fails": 0, "again_at": None, "error": None,
    }  # fmt: skip


def _rested(feed: str, at: Mapping[str, Any], error: Unavailable) -> dict[str, Any]:
    """The cursor of a feed that failed: why, and when it is asked again (what the server says, else longer and longer)."""
    fails = int(at.get("fails") or 0) + 1
    wait = min(timedelta(minutes=15) * 2 ** min(fails - 1, 10), REST_MOST)
    again = error.facts.get("retry_at") or now() + wait
    logger.warning("news.feed_rests", site=site(feed), why=error.facts.get("why"), http=error.facts.get("http"))
    return {**at, "site": site(feed), "fails": fails, "again_at": again.isoformat(), "error": error.facts.get("why")}
