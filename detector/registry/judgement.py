"""Are two records one person? SAME, DIFFERENT, or UNSURE, which goes to a person. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import Any

from detector.registry.names import parts, same_name
from detector.reports.redaction import mask

# Birth dates a year or less apart may be one: "1 Rajab" stands for an unknown day, and Hijri dates are converted.
_NEAR_DAYS = 366


class Judgement(enum.StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Identity:
    """What two records are compared by. `national_id` in ten ASCII digits."""

    national_id: str
    full_name: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`compared`: a row a field, {field, ours, theirs, same}; values are masked, `same` None is "cannot be told"."""

    judgement: Judgement
    compared: tuple[dict[str, Any], ...]


def judge(ours: Identity, theirs: Identity) -> Verdict:
    """Compare the person on our form with the registry's record under the same national ID."""
    number = ours.national_id == theirs.national_id
    name = same_name(ours.full_name, theirs.full_name)
    born = _same_date(ours.birth_date, theirs.birth_date)
    compared = (
        _row("national_id", mask(ours.national_id), mask(theirs.national_id), number),
        _row("full_name", mask_name(ours.full_name), mask_name(theirs.full_name), name),
        _row("birth_date", mask_date(ours.birth_date), mask_date(theirs.birth_date), born),
    )
    return Verdict(_judgement(number, name, born), compared)


def _judgement(number: bool, name: bool | None, born: bool | None) -> Judgement:
    if not number:
        return Judgement.DIFFERENT
    if name is False:  # a mistyped ID can pass the check digit and be a stranger's
        return Judgement.UNSURE if born else Judgement.DIFFERENT
    if name is True:
        return Judgement.UNSURE if born is False else Judgement.SAME
    return Judgement.SAME if born else Judgement.UNSURE


def _same_date(ours: date | None, theirs: date | None) -> bool | None:
    if ours is None or theirs is None:
        return None
    if ours == theirs:
        return True
    return None if abs((ours - theirs).days) <= _NEAR_DAYS else False


def _row(field: str, ours: str | None, theirs: str | None, same: bool | None) -> dict[str, Any]:
    return {"field": field, "ours": ours, "theirs": theirs, "same": same}


def mask_name(name: str) -> str:
    """ن••• س••• ح•••: the first letter of each part, and no length."""
    return " ".join(f"{part.removeprefix('ال')[:1]}•••" for part in parts(name))


def mask_date(day: date | None) -> str | None:
    return None if day is None else f"{day.year}-••-••"
