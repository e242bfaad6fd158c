"""How long a text is and how sure the reader was, in a few bands: what drift is seen by, and nobody is known by. Pure.

Edges are fixed, so that weeks can be compared with one another whatever model read them. They lie closer where the posts
lie: most of a stream scores below 0.02, and the bands below hold a tenth of it or less each only near the threshold.
"""

from __future__ import annotations

from bisect import bisect_right

SCORE_EDGES = (0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7)  # calibrated probability of a case
LENGTH_EDGES = (30, 60, 100, 140, 200, 280, 560, 1_000, 2_000)  # code points


def score_band(hardship: float) -> int:
    """0 … 9: the band of a probability; an edge belongs to the band above it."""
    return bisect_right(SCORE_EDGES, hardship)


def length_band(text: str) -> int:
    """0 … 9."""
    return bisect_right(LENGTH_EDGES, len(text))
