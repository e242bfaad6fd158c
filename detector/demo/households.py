"""The invented households of data/families.json."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from detector.visits.forms import Condition, Housing, HousingKind


@dataclass(frozen=True, slots=True)
class Adult:
    """`in_registry`: the name that the registry holds under this ID, None when it holds nobody."""

    name: str
    national_id: str
    birth: date
    status: str | None = None
    in_registry: str | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """What a visit finds."""

    members: int = 4
    adults: int = 2
    needs: tuple[str, ...] = ()
    housing: Housing = field(
        default_factory=lambda: Housing(kind=HousingKind.RENTED, condition=Condition.POOR, rent=900)
    )


@dataclass(frozen=True, slots=True)
class FamilyTip:
    """A tip as it came, `days` before now, and the path (paths.PATHS) that its case takes."""

    days: float
    governorate: str
    path: str
    text: str
    household: Household
    by_journalist: bool
    about_self: bool
    phone: str | None
    may_be_contacted: bool


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    text = files("detector.demo").joinpath("data/families.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _household(row: dict[str, Any]) -> Household:
    bare = Household()
    kind, condition, rent = row.get("housing", ["rented", "poor", 900])
    return Household(
        row.get("members", bare.members),
        row.get("adults", bare.adults),
        tuple(row.get("needs", ())),
        Housing(kind=HousingKind(kind), condition=Condition(condition), rent=rent),
    )


def tips() -> list[FamilyTip]:
    return [
        FamilyTip(
            days=row["days"],
            governorate=row["governorate"],
            path=row["path"],
            text=row["text"],
            household=_household(row),
            by_journalist=row.get("journalist", False),
            about_self=row.get("about_self", False),
            phone=row.get("phone"),
            may_be_contacted=row.get("contact", False),
        )
        for row in _data()["tips"]
    ]


def _adults(group: str) -> list[Adult]:
    return [
        Adult(r["name"], r["id"], date.fromisoformat(r["birth"]), r.get("status"), r.get("in_registry"))
        for r in _data()[group]
    ]


def registry_rows(as_of: date) -> list[dict[str, str]]:
    """The rows of an invented registry, for `registry.imports`."""
    return [
        {
            "national_id": adult.national_id,
            "full_name": adult.in_registry or adult.name,
            "birth_date": adult.birth.isoformat(),
            "status": adult.status or "registered",
            "office": "",
            "as_of": as_of.isoformat(),
        }
        for adult in (*_adults("enrolled"), *_adults("mixed_up"))
    ]


class People:
    """Hands out one invented adult after the other; when the strangers are used up, their names come round with new IDs."""

    def __init__(self) -> None:
        self.strangers = self._strangers()
        self.enrolled = itertools.cycle(_adults("enrolled"))
        self.mixed_up = itertools.cycle(_adults("mixed_up"))

    @staticmethod
    def _strangers() -> Iterator[Adult]:
        known = _adults("strangers")
        yield from known
        for number, adult in enumerate(itertools.cycle(known), 9_100_000_001):
            yield Adult(adult.name, str(number), adult.birth)
