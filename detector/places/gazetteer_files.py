"""The forms in which gazetteers come: a plain table, or cities, districts and regions as three JSON files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detector.errors import BadInput

Rows = Iterator[tuple[int, dict[str, Any]]]


def rows_of(path: Path) -> Rows:
    """The rows with their number, from 1. Raises `BadInput` for a file that is missing or no table."""
    if not path.is_file():
        raise BadInput(file=str(path), why="not_found")
    try:
        match path.suffix.lower():
            case ".json":
                yield from _cities(path)
            case ".jsonl":
                with path.open(encoding="utf-8") as lines:
                    yield from enumerate((json.loads(line) for line in lines if line.strip()), 1)
            case _:
                with path.open(encoding="utf-8-sig", newline="") as table:
                    yield from enumerate(csv.DictReader(table), 1)
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # ValueError: no JSON, no UTF-8
        raise BadInput(file=str(path), field=type(error).__name__, why="unreadable") from error


def _cities(path: Path) -> Rows:
    """cities.json (city_id, region_id, name_ar, name_en, center), and what lies beside it.

    regions_lite.json gives the regions' codes. A district of districts_lite.json lies where its city does.
    """
    cities = _json(path)
    codes = {region["region_id"]: region["code"] for region in _json(path.with_name("regions_lite.json"))}
    for number, city in enumerate(cities, 1):
        yield number, _city(city, codes)
    beside = path.with_name("districts_lite.json")
    of_id = {city["city_id"]: city for city in cities}
    for number, district in enumerate(_json(beside) if beside.is_file() else [], len(cities) + 1):
        city = of_id.get(district["city_id"], {})
        names = {"name_ar": district["name_ar"], "name_en": district.get("name_en"), "kind": "district"}
        yield number, _city(city, codes) | names


def _city(city: dict[str, Any], codes: dict[int, str]) -> dict[str, Any]:
    lat, lon = (*city.get("center", ()), None, None)[:2]
    return {
        "name_ar": city.get("name_ar"), "name_en": city.get("name_en"), "kind": "town",
        "region": codes.get(city.get("region_id", -1)), "lat": lat, "lon": lon,
    }  # fmt: skip


def _json(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise BadInput(file=str(path), why="not_found")
    found = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(found, list):
        raise BadInput(file=str(path), why="no_list")
    return found
