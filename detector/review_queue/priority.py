"""The order of the queue: a sum that can be read aloud. Pure.

A case's points never depend on the clock. Waiting adds `daily` points a day to every case alike, so the order of two
cases, once set, holds: `rank` is the sum with the waiting left out, and is all that the database needs to sort by.

Doubts (an account number, words that circulate) take at most the share `doubts_take` of the points: they move a case down
a little and never out. The weights are the committee's to discuss: review_queue.weights.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from detector.review_queue.weights import STANDARD, Weights

URGENT, ORDINARY = 0, 1  # lanes; the urgent one is served first
MOST_PERSONS, MOST_REPORTS = 12, 4

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Part:
    """One summand. `name` is kind, hardship, urgency, need, household, reports or doubts; `why` the label or number."""

    name: str
    points: float
    why: str


@dataclass(frozen=True, slots=True)
class Priority:
    """`points` is the sum of the parts, always above zero; the most weighty part comes first. `daily`: points a day."""

    lane: int
    parts: tuple[Part, ...]
    points: float
    daily: float

    def stored(self) -> dict[str, Any]:
        """The sum as a case keeps it, and as pages and the API show it."""
        parts = [{"name": part.name, "points": part.points, "why": part.why} for part in self.parts]
        return {"parts": parts, "points": self.points, "daily": self.daily}


def priority(
    *,
    needs: Collection[str],
    urgency: str,
    household_size: int | None,
    reports_count: int,
    doubts: Collection[str],
    hardship: float,
    kind: str,
    weights: Weights = STANDARD,
) -> Priority:
    """The points of a case from what its reports say. `hardship` is the probability of the reader, 0 to 1."""
    persons = min(max(household_size or 0, 0), MOST_PERSONS)
    again = min(max(reports_count - 1, 0), MOST_REPORTS)
    told = [
        Part("kind", weights.get(f"kind.{kind}", weights["kind.other"]), kind),
        Part("hardship", round(weights["hardship"] * hardship, 2), f"{hardship:.2f}"),
        Part("urgency", weights.get(f"urgency.{urgency}", 0.0), urgency),
        *(Part("need", weights.get(f"need.{need}", weights["need.other"]), need) for need in sorted(set(needs))),
        Part("household", weights["per_person"] * persons, str(household_size)),
        Part("reports", weights["per_report"] * again, str(reports_count)),
    ]
    points = round(sum(part.points for part in told), 2)
    taken = round(points * min(weights["per_doubt"] * len(set(doubts)), weights["doubts_take"]), 2)
    told.append(Part("doubts", -taken, ",".join(sorted(set(doubts)))))
    shown = sorted((part for part in told if part.points), key=lambda part: -part.points)
    lane = URGENT if urgency == "immediate" else ORDINARY
    return Priority(lane, tuple(shown), round(points - taken, 2), weights["daily"])


def rank(points: float, opened_at: datetime, daily: float = STANDARD["daily"]) -> float:
    """What the queue is sorted by, highest first: the points, less what a later comer has not yet waited."""
    return points - daily * (opened_at - _EPOCH).total_seconds() / _DAY


def waiting_points(opened_at: datetime, now: datetime, daily: float = STANDARD["daily"]) -> float:
    """What the waiting has added by `now`; shown beside the parts."""
    return max(0.0, daily * (now - opened_at).total_seconds() / _DAY)
