"""A text as the household rules read it: its words, where its clauses end, and the numbers that stand without a noun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlp_models.extract import household_words as lex
from nlp_models.extract.numerals import SPELLED, VALUES, Number, number

_MOST = 19  # without its noun a larger number is an age or a price
_PIECE = re.compile(r"([^\W_]+)|[.,،؛:!?؟\n…\-–—/()]")
# The article of Jazan and Tihama: امعيال is العيال.
_ARTICLE = {
    f"{onto}ام{word[2:]}": f"{onto}{word}"
    for word in (*lex.PLURALS, *lex.ONES, *lex.HOME)
    if word.startswith("ال")
    for onto in ("", "و", "ب")
}
_ARTICLE |= {
    f"{onto}ام{word}": f"{onto}ال{word}"  # عياله امثلاثه
    for word in VALUES
    if not word.isascii()
    for onto in ("", "و")
}
COUNTS_WITH_ARTICLE = frozenset(written for written, meant in _ARTICLE.items() if meant in SPELLED)


class Telling(NamedTuple):
    """`ends` are the indices of the words with which a clause ends."""

    words: tuple[str, ...]
    ends: frozenset[int]


def telling(text: str) -> Telling:
    """A cleaned text as words. Time grows with its length."""
    found: list[str] = []
    ends: set[int] = set()
    for piece in _PIECE.finditer(text):
        word = piece[1]
        if word is None:
            ends.add(len(found) - 1)
        else:
            found.append(_ARTICLE.get(word, word))
    ends.add(len(found) - 1)
    return Telling(tuple(found), frozenset(ends))


def is_measure(words: Sequence[str], i: int) -> bool:
    """Whether `words[i]` is a unit: what was counted before it are years, riyals or rooms."""
    return i < len(words) and words[i] in lex.UNIT


def bare_number(told: Telling, i: int) -> Number | None:
    """A number of people whose noun is left out: at the end of a clause, or before a word that is no noun."""
    n = number(told.words, i)
    if n is None or not 2 <= n.value <= _MOST:
        return None
    if i and told.words[i - 1] in lex.BEFORE_COUNT:
        return None
    after = i + n.size
    if after - 1 in told.ends or after >= len(told.words):
        return n
    if i and told.words[i - 1].removeprefix("و") in PARENT_OF and not is_measure(told.words, after):
        return n
    following = told.words[after]
    last = told.words[i - 1].removeprefix("و") if i else ""
    if n.onto == "و" and (last in lex.ONES or last in lex.A_WIFE) and not is_measure(told.words, after):
        return n  # حرمه وثنتين يمشين
    joins = following.startswith("و") and len(following) > 2 and number(told.words, after) is None
    goes_on = joins or (following.startswith("ي") and following.endswith(("ون", "ين")))
    return n if goes_on or following in lex.AFTER_COUNT or following in lex.DWELL or following in _AT_HOME else None


PARENT_OF = frozenset(("ام", "ابو"))  # ام سبعه
_AT_HOME = frozenset(word for word in lex.HOME if word.startswith("ب"))
