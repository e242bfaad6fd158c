"""What the flag threshold means for the queue: cases a week beside what committees decided. It is shown, never acted on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.learning.models import WeekFact
from detector.learning.served import Point, Promise, promise
from detector.learning.weeks import WEEK, week_of
from detector.staff.permissions import May
from detector.staff.scope import Actor

WEEKS = 4  # whole weeks behind us


@dataclass(frozen=True, slots=True)
class Load:
    """What one threshold would bring in a week: posts flagged, and of them families (both estimates)."""

    point: Point
    flagged: float
    families: float
    missed: float
    share_of_capacity: float | None  # 1.0: as many as committees decide


@dataclass(frozen=True, slots=True)
class Capacity:
    """Means of the last `weeks` whole weeks. `rate`: estimated share of cases in the stream; None: nothing was read."""

    weeks: int
    posts: float
    flagged: float
    opened: float
    decided: float
    rate: float | None
    loads: tuple[Load, ...]
    promise: Promise


def case_rate(flag_rate: float, point: Point) -> float:
    """The share of cases in a stream of which `flag_rate` is flagged (W. J. Rogan and B. Gladen, Am. J. Epidemiol. 1978).

    A flag rate below the false alarms that the labelled posts promised leaves no room for cases: then 0.
    """
    if point.recall <= point.false_alarms:
        return 0.0
    return min(1.0, max(0.0, (flag_rate - point.false_alarms) / (point.recall - point.false_alarms)))


def load(point: Point, *, posts: float, rate: float, decided: float) -> Load:
    """`posts` a week, of which `rate` are cases; `decided` cases a week is what committees get through."""
    families = posts * rate * point.recall
    flagged = families + posts * (1 - rate) * point.false_alarms
    return Load(point, flagged, families, posts * rate - families, flagged / decided if decided else None)


def capacity(session: Session, actor: Actor) -> Capacity:
    """From the manifest's figures and the counts of the last whole weeks."""
    actor.must(May.READ_DASHBOARD)
    this = week_of(now())
    rows = session.execute(
        select(WeekFact.week, WeekFact.metric, WeekFact.bucket, func.sum(WeekFact.count))
        .where(WeekFact.week >= this - WEEKS * WEEK, WeekFact.week < this)
        .group_by(WeekFact.week, WeekFact.metric, WeekFact.bucket)
    ).all()
    weeks = len({row[0] for row in rows})

    def mean(metric: str, bucket: str | None = None) -> float:
        return sum(row[3] for row in rows if row[1] == metric and bucket in (None, row[2])) / max(1, weeks)

    promised = promise()
    posts, flagged, decided = mean("source"), mean("flagged"), mean("cases", "decided")
    served = next(point for point in promised.points if point.served)
    rate = case_rate(flagged / posts, served) if posts else None
    loads = () if rate is None else tuple(
        load(point, posts=posts, rate=rate, decided=decided) for point in promised.points
    )  # fmt: skip
    return Capacity(weeks, posts, flagged, mean("cases", "opened"), decided, rate, loads, promised)
