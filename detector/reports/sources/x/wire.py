"""A post as the v2 interface sends it, and the numbers that it is known by. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from detector.reports.items import BadRow, Item, item_of

# `note_tweet` holds the whole of a long post, whose `text` is cut. No expansions: they would bring other people's posts.
FIELDS = ["created_at", "note_tweet", "referenced_tweets"]
LINK = "https://x.com/i/web/status/"  # opens the post without naming who wrote it
_EPOCH_MS, _SHIFT = 1_288_834_974_657, 22  # ids count milliseconds since then in their upper bits


class NotOwnWords(BadRow):
    """A retweet: cut, and somebody else's words; facts: `field`, `why`."""

    code, status = "R115", 422


def whole_text(post: Mapping[str, Any]) -> Any:
    """All that the writer wrote. The interface escapes &, < and >."""
    note = post.get("note_tweet")
    text = note.get("text") if isinstance(note, dict) and note.get("text") else post.get("text")
    return html.unescape(text) if isinstance(text, str) else text


def item_from(post: Mapping[str, Any], *, asked_as: str, limit: int) -> Item:
    """The item of a post. A reply or a quote is taken with its own words only. Raises `BadRow` and its kinds.

    `asked_as` is the name in the scope by which the post came (mentions, accounts, keywords) and becomes its origin.
    """
    if any(ref.get("type") == "retweeted" for ref in post.get("referenced_tweets") or ()):
        raise NotOwnWords(field="text", why="retweet")
    row = {
        "id": post.get("id"), "text": whole_text(post), "url": f"{LINK}{post.get('id')}",
        "published_at": post.get("created_at"), "source": asked_as,
    }  # fmt: skip
    if not str(row["id"] or "").isdecimal():
        raise BadRow(field="id", why="not_a_number")
    return item_of(row, limit=limit)


def id_at(moment: datetime) -> int:
    """The least id that a post of this moment can have."""
    return max(0, round(moment.timestamp() * 1000) - _EPOCH_MS) << _SHIFT


def moment_of(post_id: int) -> datetime:
    """When the post of this id was written, to the millisecond."""
    return datetime.fromtimestamp(((post_id >> _SHIFT) + _EPOCH_MS) / 1000, UTC)


def earlier(post_id: int, by: timedelta) -> int:
    return max(0, post_id - (round(by.total_seconds() * 1000) << _SHIFT))
