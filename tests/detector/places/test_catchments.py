"""A place leads to the office that covers it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from detector.places.queries import Catchments, governorates, offices, regions
from detector.places.service import seed


def test_the_lexicon_fills_thirteen_regions_and_every_governorate_has_an_office_or_a_regional_one(
    session: Session,
) -> None:
    assert len(regions(session)) == 13
    known = Catchments(session)
    homes = [known.home(governorate=g.name, region=None) for g in governorates(session)]
    assert len(homes) >= 130
    assert all(home.office_id is not None for home in homes)


def test_seeding_again_adds_nothing(session: Session) -> None:
    before = (len(offices(session)), len(governorates(session)))
    seed(session)
    assert (len(offices(session)), len(governorates(session))) == before


def test_an_unknown_place_belongs_to_nobody_and_a_region_alone_to_its_own_office(session: Session) -> None:
    known = Catchments(session)
    assert known.home(governorate=None, region=None).office_id is None
    assert known.home(governorate=None, region="NG").office_id is not None
