"""Search in the queue: by case number, by its last digits, or by a place as people type it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.clock import RIYADH, now
from nlp_models.text.clean import fold

_NUMBER = re.compile(r"(?:d ?)?(\d\d) (\d{1,12})")  # after folding, D-26-000123 is "d 26 000123"
_LAST_DIGITS = re.compile(r"\d{1,12}")
_FIRST_YEAR = 26  # the year of the first case number


def found_by(session: Session, search: str, among: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """The condition that a case is meant by `search`. Place names are compared folded, so ه and ة, ا and أ meet.

    `among` narrows the cases whose place names are compared: the scope and the filters of the page.
    """
    words = fold(search)
    if numbers := _numbers(words):
        return Case.number.in_(numbers)
    written = session.scalars(select(Case.place_name).where(*among, Case.place_name.is_not(None)).distinct())
    names = [name for name in written if name and _meant(words, fold(name))]
    return Case.place_name.in_(names)


def _numbers(words: str) -> list[str]:
    if whole := _NUMBER.fullmatch(words):
        return [f"D-{whole[1]}-{int(whole[2]):06d}"]
    if _LAST_DIGITS.fullmatch(words):
        this_year = int(f"{now().astimezone(RIYADH):%y}")
        return [f"D-{year:02d}-{int(words):06d}" for year in range(_FIRST_YEAR, this_year + 1)]
    return []


def _meant(words: str, name: str) -> bool:
    """A part of the name was typed (احساء), or the name with more around it (رفحاء حي السلام)."""
    return bool(words) and (words in name or f" {name} " in f" {words} ")
