"""What the dashboard shows, in the supervisor's scope, from the fact tables alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from detector.clock import RIYADH, now
from detector.dashboard.models import Fact, Refresh
from detector.dashboard.refresh import NOBODY
from detector.places.models import Office
from detector.staff.permissions import May
from detector.staff.scope import Actor

FUNNEL = ("received", "flagged", "opened", "visited", "decided")


@dataclass(frozen=True, slots=True)
class Stage:
    metric: str
    count: int


@dataclass(frozen=True, slots=True)
class OfficeBacklog:
    """Open cases of an office by status; `office_id` None: no office owns them yet."""

    office_id: int | None
    office: str | None
    by_status: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


@dataclass(frozen=True, slots=True)
class DayOfVisits:
    """Visits filed on a day and the mean hours from opening to visit."""

    day: date
    visits: int
    mean_hours: float


@dataclass(frozen=True, slots=True)
class SourcePrecision:
    """Of the decided cases that a source opened, how many told of a household in need."""

    source: str
    judged: int
    in_need: int

    @property
    def precision(self) -> float | None:
        return self.in_need / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Overview:
    days: int
    counted_at: datetime | None
    funnel: tuple[Stage, ...]
    backlog: tuple[OfficeBacklog, ...]
    time_to_visit: tuple[DayOfVisits, ...]
    precision: tuple[SourcePrecision, ...]
    outcomes: dict[str, int]
    guided: int


def _scope(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The facts of the actor's offices, and those that no office owns (as in staff.scope.within)."""
    if actor.office_id is not None:
        mine = [actor.office_id]
    elif actor.region_code is not None:
        mine = list(session.scalars(select(Office.id).where(Office.region_code == actor.region_code)))
    else:
        return true()
    return or_(Fact.office_id.in_(mine), Fact.office_id == NOBODY)


def overview(session: Session, actor: Actor, *, days: int = 30) -> Overview:
    """The numbers of the last `days` days (today included), Riyadh time."""
    actor.must(May.READ_DASHBOARD)
    first = now().astimezone(RIYADH).date() - timedelta(days=days - 1)
    facts = list(session.scalars(select(Fact).where(_scope(session, actor), Fact.day >= first)))
    names = {o.id: o.name for o in session.scalars(select(Office))}
    counted = session.get(Refresh, 1)

    def total(metric: str) -> int:
        return round(sum(f.value for f in facts if f.metric == metric))

    return Overview(
        days=days,
        counted_at=counted.at if counted else None,
        funnel=tuple(Stage(metric, total(metric)) for metric in FUNNEL),
        backlog=_backlog(facts, names),
        time_to_visit=_time_to_visit(facts),
        precision=_precision(facts),
        outcomes=_by_source(facts, "outcome"),
        guided=total("guided"),
    )


def _by_source(facts: list[Fact], metric: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for fact in facts:
        if fact.metric == metric:
            found[fact.source] = found.get(fact.source, 0) + round(fact.value)
    return found


def _backlog(facts: list[Fact], names: dict[int, str]) -> tuple[OfficeBacklog, ...]:
    offices: dict[int, dict[str, int]] = {}
    for fact in facts:
        if fact.metric == "backlog":
            offices.setdefault(fact.office_id, {})[fact.source] = round(fact.value)
    rows = [OfficeBacklog(office or None, names.get(office), by) for office, by in offices.items()]
    return tuple(sorted(rows, key=lambda row: -row.total))


def _time_to_visit(facts: list[Fact]) -> tuple[DayOfVisits, ...]:
    visits: dict[date, float] = {}
    hours: dict[date, float] = {}
    for fact in facts:
        if fact.metric == "visited":
            visits[fact.day] = visits.get(fact.day, 0) + fact.value
        elif fact.metric == "hours_to_visit":
            hours[fact.day] = hours.get(fact.day, 0) + fact.value
    return tuple(DayOfVisits(day, round(n), hours.get(day, 0) / n) for day, n in sorted(visits.items()) if n)


def _precision(facts: list[Fact]) -> tuple[SourcePrecision, ...]:
    judged, in_need = _by_source(facts, "judged"), _by_source(facts, "judged_in_need")
    return tuple(SourcePrecision(s, n, in_need.get(s, 0)) for s, n in sorted(judged.items()))
