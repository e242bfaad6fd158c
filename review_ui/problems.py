"""From an error of the house to the sentence that says what happened and what to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from detector.errors import DetectorError
from review_ui import formats
from review_ui.words import WORDS, label, say

# Facts that are codes, and the family of words that names them.
_FAMILY = {
    "purpose": "purpose", "missing": "missing", "agency": "agency", "reason": "reason", "source": "source",
    "needs": "need", "track": "track", "obstacle": "cannot_join", "now": "status", "to": "status",
}  # fmt: skip


class _Spoken(dict[str, Any]):
    """Facts for a sentence; one that the error did not bring is a dash."""

    def __missing__(self, key: str) -> str:
        return say("field.none")


def _speak(name: str, value: Any) -> str:
    if name in _FAMILY:
        codes = value if isinstance(value, list | tuple) else [value]
        return say("list.comma").join(label(_FAMILY[name], str(code)) for code in codes)
    if name in ("until", "again_at", "earliest"):
        return formats.moment(datetime.fromisoformat(str(value)))
    return formats.number(value) if isinstance(value, int | float) else str(value)


def explain(error: DetectorError) -> str:
    """The Arabic sentence of an error's code."""
    key = f"error.{error.code}" if f"error.{error.code}" in WORDS else "error.D000"
    return WORDS[key].ar.format_map(_Spoken({name: _speak(name, value) for name, value in error.facts.items()}))


def heading(status: int) -> str:
    key = f"error.heading.{status}"
    return say(key if key in WORDS else "error.heading.other")
