"""Sums of money: ٤ آلاف, 4k, أربع تلاف, ٢٥,٠٠٠ ريال, 21ألف و300 ريال."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlp_models.extract.numerals import number
from nlp_models.text.clean import clean
from nlp_models.text.tokens import Token
from nlp_models.text.tokens import words as split
from nlp_models.types import Clean

_TOKEN = re.compile(r"[0-9]+(?:[,.][0-9]{3})*(?![0-9])|[0-9]+|[a-zء-ي]+")
_SCALES = {"الف": 1000, "الاف": 1000, "تلاف": 1000, "k": 1000, "مليون": 1_000_000, "ملايين": 1_000_000, "ميه": 100}
_CURRENCY = frozenset(("ريال", "ريالات", "ر", "رس", "sar", "sr", "ريالا"))
_SUM = frozenset(
    ("مبلغ", "المبلغ", "مبلغه", "الايجار", "ايجار", "راتب", "راتبي", "الراتب", "دين", "ديون", "بقيمه", "قيمته")
)
_NOT_MONEY = frozenset(("متابع", "شخص", "نسمه", "مره", "مشاهده", "كيلو", "طالب", "اسره", "مستفيد", "سنه", "عام", "متر"))
_DIGIT = re.compile("[0-9]")
_HINTS = frozenset(_SCALES) | _CURRENCY | _SUM | {"الفين"}
_MOST = 1_000_000_000


class Amount(NamedTuple):
    """`text[start:end]` of the text as given says so many riyals."""

    start: int
    end: int
    riyals: int


def find_amounts(text: str, cleaned: Clean | None = None) -> tuple[Amount, ...]:
    """Every sum that a currency, a thousand or a word of money makes one, in the order of the text."""
    cleaned = cleaned or clean(text)
    if not _DIGIT.search(cleaned.text) and _HINTS.isdisjoint(split(cleaned.text)):
        return ()
    tokens = [Token(t[0], t.start(), t.end()) for t in _TOKEN.finditer(cleaned.text)]
    words = [re.sub(r"(?<=[0-9])[,.](?=[0-9])", "", token.text) for token in tokens]
    found: list[Amount] = []
    i = 0
    while i < len(words):
        value, last, scaled = _sum(words, i)
        if value is None:
            i += 1
            continue
        paid = last < len(words) and words[last] in _CURRENCY
        counted = last < len(words) and words[last] in _NOT_MONEY
        if 0 < value < _MOST and (paid or ((scaled or (i and words[i - 1] in _SUM)) and not counted)):
            end = tokens[last if paid else last - 1].end
            found.append(Amount(*cleaned.origin(tokens[i].start, end), value))
        i = last
    return tuple(found)


def _sum(words: Sequence[str], i: int) -> tuple[int | None, int, bool]:
    """The number that begins at `words[i]`, thousands and what و adds to it included; its end; if it had thousands."""
    value, last, scaled = _term(words, i)
    if value is None:
        return None, i, False
    while last < len(words):
        on = last + (words[last] == "و")
        joined = on > last or words[last].startswith("و")
        more, end, more_scaled = _term(words, on) if joined else (None, last, False)
        if more is None or more >= value:
            break
        value, last, scaled = value + more, end, scaled or more_scaled
    return value, last, scaled


def _term(words: Sequence[str], i: int) -> tuple[int | None, int, bool]:
    n = number(words, i)
    if n is None:
        return None, i, False
    after = i + n.size
    scale = _SCALES.get(words[after]) if after < len(words) else None
    if scale is None or n.value >= scale:
        return n.value, after, n.value >= 1000 and not words[i].removeprefix("و").isdigit()
    return n.value * scale, after + 1, scale >= 1000
