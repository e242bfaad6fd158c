"""What people write beside an act: storable everywhere, within its length, and free of numbers that name a person."""

from __future__ import annotations

from detector.errors import BadInput
from detector.reports.items import storable
from detector.reports.redaction import redact

MOST_REASON = 500  # characters


def written(given: str | None, field: str, *, most: int) -> str | None:
    """The text without the blanks around it, None when nothing is left; raises `BadInput` beyond `most` characters."""
    text = storable(given or "").strip()
    if len(text) > most:
        raise BadInput(field=field, why="too_long", most=most)
    return text or None


def reason(given: str | None, field: str = "reason", *, least: int = 1) -> str:
    """A reason, which is needed. Long numbers in it are masked: it stays readable in the journal for good."""
    text = written(given, field, most=MOST_REASON)
    if text is None:
        raise BadInput(field=field, why="missing")
    if len(text) < least:
        raise BadInput(field=field, why="too_short", least=least)
    return redact(text, ())[0]
