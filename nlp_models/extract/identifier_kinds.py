"""What a digit string is, by its own form: checksum, length and prefix; and how it is shown masked.

National ID and iqama: ten digits, 1 for citizens and 2 for residents, check digit after Luhn (docs: SAMA rulebook,
"Ten-Digit Computer Number"). IBAN: SA and 22 digits, mod 97 (SARIE). Mobile: the numbering plan of `phonenumbers`.
Masks: 1•••••••08, SA•• … 19, 05••••••67.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from stdnum import iban as iban_number
from stdnum import luhn

from nlp_models.extract.digits import MASK
from nlp_models.types import IdentifierType

_MOBILE = re.compile(r"(?:(?:00)?9660?|0)(5[0-9]{8})")
_HIDDEN_MOBILE = re.compile(r"(?:(?:00)?9660?|0)(5[0-9•]{7,9})")
_WITHOUT_ZERO = re.compile(r"5[0-9]{8}")
_NATIONAL = re.compile(r"[12][0-9]{9}")
_HIDDEN_NATIONAL = re.compile(r"[12][0-9•]{8,10}")


@dataclass(frozen=True, slots=True)
class Read:
    """A digit string that has the form of an identifier; `value` and `masked` as in `types.Identifier`."""

    type: IdentifierType
    valid: bool
    value: str
    masked: str


def iban(digits: str) -> Read:
    """The 22 digits after SA; other lengths and masks are not valid."""
    value = f"SA{digits}"
    if MASK in digits:
        return Read("iban", False, value, value)
    return Read("iban", bool(iban_number.is_valid(value)), value, f"SA•• … {digits[-2:]}")


def mobile(digits: str) -> Read | None:
    """05…, 9665…, 009665…: nine digits that begin with 5 after the trunk zero or the country code."""
    if hidden := MASK in digits and _HIDDEN_MOBILE.fullmatch(digits):
        return Read("mobile", False, f"+966{hidden[1]}", f"0{hidden[1]}")
    found = _MOBILE.fullmatch(digits)
    return _mobile(found[1]) if found else None


def mobile_without_zero(digits: str) -> Read | None:
    """5…: nine digits; only a cue tells them from any other nine."""
    return _mobile(digits) if _WITHOUT_ZERO.fullmatch(digits) else None


def national(digits: str) -> Read | None:
    """Ten digits that begin with 1 (national ID) or 2 (iqama); only a cue tells them from an invoice."""
    kind: IdentifierType = "national_id" if digits[:1] == "1" else "iqama"
    if MASK in digits and _HIDDEN_NATIONAL.fullmatch(digits):
        return Read(kind, False, digits, digits)
    if not _NATIONAL.fullmatch(digits):
        return None
    return Read(kind, bool(luhn.is_valid(digits)), digits, f"{digits[0]}{MASK * 7}{digits[-2:]}")


def _mobile(nine: str) -> Read:
    number = phonenumbers.parse(f"+966{nine}")
    valid = phonenumbers.is_valid_number(number)
    valid = valid and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return Read("mobile", valid, f"+966{nine}", f"05{MASK * 6}{nine[-2:]}")
