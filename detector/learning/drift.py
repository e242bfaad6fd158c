"""Is the stream still the one that the model knows? A week beside the weeks before it, and beside the manifest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.learning.interval import Share, share
from detector.learning.models import WeekFact
from detector.learning.served import Promise, promise
from detector.learning.stability import Shift, shift
from detector.learning.weeks import WEEK, week_of
from detector.staff.permissions import May
from detector.staff.scope import Actor

BEFORE = 8  # weeks that a week is compared with, all together
METRICS = ("kind", "score", "length", "source")


@dataclass(frozen=True, slots=True)
class Bucket:
    name: str
    before: int
    now: int
    share_before: float
    share_now: float


@dataclass(frozen=True, slots=True)
class Distribution:
    metric: str
    buckets: tuple[Bucket, ...]
    index: float | None
    shift: Shift


@dataclass(frozen=True, slots=True)
class Drift:
    """`posts` were read in `week`; `posts_before` in the weeks it is compared with. `models` flagged something in it."""

    week: date
    running: bool
    weeks: tuple[date, ...]
    compared: tuple[date, ...]
    posts: int
    posts_before: int
    distributions: tuple[Distribution, ...]
    flagged: Share | None
    flagged_before: Share | None
    judged: Share | None
    judged_before: Share | None
    models: tuple[str, ...]
    promise: Promise

    @property
    def worst(self) -> Shift:
        order = (Shift.SHIFTED, Shift.WATCH, Shift.STABLE, Shift.TOO_FEW)
        return min((one.shift for one in self.distributions), key=order.index)


def report(session: Session, actor: Actor, week: date | None = None) -> Drift:
    """The report of `week` (default: the last whole week that was counted, else the running one).

    Counts are of the whole stream: a post that was not flagged has no office, so there is no scope to narrow it by.
    """
    actor.must(May.READ_DASHBOARD)
    known = tuple(session.scalars(select(WeekFact.week).distinct().order_by(WeekFact.week.desc())))
    this = week_of(now())
    if week is None or week not in known:
        week = next((one for one in known if one < this), this)
    compared = tuple(one for one in known if week - BEFORE * WEEK <= one < week)
    rows = session.scalars(select(WeekFact).where(WeekFact.week.in_((week, *compared)))).all()
    mine = _summed([row for row in rows if row.week == week])
    before = _summed([row for row in rows if row.week != week])
    return Drift(
        week=week,
        running=week == this,
        weeks=known,
        compared=compared,
        posts=mine["source"].total(),
        posts_before=before["source"].total(),
        distributions=tuple(_distribution(metric, before[metric], mine[metric]) for metric in METRICS),
        flagged=_flag_rate(mine),
        flagged_before=_flag_rate(before),
        judged=_precision(mine),
        judged_before=_precision(before),
        models=tuple(sorted(mine["flagged"])),
        promise=promise(),
    )


def _summed(rows: list[WeekFact]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {metric: Counter() for metric in (*METRICS, "flagged", "judged", "cases")}
    for row in rows:
        found[row.metric][row.bucket] += row.count
    return found


def _distribution(metric: str, before: Counter[str], mine: Counter[str]) -> Distribution:
    said, index = shift(before, mine)
    names = sorted(before.keys() | mine.keys(), key=lambda name: (int(name), "") if name.isdigit() else (0, name))
    return Distribution(
        metric,
        tuple(
            Bucket(
                n, before[n], mine[n], before[n] / max(1, before.total()), mine[n] / max(1, mine.total())
            )
            for n in names
        ),
        index,
        said,
    )  # fmt: skip


def _flag_rate(counts: dict[str, Counter[str]]) -> Share | None:
    read = counts["source"].total()
    return share(min(counts["flagged"].total(), read), read)


def _precision(counts: dict[str, Counter[str]]) -> Share | None:
    return share(counts["judged"]["in_need"], counts["judged"].total())
