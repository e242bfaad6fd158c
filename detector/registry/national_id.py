"""National IDs and iqamas: ten digits, the first 1 (citizen) or 2 (resident), the last by Luhn. Pure."""

from __future__ import annotations

import re

from detector.errors import DetectorError
from nlp_models.extract.identifier_kinds import national
from nlp_models.text.clean import normalise

_BETWEEN = re.compile(r"[\s\-‐-―.]+")
LENGTH = 10


class InvalidNationalId(DetectorError):
    """Not a national ID; facts: `why` = length | first_digit | check_digit. The number itself is never a fact."""

    code, status = "M401", 422


def parse(text: str, *, demo: bool) -> str:
    """Ten ASCII digits out of what was typed, in any digits, with spaces or dashes; raises `InvalidNationalId`.

    Numbers that start with 9 belong to nobody: they are taken only in a `demo` installation, whose people are invented.
    """
    digits = _BETWEEN.sub("", normalise(text))
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise InvalidNationalId(why="length")
    if demo and digits[0] == "9":
        return digits
    read = national(digits)
    if read is None or not read.valid:
        raise InvalidNationalId(why="check_digit" if read else "first_digit")
    return digits
