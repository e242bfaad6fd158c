"""One phrase in Arabic, which is shown, and in English, for those who review the pages without Arabic."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    ar: str
    en: str


Words = dict[str, Word]
