"""An item as it arrives, checked field by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from detector.clock import now
from detector.errors import DetectorError

# NUL cannot be stored by PostgreSQL and a lone surrogate by nobody; each becomes one U+FFFD, so offsets stay.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ROUNDED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
MAX_ID, MAX_URL, MAX_ORIGIN = 200, 2_000, 120


class BadRow(DetectorError):
    """A field of an item does not fit; facts: `field`, `why`."""

    code: ClassVar[str] = "R102"
    status: ClassVar[int] = 422


class TextTooLong(BadRow):
    code = "R103"


class BadDate(BadRow):
    code = "R104"


class IdReused(BadRow):
    """The same id came before with other words: the first is kept, this one is reported."""

    code, status = "R105", 409


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read: a post, an article, a note."""

    external_id: str
    text: str
    url: str | None = None
    published_at: datetime | None = None
    origin: str | None = None


def storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def checked_text(text: Any, *, limit: int) -> str:
    """A storable, non-empty text of at most `limit` code points, or `BadRow`/`TextTooLong`."""
    if not isinstance(text, str):
        raise BadRow(field="text", why="not_text")
    if not text.strip("\x00 \t\r\n\u200f\u200e\ufeff"):
        raise BadRow(field="text", why="empty")
    if len(text) > limit:
        raise TextTooLong(field="text", why="too_long", length=len(text), limit=limit)
    return storable(text)


def checked_date(value: Any) -> datetime | None:
    """An aware time from ISO 8601 text, epoch seconds or a datetime; a time without zone is UTC. Raises `BadDate`."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, datetime):
            parsed = value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            parsed = datetime.fromtimestamp(value, UTC)
        else:
            parsed = datetime.fromisoformat(str(value).strip())
    except (ValueError, OverflowError, OSError):
        raise BadDate(field="published_at", why="unreadable") from None
    parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    if parsed > now() + timedelta(days=1):
        raise BadDate(field="published_at", why="in_the_future")
    if parsed.year < 2000:
        raise BadDate(field="published_at", why="too_old")
    return parsed


def _short(row: Mapping[str, Any], field: str, limit: int) -> str | None:
    value = row.get(field)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > limit:
        raise BadRow(field=field, why="not_text" if not isinstance(value, str) else "too_long")
    return storable(value)


def item_of(row: Mapping[str, Any], *, limit: int) -> Item:
    """The item of a row `{id, text, url?, published_at?, source?}`. Raises `BadRow` and its kinds."""
    given = row.get("id")
    given = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    if not isinstance(given, str) or not given.strip():
        raise BadRow(field="id", why="missing" if given in (None, "") else "not_text")
    if _ROUNDED.fullmatch(given.strip()):  # a spreadsheet cut the number: many rows would share this id
        raise BadRow(field="id", why="rounded_by_a_spreadsheet")
    if len(given) > MAX_ID:
        raise BadRow(field="id", why="too_long")
    return Item(
        external_id=storable(given.strip()),
        text=checked_text(row.get("text"), limit=limit),
        url=_short(row, "url", MAX_URL),
        published_at=checked_date(row.get("published_at")),
        origin=_short(row, "source", MAX_ORIGIN),
    )
