"""The project's own list of places: 13 regions, their governorates, well-known towns, aliases and Daman offices.

Governorates are the 138 of which lists speak (134 or 136 after the order of 2012, and two named since) and the 13
seats of the regions, which some lists leave out. Coordinates are degrees, good to some kilometres. `homonym` is what
the name means as an ordinary word, and `cue` how much must then stand beside it before it is read as a place (see
`nlp_models.extract.places`). The offices are plausible ones, one for each seat and larger governorate, for a first
start.

An office may add a full gazetteer by `daman places import`: it lies as one more table of towns in the file that
DAMAN_GAZETTEER names (the processes that read posts inherit the variable), and is read when a process starts.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

_DATA = Path(__file__).parent / "data"
GAZETTEER = "var/gazetteer.csv"  # where an imported gazetteer lies unless DAMAN_GAZETTEER says otherwise
COLUMNS = (
    "name_ar",
    "name_en",
    "kind",
    "governorate",
    "lat",
    "lon",
    "homonym",
    "cue",
)  # of towns.csv and of the import

Cue = Literal["", "in", "noun", "governorate", "region"]
Kind = Literal["region", "governorate", "town", "centre", "hijra", "district"]


@dataclass(frozen=True, slots=True)
class Region:
    """One of the 13; `code` is the two-letter code by which the rest of the system knows it."""

    code: str
    name_ar: str
    name_en: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Governorate:
    """`name_ar` is unique and serves as the key; `region` is a region's code."""

    name_ar: str
    name_en: str
    region: str
    lat: float
    lon: float
    homonym: str
    cue: Cue


@dataclass(frozen=True, slots=True)
class Town:
    """A town, centre, hijra or city district; unique by name and governorate.

    Where the list has no coordinates of its own they are those of the governorate's seat.
    """

    name_ar: str
    name_en: str
    kind: Kind
    governorate: str
    lat: float
    lon: float
    homonym: str
    cue: Cue


@dataclass(frozen=True, slots=True)
class Alias:
    """Another way to write the name of a region, governorate or town."""

    alias: str
    kind: Kind
    name: str
    homonym: str
    cue: Cue


@dataclass(frozen=True, slots=True)
class Office:
    """A Daman office in `governorate`; `catchment` are the governorates it serves, all of one region."""

    name: str
    governorate: str
    catchment: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    return _table(_DATA / f"{name}.csv")


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def regions() -> tuple[Region, ...]:
    """The 13 regions."""
    return tuple(
        Region(r["code"], r["name_ar"], r["name_en"], float(r["lat"]), float(r["lon"])) for r in _rows("regions")
    )


@lru_cache(maxsize=1)
def governorates() -> tuple[Governorate, ...]:
    """Every governorate, the seats of the regions among them."""
    return tuple(
        Governorate(
            r["name_ar"], r["name_en"], r["region"], float(r["lat"]), float(r["lon"]), r["homonym"], cast(Cue, r["cue"])
        )
        for r in _rows("governorates")
    )


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """Well-known towns, centres, hijras and districts of the big cities."""
    return _towns(_rows("towns"))


@lru_cache(maxsize=1)
def imported() -> tuple[Town, ...]:
    """The places of the imported gazetteer, none where nothing was imported."""
    path = Path(os.environ.get("DAMAN_GAZETTEER") or GAZETTEER)
    return _towns(_table(path)) if path.is_file() else ()


def _towns(rows: list[dict[str, str]]) -> tuple[Town, ...]:
    seat = {g.name_ar: g for g in governorates()}
    return tuple(
        Town(
            r["name_ar"], r["name_en"], cast(Kind, r["kind"]), r["governorate"],
            float(r["lat"] or seat[r["governorate"]].lat), float(r["lon"] or seat[r["governorate"]].lon),
            r["homonym"], cast(Cue, r["cue"]),
        )
        for r in rows
    )  # fmt: skip


@lru_cache(maxsize=1)
def aliases() -> tuple[Alias, ...]:
    """Spellings and short names that cleaning does not bring together by itself."""
    return tuple(
        Alias(r["alias"], cast(Kind, r["kind"]), r["name"], r["homonym"], cast(Cue, r["cue"])) for r in _rows("aliases")
    )


@lru_cache(maxsize=1)
def offices() -> tuple[Office, ...]:
    """Daman offices; every governorate is in the catchment of exactly one."""
    return tuple(Office(r["name"], r["governorate"], tuple(r["catchment"].split("|"))) for r in _rows("offices"))
