"""A share with the interval in which the true one lies. Pure."""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, with Wilson's score interval (E. B. Wilson, JASA 1927), which holds for few and for none too."""

    count: int
    of: int
    share: float
    low: float
    high: float


def share(count: int, of: int) -> Share | None:
    """None where there is nothing to count in."""
    if not of:
        return None
    from scipy.stats import binomtest  # heavy: only whoever opens a report pays for it

    interval = binomtest(count, of).proportion_ci(CONFIDENCE, method="wilson")
    return Share(count, of, count / of, float(interval.low), float(interval.high))
