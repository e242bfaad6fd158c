"""Why a case stands where it stands: the summands of its priority in words."""

from __future__ import annotations

from typing import Any, NamedTuple

from review_ui import formats
from review_ui.words import WORDS, label, say
from review_ui.words.counted import counted


class Line(NamedTuple):
    text: str
    points: float


def _why(name: str, why: str) -> str:
    if name in ("kind", "urgency", "need"):
        return label(name, why)
    if name == "doubts":
        return say("list.comma").join(label("doubt", code) for code in why.split(","))
    if name == "hardship":
        return formats.percent(float(why))
    if name in ("household", "reports") and why.isdigit():
        return counted(int(why), "person" if name == "household" else "report")
    return why


def lines(parts: list[dict[str, Any]], waiting: float) -> list[Line]:
    """The parts as stored (`name`, `points`, `why`), and the waiting; together they are the points shown."""
    told = []
    for part in parts:
        key = f"part.{part['name']}"
        text = say(key, why=_why(part["name"], str(part["why"]))) if key in WORDS else say("part.other")
        told.append(Line(text, float(part["points"])))
    return [*told, Line(say("part.waiting"), waiting)] if waiting else told
