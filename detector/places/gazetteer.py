"""`daman places import`: a full gazetteer as one more table of places for the reader.

It stays a file of its own beside the database (its licence may differ from ours), in the columns of
`nlp_models/lexicons/data/towns.csv`. Every place gets the governorate by which reports are led to an office: the one
that its row names, else that of the nearest seat in its region, since public gazetteers know regions and cities only.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, NamedTuple

from detector.errors import BadInput, DetectorError
from detector.places.gazetteer_files import rows_of
from nlp_models.lexicons import places as lexicon
from nlp_models.text.clean import normalise

Reject = Callable[[int, DetectorError, Any], None]
KINDS = ("town", "centre", "hijra", "district")
_LAT, _LON = (16.0, 33.0), (34.0, 56.0)  # the kingdom
_KM = 111.2  # a degree of latitude
_FARTHEST = 700.0  # km from the nearest seat of its region (the Empty Quarter is that wide): beyond, something is wrong
_ASKS = {"one": "region", "more": "noun"}  # most names of a gazetteer are words too (ظلم, حقل), few are known


@dataclass(frozen=True, slots=True)
class Summary:
    """`taken` of the `received` rows stand in the reader's table; `known` ones our own list has already."""

    received: int
    taken: int
    known: int
    rejected: int


class Entry(NamedTuple):
    """A row of the table, its fields named as `lexicons.places.COLUMNS`."""

    name_ar: str
    name_en: str
    kind: str
    governorate: str
    lat: str
    lon: str
    homonym: str
    cue: str


def import_gazetteer(path: Path, into: Path, reject: Reject) -> Summary:
    """Write the places of `path` to `into`, which is replaced whole. Rows that do not fit go to `reject`.

    Raises `BadInput` where the file is missing, is no table, or holds no row that fits: the old table then stays.
    """
    received = known = rejected = 0
    entries: dict[tuple[str, str], Entry] = {}
    ours = {(normalise(t.name_ar), t.governorate) for t in lexicon.towns()}
    ours |= {(normalise(g.name_ar), g.name_ar) for g in lexicon.governorates()}
    for number, raw in rows_of(path):
        received += 1
        try:
            entry = checked(raw)
        except BadInput as error:
            rejected += 1
            reject(number, error, raw)
            continue
        key = (normalise(entry.name_ar), entry.governorate)
        if key in ours:
            known += 1
        else:
            entries.setdefault(key, entry)
    if not entries and not known:
        raise BadInput(file=str(path), field="name_ar", why="no_rows")
    _write(into, iter(entries.values()))
    return Summary(received, len(entries), known, rejected)


def checked(raw: dict[str, Any]) -> Entry:
    """The row as an entry. Raises `BadInput` with field and reason."""
    name = str(raw.get("name_ar") or "").strip().removeprefix("حي ").strip()
    if len(normalise(name)) < 2 or not any("ء" <= char <= "ي" for char in name):
        raise BadInput(field="name_ar", why="no_arabic_name", given=name)
    kind = str(raw.get("kind") or "town")
    if kind not in KINDS:
        raise BadInput(field="kind", why="unknown", given=kind, known=", ".join(KINDS))
    lat, lon = _degrees(raw, "lat", _LAT), _degrees(raw, "lon", _LON)
    cue = _ASKS["one" if len(name.split()) == 1 else "more"]
    governorate = _governorate(raw, lat, lon)
    return Entry(name, str(raw.get("name_en") or ""), kind, governorate, f"{lat:.4f}", f"{lon:.4f}", "", cue)


def _degrees(raw: dict[str, Any], field: str, within: tuple[float, float]) -> float:
    try:
        value = float(raw[field])
    except (KeyError, TypeError, ValueError):
        raise BadInput(field=field, why="no_number", given=raw.get(field)) from None
    if not within[0] <= value <= within[1]:
        raise BadInput(field=field, why="outside_the_kingdom", given=value)
    return value


def _governorate(raw: dict[str, Any], lat: float, lon: float) -> str:
    named = str(raw.get("governorate") or "").strip()
    every = lexicon.governorates()
    if named:
        if found := next((g.name_ar for g in every if normalise(g.name_ar) == normalise(named)), None):
            return found
        raise BadInput(field="governorate", why="unknown", given=named)
    region = str(raw.get("region") or "").strip()
    seats = [g for g in every if g.region == region]
    if not seats:
        raise BadInput(field="region", why="unknown", given=region)
    # On a map of this size a degree of longitude is shorter than one of latitude by the cosine, and that is exact enough.
    away, name = min((_KM * hypot(g.lat - lat, (g.lon - lon) * cos(radians(lat))), g.name_ar) for g in seats)
    if away > _FARTHEST:
        raise BadInput(field="region", why="too_far_from_its_seats", given=round(away))
    return name


def _write(into: Path, entries: Iterator[Entry]) -> None:
    """A reader never sees half a table: the new one takes the old one's place in one step."""
    into.parent.mkdir(parents=True, exist_ok=True)
    half = into.with_suffix(".part")
    with half.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(lexicon.COLUMNS)
        table.writerows(tuple(entry) for entry in entries)
    os.replace(half, into)
