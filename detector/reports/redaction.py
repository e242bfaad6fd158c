"""Taking identifying numbers out of a text, letter for letter, so that evidence still points at the right place. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp_models.types import Identifier

# A long number without a cue is no identifier for the reader, but it may be one for a stranger: masked all the same.
_LONG_NUMBER = re.compile(r"\d(?:[ \-]?\d){8,33}")
OTHER_NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A number that was masked; `value` in ASCII digits where it has digits."""

    type: str
    start: int
    end: int
    valid: bool
    value: str
    masked: str


def mask(letters: str) -> str:
    """The first and the last two letters or digits stay, the others are dots; spaces and dashes stay."""
    solid = [i for i, c in enumerate(letters) if c.isalnum()]
    hide = set(solid[1:-2]) if len(solid) > 5 else set(solid)
    return "".join("•" if i in hide else c for i, c in enumerate(letters))


def ascii_digits(letters: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in letters if c.isalnum())


def masked(text: str, identifiers: Sequence[Identifier | Hidden]) -> str:
    """The text with these identifiers masked in place; other long numbers stay, as the id of a post in its address."""
    letters = list(text)
    for one in identifiers:
        letters[one.start : one.end] = mask(text[one.start : one.end])
    return "".join(letters)


def redact(text: str, identifiers: Sequence[Identifier]) -> tuple[str, list[Hidden]]:
    """The text with every identifier and long number masked in place, and what was masked."""
    hidden = [Hidden(i.type, i.start, i.end, i.valid, i.value, i.masked) for i in identifiers]
    taken = [(h.start, h.end) for h in hidden]
    for found in _LONG_NUMBER.finditer(text):
        start, end = found.span()
        if not any(start < e and s < end for s, e in taken):
            hidden.append(Hidden(OTHER_NUMBER, start, end, False, ascii_digits(found[0]), mask(found[0])))
    return masked(text, hidden), hidden
