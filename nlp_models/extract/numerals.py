"""Numbers in digits or spelled in the dialects: ٨, ثمانية, حدعش, خمسة عشر, ثلاثة وعشرين."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlp_models.lexicons.terms import senses

VALUES = {term: int(value) for term, value in senses("numerals").items()}
_ONTO = ("", "وال", "بال", "ال", "لل", "وب", "ول", "و", "ف", "ب", "ل")
_NOT_NUMBERS = frozenset(("لست", "بسبع"))  # "I am not", "with a lion"
_LETTERS = re.compile("^[والبف]+")
_MOST_DIGITS = 7  # more are an account, not a count
_SPELLED = {
    onto + term: (value, onto)
    for onto in reversed(_ONTO)
    for term, value in VALUES.items()
    if onto + term not in _NOT_NUMBERS
}
SPELLED = frozenset(_SPELLED)


class Number(NamedTuple):
    """`size` words from the place asked for, with `onto` (و, ب, ل, ال …) written onto the first."""

    value: int
    size: int
    onto: str


def number(words: Sequence[str], i: int) -> Number | None:
    """The number that begins at `words[i]` of a cleaned text, None if none does; 5 الف are two numbers."""
    if i >= len(words):
        return None
    value, onto = _single(words[i])
    if value is None:
        return None
    after = words[i + 1] if i + 1 < len(words) else ""
    if 0 < value < 10:
        if VALUES.get(after) == 10 and not words[i].isdigit():
            return Number(value + 10, 2, onto)
        tens = VALUES.get(after[1:]) if after.startswith("و") else None
        if tens is not None and 20 <= tens < 100 and not words[i].isdigit():
            return Number(value + tens, 2, onto)
    return Number(value, 1, onto)


def _single(word: str) -> tuple[int | None, str]:
    if word in _SPELLED:
        return _SPELLED[word]
    if word[-1] not in "0123456789":
        return None, ""
    digits = _LETTERS.sub("", word)
    if len(digits) > _MOST_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None, ""
    onto = word[: len(word) - len(digits)]
    return (int(digits), onto) if onto in _ONTO else (None, "")
