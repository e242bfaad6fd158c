"""Filling regions, governorates and offices from the lexicons, and finding the office whose catchment a place lies in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.places.models import Governorate, Office, Region
from nlp_models.lexicons import places as lexicon


def seed(session: Session) -> None:
    """Add what is missing; safe to repeat. An office that was renamed or closed by hand is left alone."""
    regions = {r.code for r in session.scalars(select(Region))}
    session.add_all(
        Region(code=r.code, name=r.name_ar, name_en=r.name_en) for r in lexicon.regions() if r.code not in regions
    )
    session.flush()
    offices = {o.name: o for o in session.scalars(select(Office))}
    governorates = {g.name: g for g in session.scalars(select(Governorate))}
    office_of: dict[str, str] = {}
    region_of = {g.name_ar: g.region for g in lexicon.governorates()}
    regional: set[str] = {o.region_code for o in offices.values() if o.is_regional}
    for line in lexicon.offices():
        region = region_of[line.governorate]
        office_of |= dict.fromkeys((line.governorate, *line.catchment), line.name)
        if line.name not in offices:
            # The first office of a region in the list is its capital's: it also takes reports that name only the region.
            offices[line.name] = Office(name=line.name, region_code=region, is_regional=region not in regional)
            regional.add(region)
            session.add(offices[line.name])
    session.flush()
    for line_g in lexicon.governorates():
        if line_g.name_ar not in governorates:
            office = offices.get(office_of.get(line_g.name_ar, ""))
            session.add(
                Governorate(
                    name=line_g.name_ar,
                    region_code=line_g.region,
                    lat=line_g.lat,
                    lon=line_g.lon,
                    office_id=office.id if office else None,
                )
            )
    session.flush()
