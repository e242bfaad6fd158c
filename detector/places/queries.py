"""Which office a place belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.errors import BadInput
from detector.places.models import Governorate, Office, Region


@dataclass(frozen=True, slots=True)
class Home:
    """Where a case belongs: the office whose catchment it is, its region, its governorate; None where nothing is known."""

    office_id: int | None
    region_code: str | None
    governorate: str | None = None


class Catchments:
    """All catchments in memory (some 140 rows), for the bulk path."""

    def __init__(self, session: Session) -> None:
        self._governorate = {
            g.name: Home(g.office_id, g.region_code, g.name) for g in session.scalars(select(Governorate))
        }
        offices = list(session.scalars(select(Office).where(Office.active)))
        self._regional = {o.region_code: o.id for o in offices if o.is_regional}

    def home(self, *, governorate: str | None, region: str | None) -> Home:
        """The office for a governorate; else the region's own office; else nobody's yet."""
        found = self._governorate.get(governorate or "")
        region = found.region_code if found else region
        office = found.office_id if found else None
        office = office if office is not None else self._regional.get(region or "")
        return Home(office, region, found.governorate if found else None)


def offices(session: Session) -> list[Office]:
    return list(session.scalars(select(Office).where(Office.active).order_by(Office.region_code, Office.name)))


def regions(session: Session) -> list[Region]:
    return list(session.scalars(select(Region).order_by(Region.name)))


def governorates(session: Session, region_code: str | None = None) -> list[Governorate]:
    stmt = select(Governorate).order_by(Governorate.name)
    return list(session.scalars(stmt.where(Governorate.region_code == region_code) if region_code else stmt))


def scope_named(session: Session, *, office: str | None, region: str | None) -> tuple[int | None, str | None]:
    """(office id, region code) for an account's scope. Raises `BadInput` when there is no such office or region."""
    if office is not None:
        found = session.scalar(select(Office).where(Office.name == office))
        if found is None:
            raise BadInput(field="office", why="unknown")
        return found.id, None
    if region is not None and session.get(Region, region) is None:
        raise BadInput(field="region", why="unknown")
    return None, region


def region_named(session: Session, place: str | None) -> str | None:
    """The name of the region that an office, a governorate or a region of this very name lies in; None when unknown."""
    if not place:
        return None
    code = session.scalar(select(Office.region_code).where(Office.name == place)) or session.scalar(
        select(Governorate.region_code).where(Governorate.name == place)
    )
    return session.scalar(select(Region.name).where((Region.code == code) | (Region.name == place)))
