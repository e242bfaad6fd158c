"""Are two records one person? SAME, DIFFERENT, or UNSURE, which goes to a person. Pure."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detector.registry import birth_dates
from detector.registry.birth_dates import compare_births
from detector.registry.name_comparison import compare_names
from detector.registry.names import parts, same_name
from detector.reports.redaction import mask


class Judgement(enum.StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Identity:
    """What two records are compared by. `national_id` in ten ASCII digits; `place` is a region's name."""

    national_id: str
    full_name: str
    birth_date: date | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`compared`: a row a field, {field, ours, theirs, same}; values are masked, `same` None is "cannot be told".

    A name's row has its `pairs` of parts and how each met, a birth date's its `how`.
    """

    judgement: Judgement
    compared: tuple[dict[str, Any], ...]


def judge(ours: Identity, theirs: Identity) -> Verdict:
    """Compare the person on our form with the registry's record under the same national ID.

    The place is shown and never judged by: families move, and a registry keeps the place where they applied.
    """
    number = ours.national_id == theirs.national_id
    name = same_name(ours.full_name, theirs.full_name)
    met = compare_births(ours.birth_date, theirs.birth_date)
    born = birth_dates.SAME.get(met)
    compared = [
        _row("national_id", mask(ours.national_id), mask(theirs.national_id), number),
        _row("full_name", mask_name(ours.full_name), mask_name(theirs.full_name), name)
        | {"pairs": _pairs(ours.full_name, theirs.full_name)},
        _row("birth_date", mask_date(ours.birth_date), mask_date(theirs.birth_date), born) | {"how": met.value},
    ]
    if ours.place and theirs.place:
        compared.append(_row("place", ours.place, theirs.place, ours.place == theirs.place))
    return Verdict(_judgement(number, name, born), tuple(compared))


def judge_records(ours: Identity, records: Sequence[Identity]) -> Verdict:
    """As `judge`, where a registry holds one record or more under the ID: several are never more than UNSURE.

    The comparison that is shown is with the most alike of them. Raises `ValueError` without a record.
    """
    verdicts = sorted((judge(ours, record) for record in records), key=lambda one: _LIKENESS[one.judgement])
    if not verdicts:
        raise ValueError("no record to compare with")
    if len(verdicts) == 1:
        return verdicts[0]
    several = _row("records", "1", str(len(verdicts)), None)
    return Verdict(Judgement.UNSURE, (*verdicts[0].compared, several))


_LIKENESS = {Judgement.SAME: 0, Judgement.UNSURE: 1, Judgement.DIFFERENT: 2}


def _judgement(number: bool, name: bool | None, born: bool | None) -> Judgement:
    if not number:
        return Judgement.DIFFERENT
    if name is False:  # a mistyped ID can pass the check digit and be a stranger's
        return Judgement.UNSURE if born else Judgement.DIFFERENT
    if name is True:
        return Judgement.UNSURE if born is False else Judgement.SAME
    return Judgement.SAME if born else Judgement.UNSURE


def _pairs(ours: str, theirs: str) -> list[dict[str, str | None]]:
    return [
        {"ours": _initial(pair.ours), "theirs": _initial(pair.theirs), "how": pair.how.value}
        for pair in compare_names(ours, theirs)
    ]


def _row(field: str, ours: str | None, theirs: str | None, same: bool | None) -> dict[str, Any]:
    return {"field": field, "ours": ours, "theirs": theirs, "same": same}


def mask_name(name: str) -> str:
    """ن••• س••• ح•••: the first letter of each part, and no length."""
    return " ".join(_masked(part) for part in parts(name))


def _masked(part: str) -> str:
    return f"{part.removeprefix('ال')[:1]}•••"


def _initial(part: str | None) -> str | None:
    return None if part is None else _masked(part)


def mask_date(day: date | None) -> str | None:
    return None if day is None else f"{day.year}-••-••"
