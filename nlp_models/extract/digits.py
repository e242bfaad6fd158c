"""Digit strings as people write them: in pieces, spelled out, with O for 0, as keycaps, behind masks.

`groups` reads a text once, left to right, and gives runs of pieces that little but blanks and dashes part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp_models.lexicons.terms import senses

MASK = "•"
_TOKEN = re.compile(r"([0-9]+)|(s a(?![a-z])|[a-z]+)|([×*•●○✱]+)|([ء-ي]+)|([\s.\-–—/\\,،()_+]{1,3})|(.)", re.DOTALL)
_LOOK_ALIKE = {"o": "0", "x": MASK}
_WHOLE = 10  # digits of an ID or mobile
_SPELLED = {term: value for term, value in senses("numerals").items() if int(value) < 100}
_UNITS = frozenset(term for term, value in _SPELLED.items() if 0 < int(value) < 10)


@dataclass(slots=True)
class Piece:
    """Digits (and `MASK`s) written together at `start:end`; `iban` if the letters SA stand before them."""

    digits: str
    start: int
    end: int
    iban: bool = False
    spelled: str = ""


def groups(text: str) -> Iterator[list[Piece]]:
    """Every run of pieces of a cleaned, unsqueezed text. Time grows with the length of the text only."""
    pieces: list[Piece] = []
    country = -1  # where the letters SA of an IBAN began
    gap = 0
    for token in _TOKEN.finditer(text):
        digits, latin, masks, arabic, space, _ = token.groups(default="")
        latin = "sa" if latin == "s a" else latin
        if space and gap == 0:
            gap = 1
            continue
        value = digits or (masks and MASK * len(masks)) or (latin and _latin(latin)) or (arabic and _spelled(arabic))
        if value:
            _add(pieces, Piece(value, token.start(), token.end(), spelled=arabic), country, gap > 0)
            country = -1
        elif arabic and _ten(pieces, arabic):
            pieces[-1].end = token.end()
        elif latin and latin[:2] == "sa" and not latin[2:].strip("o"):
            country = token.start()
            if latin[2:]:  # SAO3: the first zero is written as a letter
                _add(pieces, Piece("0" * len(latin[2:]), country, token.end()), country, True)
                country = -1
        else:
            if pieces:
                yield pieces
            pieces, country = [], -1
        gap = 0
    if pieces:
        yield pieces


def _add(pieces: list[Piece], piece: Piece, country: int, apart: bool) -> None:
    if country >= 0:
        piece.start, piece.iban = country, True
    elif pieces and not apart and not piece.spelled and not pieces[-1].spelled and not _dressed(pieces[-1], piece):
        pieces[-1].digits += piece.digits
        pieces[-1].end = piece.end
        return
    pieces.append(piece)


def _dressed(left: Piece, right: Piece) -> bool:
    """Asterisks around a whole number are WhatsApp's bold, not hidden digits."""
    return not left.digits.strip(MASK) or (len(left.digits) >= _WHOLE and not right.digits.strip(MASK))


def _latin(word: str) -> str | None:
    """o for 0 and x for a digit that is hidden; None for a word of letters."""
    return None if word.strip("ox") else "".join(_LOOK_ALIKE[char] for char in word)


def _spelled(word: str) -> str | None:
    value = _SPELLED.get(word)
    if value is None and word.removeprefix("و") in _UNITS:
        value = _SPELLED[word[1:]]
    return value


def _ten(pieces: list[Piece], word: str) -> bool:
    """خمسة وخمسين, read out for 55: the unit before becomes both digits."""
    tens = int(_SPELLED.get(word.removeprefix("و"), 0))
    if tens < 20 or not pieces or pieces[-1].spelled.removeprefix("و") not in _UNITS:
        return False
    pieces[-1].digits = str(tens + int(pieces[-1].digits))
    pieces[-1].spelled = word
    return True
