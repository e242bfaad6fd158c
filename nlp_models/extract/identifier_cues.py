"""The words beside a number that say what it numbers: an ID, a phone, an IBAN, or an invoice and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp_models.lexicons.terms import senses

_BEFORE, _AFTER = 45, 20  # letters to look back and ahead
_WORD = re.compile("[a-zء-ي]+")
_SENSES = senses("identifier_cues")
_LONGEST = max(len(cue.split()) for cue in _SENSES)
_ONTO = ("و", "ب", "ل", "ف")


def says(text: str, start: int, end: int, *among: str) -> str:
    """The sense, of those asked for, of the cue nearest to `text[start:end]`; those before go first; "" if none."""
    before = _WORD.findall(text, max(0, start - _BEFORE), start)
    for i in range(len(before) - 1, -1, -1):
        for sense in _senses_at(before, i):
            if sense in among:
                return sense
    after = _WORD.findall(text, end, end + _AFTER)
    for i in range(len(after)):
        for sense in _senses_at(after, i):
            if sense in among:
                return sense
    return ""


def _senses_at(words: list[str], i: int) -> Iterator[str]:
    """What the cue that begins at `words[i]` says, the longest first: السجل التجاري before السجل."""
    for size in range(min(_LONGEST, len(words) - i), 0, -1):
        cue = " ".join(words[i : i + size])
        sense = _SENSES.get(cue) or (_SENSES.get(cue[1:]) if cue.startswith(_ONTO) else None)
        if sense:
            yield sense
            return
