"""The words beside a number that say what it numbers: an ID, a phone, an IBAN, or an invoice and the like."""

from __future__ import annotations

import re

from nlp_models.lexicons.terms import senses

_BEFORE, _AFTER = 45, 20  # letters to look back and ahead
_SENSES = senses("identifier_cues")
_CUE = re.compile(
    r"(?<![a-zء-ي])[وبلف]?("
    + "|".join(re.escape(cue) for cue in sorted(_SENSES, key=len, reverse=True))
    + r")(?![a-zء-ي])"
)


def says(text: str, start: int, end: int, *among: str) -> str:
    """The sense, of those asked for, of the cue nearest to `text[start:end]`; those before go first; "" if none."""
    before = [_SENSES[cue[1]] for cue in _CUE.finditer(text, max(0, start - _BEFORE), start)]
    for sense in reversed(before):
        if sense in among:
            return sense
    for cue in _CUE.finditer(text, end, end + _AFTER):
        if _SENSES[cue[1]] in among:
            return _SENSES[cue[1]]
    return ""
