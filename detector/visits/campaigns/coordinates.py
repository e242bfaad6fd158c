"""Where a named place and an office lie, by the governorates, the lexicon of towns and the imported gazetteer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.places.models import Governorate, Office
from detector.visits.campaigns.tour import Point
from nlp_models.lexicons import places as lexicon
from nlp_models.text.clean import fold


@dataclass(frozen=True, slots=True)
class Site:
    """A place that can be driven to."""

    name: str
    region_code: str
    point: Point


class Gazetteer:
    """All known places in memory, found by name as people type it. A name of two places is found with its region only."""

    def __init__(self, session: Session) -> None:
        rows = list(session.scalars(select(Governorate)))
        region_of = {row.name: row.region_code for row in rows}
        self._sites: dict[str, list[Site]] = {}
        self._governorate: dict[str, Point] = {}
        self._centre: dict[int, list[Point]] = {}
        for row in rows:
            if row.lat is not None and row.lon is not None:
                point = Point(row.lat, row.lon)
                self._governorate[row.name] = point
                self._add(Site(row.name, row.region_code, point))
                if row.office_id is not None:
                    self._centre.setdefault(row.office_id, []).append(point)
        for town in (*lexicon.towns(), *lexicon.imported()):
            region = region_of.get(town.governorate)
            if region is not None:
                self._add(Site(town.name_ar, region, Point(town.lat, town.lon)))
        self._seat = {office.name: office.governorate for office in lexicon.offices()}

    def _add(self, site: Site) -> None:
        self._sites.setdefault(fold(site.name), []).append(site)

    def find(self, name: str | None, region_code: str | None) -> Site | None:
        """The place of that name in the region; None when there is none, or when more than one could be meant."""
        found = [s for s in self._sites.get(fold(name or ""), []) if region_code in (None, s.region_code)]
        # A governorate and the town that it is named after are one place; it is listed first.
        near = [s for s in found if abs(s.point.lat - found[0].point.lat) + abs(s.point.lon - found[0].point.lon) < 0.2]
        return found[0] if found and len(near) == len(found) else None

    def office(self, office: Office) -> Point | None:
        """The seat of the office; for one that the lexicon does not know, the middle of its catchment."""
        seat = self._governorate.get(self._seat.get(office.name, ""))
        if seat is not None:
            return seat
        points = self._centre.get(office.id, [])
        return (
            Point(sum(p.lat for p in points) / len(points), sum(p.lon for p in points) / len(points))
            if points
            else None
        )
