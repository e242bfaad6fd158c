"""A report's text cut at its evidence, so that the writer's own letters can be marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from review_ui.words import WORDS, label, say


class Piece(NamedTuple):
    """`side` is "for" or "against" for marked letters, "" for plain ones; `why` names the labels."""

    text: str
    side: str
    why: str


def name_of(code: str, side: str) -> str:
    """What a span's label means: a need, a doubt, the kind of text that it reads like, or the side it speaks for."""
    for family in ("need", "doubt", "evidence"):
        if f"{family}.{code}" in WORDS:
            return label(family, code)
    if f"kind.{code}" in WORDS:
        return say("evidence.reads_as", kind=label("kind", code))
    return say("evidence.other" if side == "for" else "doubt.other")


def pieces(text: str, evidence: Sequence[dict[str, Any]], counter: Sequence[dict[str, Any]]) -> list[Piece]:
    """Cut `text` at the offsets (code points) of the spans; where both sides meet, checking is shown: it is the rarer hint."""
    spans = [(s, "for") for s in evidence] + [(s, "against") for s in counter]
    inside = [(max(0, s["start"]), min(len(text), s["end"]), s["label"], side) for s, side in spans]
    inside = [span for span in inside if span[0] < span[1]]
    cuts = sorted({0, len(text), *(at for span in inside for at in span[:2])})
    made: list[Piece] = []
    for start, end in pairwise(cuts):
        over = [span for span in inside if span[0] <= start and end <= span[1]]
        side = "against" if any(s[3] == "against" for s in over) else "for" if over else ""
        why = say("list.comma").join(dict.fromkeys(name_of(s[2], side) for s in over if s[3] == side))
        if made and (made[-1].side, made[-1].why) == (side, why):
            made[-1] = Piece(made[-1].text + text[start:end], side, why)
        else:
            made.append(Piece(text[start:end], side, why))
    return made
