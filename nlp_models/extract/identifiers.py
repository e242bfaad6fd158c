"""National IDs, iqamas, mobiles and IBANs, in whatever digits and pieces they are written.

An ID is believed only with a cue word beside it: one random number in ten passes the checksum, and posts are full of
invoice numbers that begin like IDs. A number that is partly masked is reported as not valid, with its masks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp_models.extract.digits import Piece, groups
from nlp_models.extract.identifier_cues import says
from nlp_models.extract.identifier_kinds import Read, iban, mobile, mobile_without_zero, national
from nlp_models.extract.numerals import SPELLED
from nlp_models.text.clean import clean, unsqueezed
from nlp_models.text.tokens import words
from nlp_models.types import Clean, Identifier

_DIGIT = re.compile("[0-9]")
_ODD_DIGIT = re.compile("[0-9][ox×*•●○✱]|[ox×*•●○✱][0-9]")
_OFTEN = ("صفر", "زيرو", "خمس", "واحد", "اثنين", "اتنين")  # a number that is all words has one of these
_FEWEST, _FEWEST_SPELLED = 8, 4  # digits; words beside the digits of 05 واحد اتنين …
_IBAN, _IBAN_LEAST, _IBAN_MOST = 22, 16, 24  # digits after SA: a few more or less are an IBAN with a slip
_SHORT_LEAST, _SHORT_MOST = 9, 14  # digits of a mobile, from 5… to 009665…
_SHORT_FIRST = "01259"
_DRESS = "\ufe0f\u20e3"  # what follows the last digit of a keycap


def identifiers(text: str, cleaned: Clean | None = None) -> tuple[Identifier, ...]:
    """Every identifier in the order of the text, none overlapping; a text without digits costs one search.

    `value` is canonical: an ID or IBAN in ASCII without blanks, a mobile as +966…; masked digits are •.
    """
    plain = (cleaned or clean(text)).text
    return tuple(_found(text, unsqueezed(text))) if _worth_reading(plain) else ()


def _worth_reading(plain: str) -> bool:
    """Whether there are digits enough for a number, counting those that are hidden, look alike or are spelled out."""
    if _DIGIT.search(plain) and (len(_DIGIT.findall(plain)) >= _FEWEST or _ODD_DIGIT.search(plain)):
        return True
    return any(word in plain for word in _OFTEN) and sum(word in SPELLED for word in words(plain)) >= _FEWEST_SPELLED


def _found(text: str, flat: Clean) -> Iterator[Identifier]:
    for pieces in groups(flat.text):
        i = 0
        while i < len(pieces):
            last, read = _longest(flat.text, pieces, i) or _shortest(text, flat, pieces, i) or (i, None)
            if read is not None:
                yield _identifier(text, flat, pieces[i].start, pieces[last].end, read)
            i = last + 1


def _longest(text: str, pieces: Sequence[Piece], i: int) -> tuple[int, Read] | None:
    """SA and its digits; 22 digits without SA where the cue is ايبان."""
    digits, last = "", None
    for j in range(i, len(pieces)):
        digits += pieces[j].digits
        if len(digits) > _IBAN_MOST or (j > i and pieces[j].iban):
            break
        if len(digits) == _IBAN or (pieces[i].iban and len(digits) >= _IBAN_LEAST):
            last, kept = j, digits
        if len(digits) == _IBAN:
            break
    if last is None:
        return None
    said = pieces[i].iban or says(text, pieces[i].start, pieces[last].end, "iban", "other") == "iban"
    return (last, iban(kept)) if said else None


def _shortest(text: str, flat: Clean, pieces: Sequence[Piece], i: int) -> tuple[int, Read] | None:
    """A mobile or an ID from the fewest pieces that make one."""
    if pieces[i].digits[0] not in _SHORT_FIRST:
        return None
    digits = ""
    for j in range(i, len(pieces)):
        digits += pieces[j].digits
        if len(digits) > _SHORT_MOST:
            return None
        if len(digits) < _SHORT_LEAST:
            continue
        start, end = pieces[i].start, pieces[j].end
        read = mobile(digits) or _five_for_zero(text, flat, digits, start, end)
        if read is None and (read := national(digits)) and says(flat.text, start, end, "id", "other") != "id":
            read = None
        if read is None and i == 0 and (read := mobile_without_zero(digits)):
            read = read if says(flat.text, start, end, "phone", "other", "id", "iban") == "phone" else None
        if read is not None:
            return j, read
    return None


def _five_for_zero(text: str, flat: Clean, digits: str, start: int, end: int) -> Read | None:
    """٥ typed for 0 before a number in ASCII digits: it looks like one."""
    if len(digits) != 10 or digits[:2] != "55":
        return None
    first, last = flat.origin(start, end)
    return mobile("0" + digits[1:]) if text[first] == "٥" and text[first + 1 : last].isascii() else None


def _identifier(text: str, flat: Clean, start: int, end: int, read: Read) -> Identifier:
    if flat.text[start - 1 : start] == "+" and read.type == "mobile":
        start -= 1
    first, last = flat.origin(start, end)
    while last < len(text) and text[last] in _DRESS:
        last += 1
    return Identifier(read.type, first, last, read.valid, read.value, read.masked)
