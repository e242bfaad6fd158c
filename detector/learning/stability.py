"""How far two weeks lie apart. Pure."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping


class Shift(enum.StrEnum):
    STABLE = "stable"
    WATCH = "watch"
    SHIFTED = "shifted"
    TOO_FEW = "too_few"


# The usual marks of the population stability index: N. Siddiqi, Credit Risk Scorecards (Wiley 2006), ch. 9.
WATCH_FROM, SHIFTED_FROM = 0.1, 0.25
# With n posts in each of two samples of the same stream and B buckets the index is about (B - 1) * 2 / n by chance alone
# (B. Yurdakul, Statistical Properties of Population Stability Index, 2018): 0.04 at ten buckets and this many.
ENOUGH = 500
_EMPTY = 0.5  # a bucket that one side never met counts as half a post, or its logarithm would not end


def stability_index(before: Mapping[str, int], now: Mapping[str, int]) -> float | None:
    """Sum over buckets of (q - p) * ln(q / p), `p` the shares before and `q` now; None where a side is empty."""
    if not sum(before.values()) or not sum(now.values()):
        return None
    buckets = sorted(before.keys() | now.keys())
    p, q = (_shares([side.get(b, 0) for b in buckets]) for side in (before, now))
    return sum((b - a) * math.log(b / a) for a, b in zip(p, q, strict=True))


def _shares(counts: list[int]) -> list[float]:
    filled = [max(count, _EMPTY) for count in counts]
    return [count / sum(filled) for count in filled]


def shift(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[Shift, float | None]:
    """How far this week lies from the weeks before, and the index; below `ENOUGH` posts on a side nothing is said."""
    index = stability_index(before, now)
    if index is None or min(sum(before.values()), sum(now.values())) < ENOUGH:
        return Shift.TOO_FEW, index
    return (Shift.SHIFTED if index >= SHIFTED_FROM else Shift.WATCH if index >= WATCH_FROM else Shift.STABLE), index
