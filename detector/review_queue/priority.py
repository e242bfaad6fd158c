"""The order of the queue: a sum that can be read aloud. Pure.

A case's points never depend on the clock. Waiting adds `DAILY` points a day to every case alike, so the order of two
cases, once set, holds: `rank` is the sum with the waiting left out, and is all that the database needs to sort by.

Doubts (an account number, words that circulate) take at most `DOUBTS_TAKE` of the points: they move a case down a
little and never out. The weights are the committee's to discuss; each row below is one sentence of that discussion.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

URGENT, ORDINARY = 0, 1  # lanes; the urgent one is served first

KIND_POINTS = {"hardship_case": 10.0, "payment_issue": 5.0}  # a beneficiary in hunger still has a programme behind them
OTHER_KIND = 2.0  # a person asked for a visit where the reader saw no case
HARDSHIP_POINTS = 10.0  # times the reader's probability
URGENCY_POINTS = {"none": 0.0, "soon": 12.0, "immediate": 30.0}
NEED_POINTS = {
    "food": 8.0,
    "housing": 7.0,
    "utilities": 6.0,
    "no_income": 6.0,
    "disability": 6.0,
    "illness": 6.0,
    "orphan": 6.0,
    "elderly": 5.0,
    "widow": 5.0,
    "divorced_or_abandoned": 5.0,
    "prisoner_family": 5.0,
    "no_documents": 4.0,
    "large_family": 4.0,
    "unemployment": 3.0,
    "debt": 3.0,
    "education": 2.0,
}
OTHER_NEED = 2.0  # a need that a newer reader knows and this table does not yet
PER_PERSON, MOST_PERSONS = 1.0, 12
PER_REPORT, MOST_REPORTS = 1.0, 4  # further tellings; more than a few are circulation, not need
PER_DOUBT, DOUBTS_TAKE = 0.05, 0.2  # shares of the points
DAILY = 0.5  # points a day of waiting: a month outweighs any one circumstance

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
    """`points` is the sum of the parts, always above zero; the most weighty part comes first."""

    lane: int
    parts: tuple[Part, ...]
    points: float


def priority(
    *,
    needs: Collection[str],
    urgency: str,
    household_size: int | None,
    reports_count: int,
    doubts: Collection[str],
    hardship: float,
    kind: str,
) -> Priority:
    """The points of a case from what its reports say. `hardship` is the probability of the reader, 0 to 1."""
    persons = min(max(household_size or 0, 0), MOST_PERSONS)
    again = min(max(reports_count - 1, 0), MOST_REPORTS)
    told = [
        Part("kind", KIND_POINTS.get(kind, OTHER_KIND), kind),
        Part("hardship", round(HARDSHIP_POINTS * hardship, 2), f"{hardship:.2f}"),
        Part("urgency", URGENCY_POINTS.get(urgency, 0.0), urgency),
        *(Part("need", NEED_POINTS.get(need, OTHER_NEED), need) for need in sorted(set(needs))),
        Part("household", PER_PERSON * persons, str(household_size)),
        Part("reports", PER_REPORT * again, str(reports_count)),
    ]
    points = round(sum(part.points for part in told), 2)
    taken = round(points * min(PER_DOUBT * len(set(doubts)), DOUBTS_TAKE), 2)
    told.append(Part("doubts", -taken, ",".join(sorted(set(doubts)))))
    shown = sorted((part for part in told if part.points), key=lambda part: -part.points)
    return Priority(URGENT if urgency == "immediate" else ORDINARY, tuple(shown), round(points - taken, 2))


def rank(points: float, opened_at: datetime) -> float:
    """What the queue is sorted by, highest first: the points, less what a later comer has not yet waited."""
    return points - DAILY * (opened_at - _EPOCH).total_seconds() / _DAY


def waiting_points(opened_at: datetime, now: datetime) -> float:
    """What the waiting has added by `now`; shown beside the parts."""
    return max(0.0, DAILY * (now - opened_at).total_seconds() / _DAY)
