"""An office's own gazetteer reaches the reader, and never makes a name of our list doubtful."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from detector.errors import BadInput
from detector.places.gazetteer import import_gazetteer
from detector.reports.sources.rejects import Rejects
from nlp_models.extract import gazetteer
from nlp_models.extract.places import find_place, find_places
from nlp_models.lexicons import places as lexicon

TABLE = """name_ar,kind,region,governorate,lat,lon
قرية الفحص,hijra,SH,,29.5,43.4
المفحوصة,town,SH,,29.5,43.4
الرياض,town,GA,,17.0,42.6
رفحاء,town,SH,,29.63,43.49
ظلمة الفحص,castle,SH,,29.5,43.4
بلا مكان,town,SH,,,43.4
خارج البلاد,town,SH,,51.5,0.1
بلا منطقة,town,,,29.5,43.4
"""


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The path of an imported table that the reader of this test uses."""
    into = tmp_path / "gazetteer.csv"
    monkeypatch.setenv("DAMAN_GAZETTEER", str(into))
    yield into
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    lexicon.imported.cache_clear()
    gazetteer.forms.cache_clear()


def _import(tmp_path: Path, into: Path) -> Rejects:
    table = tmp_path / "places.csv"
    table.write_text(TABLE, encoding="utf-8")
    rejects = Rejects(table)
    summary = import_gazetteer(table, into, rejects.add)
    rejects.close()
    assert (summary.received, summary.taken, summary.known, summary.rejected) == (8, 3, 1, 4)
    _forget()
    return rejects


def test_rows_that_do_not_fit_are_written_beside_the_file_with_their_reason(tmp_path: Path, imported: Path) -> None:
    rejects = _import(tmp_path, imported)
    lines = [json.loads(line) for line in rejects.path.read_text(encoding="utf-8").splitlines()]
    assert [(line["row"], line["field"], line["reason"]) for line in lines] == [
        (5, "kind", "unknown"), (6, "lat", "no_number"), (7, "lat", "outside_the_kingdom"), (8, "region", "unknown"),
    ]  # fmt: skip


def test_an_imported_place_is_read_and_leads_to_the_governorate_of_the_nearest_seat(
    tmp_path: Path, imported: Path
) -> None:
    text = "ارملة تسكن في قرية المفحوصة بلا كهرباء"
    before = find_place(text)
    assert before is not None
    assert before.governorate is None
    _import(tmp_path, imported)
    found = find_place(text)
    assert found is not None
    assert (found.governorate, found.region) == ("رفحاء", "SH")


def test_a_hamlet_with_the_name_of_a_city_is_listed_only_where_the_text_speaks_for_it(
    tmp_path: Path, imported: Path
) -> None:
    _import(tmp_path, imported)
    city = find_place("ساكنين في الرياض")
    assert city is not None
    assert (city.region, city.candidates) == ("RD", ())


def test_an_imported_name_alone_is_no_place(tmp_path: Path, imported: Path) -> None:
    _import(tmp_path, imported)
    assert find_places("كانت المفحوصة امس في المستشفى") == ()


def test_three_json_files_are_read_as_one_gazetteer(tmp_path: Path, imported: Path) -> None:
    city = {"city_id": 7, "region_id": 9, "name_ar": "المفحوصة", "name_en": "x", "center": [29.5, 43.4]}
    (tmp_path / "cities.json").write_text(json.dumps([city]), encoding="utf-8")
    (tmp_path / "regions_lite.json").write_text(json.dumps([{"region_id": 9, "code": "SH"}]), encoding="utf-8")
    district = {"district_id": 1, "city_id": 7, "region_id": 9, "name_ar": "حي الفاحصين"}
    (tmp_path / "districts_lite.json").write_text(json.dumps([district]), encoding="utf-8")
    summary = import_gazetteer(tmp_path / "cities.json", imported, Rejects(tmp_path / "cities.json").add)
    assert (summary.received, summary.taken) == (2, 2)
    _forget()
    assert [(t.name_ar, t.kind, t.governorate) for t in lexicon.imported()] == [
        ("المفحوصة", "town", "رفحاء"), ("الفاحصين", "district", "رفحاء"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["[1, 2", "{}", '["x"]'])
def test_a_file_that_is_no_gazetteer_leaves_the_old_table(tmp_path: Path, imported: Path, content: str) -> None:
    imported.write_text("name_ar\n", encoding="utf-8")
    (tmp_path / "cities.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput):
        import_gazetteer(tmp_path / "cities.json", imported, Rejects(tmp_path / "cities.json").add)
    assert imported.read_text(encoding="utf-8") == "name_ar\n"
