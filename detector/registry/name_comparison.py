"""Two names laid beside each other, part by part, so that a person sees why they were called one or two. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from detector.registry.names import meet, paired_parts


class How(enum.StrEnum):
    EQUAL = "equal"  # one spelling after hamza, ة/ه, ى/ي, عبد ال and the article
    ALIKE = "alike"  # a weak letter or one typing error apart: a person looks
    MISSING = "missing"  # one side leaves the part out
    OTHER = "other"  # another name


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parts that stand in one place; None where a side has none."""

    ours: str | None
    theirs: str | None
    how: How


def compare_names(ours: str, theirs: str) -> tuple[Pair, ...]:
    """Every part of both names once, in order: those that meet as pairs, the rest beside each other as far as they go."""
    one, other = paired_parts(ours, theirs)
    pairs: list[Pair] = []
    at, beside = 0, 0
    for i, j in [*_meetings(one, other), (len(one), len(other))]:
        pairs += _unmet(one[at:i], other[beside:j])
        if i < len(one):
            pairs.append(Pair(one[i], other[j], How.EQUAL if meet(one[i], other[j]) else How.ALIKE))
        at, beside = i + 1, j + 1
    return tuple(pairs)


def _unmet(ours: tuple[str, ...], theirs: tuple[str, ...]) -> list[Pair]:
    both = min(len(ours), len(theirs))
    return [
        *(Pair(a, b, How.OTHER) for a, b in zip(ours, theirs, strict=False)),
        *(Pair(a, None, How.MISSING) for a in ours[both:]),
        *(Pair(None, b, How.MISSING) for b in theirs[both:]),
    ]


def _meetings(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[int, int]]:
    """The most places (i, j) in rising order where the parts meet; the given names meet only each other."""
    best: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            found = max(best.get((i + 1, j), []), best.get((i, j + 1), []), key=len)
            if (i == 0) == (j == 0) and meet(one[i], other[j]) is not False:
                found = max([(i, j), *best.get((i + 1, j + 1), [])], found, key=len)
            best[i, j] = found
    return best.get((0, 0), [])
