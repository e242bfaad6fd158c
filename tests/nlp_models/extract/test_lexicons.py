"""The word lists hang together."""

from __future__ import annotations

from collections import Counter

import pytest

from nlp_models.lexicons import places, terms
from nlp_models.text.clean import normalise

CODES = {"RD", "MQ", "MN", "QA", "SQ", "AS", "TB", "HA", "SH", "GA", "NG", "BA", "GO"}
THEMES = ("household", "identifier_cues", "numerals", "place_cues")


def test_there_are_thirteen_regions_and_each_has_governorates_towns_and_an_office() -> None:
    home = {g.name_ar: g.region for g in places.governorates()}
    assert {region.code for region in places.regions()} == CODES
    assert set(home.values()) == CODES
    assert {home[town.governorate] for town in places.towns()} == CODES
    assert {home[office.governorate] for office in places.offices()} == CODES


def test_the_list_is_as_long_as_the_country() -> None:
    assert len(places.governorates()) >= 136
    assert len(places.towns()) >= 150
    assert len(places.offices()) >= 40


def test_governorates_and_towns_are_unique_and_inside_the_kingdom() -> None:
    assert max(Counter(g.name_ar for g in places.governorates()).values()) == 1
    assert max(Counter((t.name_ar, t.governorate) for t in places.towns()).values()) == 1
    spots = [(r.lat, r.lon) for r in places.regions()] + [(g.lat, g.lon) for g in places.governorates()]
    for lat, lon in spots + [(t.lat, t.lon) for t in places.towns()]:
        assert 16 < lat < 33
        assert 34 < lon < 56


def test_a_town_lies_near_its_governorate() -> None:
    seat = {g.name_ar: g for g in places.governorates()}
    far = [t for t in places.towns() if abs(t.lat - seat[t.governorate].lat) + abs(t.lon - seat[t.governorate].lon) > 4]
    assert [t.name_ar for t in far] == ["الخرخير"]  # the one in the Empty Quarter


def test_every_governorate_is_served_by_exactly_one_office_of_its_region() -> None:
    home = {g.name_ar: g.region for g in places.governorates()}
    served = Counter(name for office in places.offices() for name in office.catchment)
    assert served == Counter(dict.fromkeys(home, 1))
    assert all(home[name] == home[o.governorate] for o in places.offices() for name in o.catchment)


def test_an_alias_names_something_and_says_something_new() -> None:
    names = {
        "region": {r.name_ar for r in places.regions()},
        "governorate": {g.name_ar for g in places.governorates()},
        "town": {t.name_ar for t in places.towns()},
    }
    spelt = {normalise(name) for kind in names.values() for name in kind}
    for alias in places.aliases():
        assert alias.name in names[alias.kind], alias
        assert normalise(alias.alias) not in spelt, alias


def test_a_name_that_is_also_a_word_asks_for_more_than_a_preposition() -> None:
    named = {g.name_ar: g for g in places.governorates()}
    assert all(g.cue for g in named.values() if g.homonym)
    assert named["حقل"].cue == "noun"
    assert named["رفحاء"].cue == ""


@pytest.mark.parametrize("theme", THEMES)
def test_a_term_stands_once_under_each_sense_and_says_where_it_comes_from(theme: str) -> None:
    found = terms.terms(theme)
    assert max(Counter((normalise(t.term), t.sense) for t in found).values()) == 1
    assert all(t.term.strip() == t.term and t.sense and t.source for t in found)


def test_a_sense_that_no_term_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="uncle"):
        terms.words("household", "uncle")


def test_a_theme_without_a_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        terms.terms("weather")
