"""Where the gaps are: places from which families are told of, and how far the nearest office is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.config import settings
from detector.places.queries import offices
from detector.staff.permissions import May
from detector.staff.scope import Actor, within
from detector.visits.campaigns.coordinates import Gazetteer
from detector.visits.campaigns.distances import great_circle
from detector.visits.campaigns.tour import Point

WAITING = (Status.QUEUED, Status.CLAIMED, Status.VISIT_PLANNED)  # nobody has been there yet


@dataclass(frozen=True, slots=True)
class Gap:
    """One place with its waiting cases. Without `point` nobody knows where it is, and so not how far (`km` is None)."""

    place: str | None
    region_code: str | None
    cases: int
    reports: int
    since: datetime
    point: Point | None
    office: str | None
    km: float | None

    @property
    def is_far(self) -> bool:
        """Further from every office than DAMAN_CAMPAIGN_GAP_KM."""
        return self.km is not None and self.km > settings().campaign_gap_km


@dataclass(frozen=True, slots=True)
class OfficePoint:
    id: int
    name: str
    region_code: str
    point: Point


def office_points(session: Session, gazetteer: Gazetteer) -> list[OfficePoint]:
    """The active offices whose place is known."""
    known = [(office, gazetteer.office(office)) for office in offices(session)]
    return [OfficePoint(o.id, o.name, o.region_code, point) for o, point in known if point is not None]


def gaps(session: Session, actor: Actor, *, region_code: str | None = None) -> list[Gap]:
    """Every place with waiting cases in the actor's scope, the furthest from an office first, unknown places last.

    Kilometres are those of the road, estimated (great circle x road factor).
    """
    actor.must(May.PLAN_CAMPAIGN)
    asked = [within(actor, Case.office_id, Case.region_code), Case.status.in_(WAITING)]
    if region_code is not None:
        asked.append(Case.region_code == region_code)
    rows = session.execute(
        select(
            Case.place_name, Case.region_code, func.count(Case.id), func.sum(Case.reports_count),
            func.min(Case.opened_at),
        )
        .where(*asked)
        .group_by(Case.place_name, Case.region_code)
    ).all()  # fmt: skip
    gazetteer = Gazetteer(session)
    stations = office_points(session, gazetteer)
    sites = [gazetteer.find(name, region) for name, region, *_ in rows]
    near = nearest([site.point for site in sites if site], stations)
    found = []
    for (name, region, cases, reports, since), site in zip(rows, sites, strict=True):
        office, km = near[site.point] if site and near else (None, None)
        found.append(Gap(name, region, cases, int(reports), since, site.point if site else None, office, km))
    return sorted(found, key=lambda gap: (gap.km is None, -(gap.km or 0.0), -gap.cases))


def nearest(points: list[Point], stations: list[OfficePoint]) -> dict[Point, tuple[str, float]]:
    """The name of the office that is nearest to each point, and the kilometres to it; empty without offices."""
    if not points or not stations:
        return {}
    metres = great_circle(points, [one.point for one in stations]) * settings().campaign_road_factor
    best = metres.argmin(axis=1)
    return {
        point: (stations[at].name, float(metres[row, at]) / 1000)
        for row, (point, at) in enumerate(zip(points, best, strict=True))
    }
