"""Words that rules look for, one CSV a theme: term, sense, dialect, source, reviewed_by."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp_models.text.clean import normalise

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Term:
    """`term` is as people write it; `sense` is what the theme's rules take it for."""

    term: str
    sense: str
    dialect: str
    source: str
    reviewed_by: str


@lru_cache(maxsize=16)
def terms(theme: str) -> tuple[Term, ...]:
    """Every term of one theme. Raises FileNotFoundError for a theme that has no file."""
    with (_DATA / f"{theme}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Term(**row) for row in csv.DictReader(file))


@lru_cache(maxsize=64)
def words(theme: str, *senses: str) -> frozenset[str]:
    """The terms of one or more senses as cleaned text has them. Raises KeyError for a sense that no term has."""
    found = frozenset(normalise(t.term) for t in terms(theme) if t.sense in senses)
    if missing := set(senses) - {t.sense for t in terms(theme)}:
        raise KeyError(*sorted(missing))
    return found


@lru_cache(maxsize=16)
def senses(theme: str) -> dict[str, str]:
    """Cleaned term → sense, for themes where a term has one sense (numerals: the sense is the number)."""
    return {normalise(t.term): t.sense for t in terms(theme)}
