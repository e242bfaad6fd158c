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
from nlp_models.text.clean import clean, unsqueezed
from nlp_models.types import Clean, Identifier

_DIGIT = re.compile("[0-9]")
_SPELLED = ("صفر", "زيرو", "خمس", "واحد", "اثنين", "اتنين")  # a number that is all words has one of these
_IBAN, _IBAN_LEAST, _IBAN_MOST = 22, 16, 24  # digits after SA: a few more or less are an IBAN with a slip
_SHORT_MOST = 14  # 009665… is the longest way to write a mobile
_DRESS = "\ufe0f\u20e3"  # what follows the last digit of a keycap


def identifiers(text: str, cleaned: Clean | None = None) -> tuple[Identifier, ...]:
    """Every identifier in the order of the text, none overlapping; a text without digits costs one search.

    `value` is canonical: an ID or IBAN in ASCII without blanks, a mobile as +966…; masked digits are •.
    """
    plain = (cleaned or clean(text)).text
    if not _DIGIT.search(plain) and not any(word in plain for word in _SPELLED):
        return ()
    return tuple(_found(text, unsqueezed(text)))


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
    digits = ""
    for j in range(i, len(pieces)):
        digits += pieces[j].digits
        if len(digits) > _SHORT_MOST:
            return None
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
