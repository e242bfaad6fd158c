"""Recent search: one question read from its newest post back to where it was read before, page by page.

A cursor is `{"complete_to": id, "newest": id, "until": id}`. `complete_to` moves only when the walk back has met it, so a
walk that is cut (a kill, a rate limit, a month's cap) goes on at `until` and pays for no page twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from detector import log
from detector.clock import now
from detector.config import settings
from detector.reports.items import BadRow, Item
from detector.reports.models import Source
from detector.reports.sources import Batch, Cursors, Grant, ReadsLeft
from detector.reports.sources.x import wire
from detector.reports.sources.x.questions import Question, questions
from detector.reports.sources.x.session import FAILURES, client, unavailable
from detector.reports.state import BudgetSpent, month

PAGE, LEAST_PAGE = 100, 10  # what the interface allows
REACH = timedelta(days=7) - timedelta(minutes=5)  # how far back recent search looks; older ids are refused with 400
STREAM_GONE = timedelta(minutes=3)  # a stream that has said nothing for so long is not there: search takes over

logger = log.get("x")


class Search:
    """The periodic connector: every question of the scope, the first choice first. It rests while a stream is alive."""

    source = Source.X

    @property
    def reads_per_month(self) -> int | None:
        return settings().x_reads_per_month

    def fetch(self, grant: Grant, cursors: Cursors, left: ReadsLeft) -> Iterator[Batch]:
        alive = cursors.get("stream", {}).get("alive_at")
        if alive and now() - datetime.fromisoformat(alive) < STREAM_GONE:
            return
        for question in questions(grant.scope):
            yield from read_back(question, cursors.get(question.key) or {}, grant, left)


def read_back(
    question: Question, cursor: Cursors, grant: Grant, left: ReadsLeft, *, until: int | None = None
) -> Iterator[Batch]:
    """The posts of a question that are newer than its cursor, older than `until`. Raises `Unavailable`, `BudgetSpent`."""
    overlap = timedelta(seconds=settings().x_overlap_seconds)
    floor = wire.id_at(max(grant.since if cursor else grant.approved_at, now() - REACH))
    since = max(wire.earlier(int(cursor.get("complete_to", 0)), overlap), floor)
    newest, at = int(cursor.get("newest", 0)), cursor.get("until") or until
    api = client()
    with api.session:
        while True:
            found = _page(api, question, since, at, left())
            posts = found.get("data") or []
            items, refused = items_of(posts, question.name)
            ids = [int(post["id"]) for post in posts if str(post.get("id", "")).isdecimal()]
            newest, at = max([newest, *ids]), min([int(at or 1 << 63), *ids])
            if not found.get("meta", {}).get("next_token") or not ids:
                done = {"complete_to": str(max(newest, int(cursor.get("complete_to", 0))))}
                yield Batch(items, {question.key: done}, len(posts), refused)
                return
            on_the_way = {"complete_to": str(cursor.get("complete_to", 0)), "newest": str(newest), "until": str(at)}
            yield Batch(items, {question.key: on_the_way}, len(posts), refused)


def items_of(posts: list[dict[str, Any]], name: str) -> tuple[list[Item], int]:
    """The items of a page, and how many of its posts were none."""
    items: list[Item] = []
    for post in posts:
        try:
            items.append(wire.item_from(post, asked_as=name, limit=settings().max_text_chars))
        except BadRow as error:
            logger.info("x.refused", post=str(post.get("id")), code=error.code, why=error.facts.get("why"))
    return items, len(posts) - len(items)


def _page(api: Any, question: Question, since: int, until: Any, left: int) -> dict[str, Any]:
    if left < LEAST_PAGE:
        raise BudgetSpent(source=Source.X.value, month=month(), cap=settings().x_reads_per_month)
    try:
        found: dict[str, Any] = api.search_recent_tweets(
            question.query, max_results=min(PAGE, left), since_id=since, until_id=until, tweet_fields=wire.FIELDS
        )
    except FAILURES as error:
        raise unavailable(error) from error
    return found
