"""Reading posted forms: each value is taken or gets a message beside its field, and what was typed is kept."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar
from urllib.parse import urlsplit

from detector.clock import RIYADH
from detector.errors import DetectorError
from review_ui.problems import explain
from review_ui.words import WORDS, say

E = TypeVar("E", bound=enum.StrEnum)

# Letters that a database refuses or that would turn the writing direction of the page around them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def clean(value: str) -> str:
    return _FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def latin_digits(value: str) -> str:
    return value.translate(_DIGITS)


def is_web(address: str | None) -> bool:
    """Whether a browser may be sent there: http or https with a host, nothing else (never javascript: or data:)."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in address or "")


class Form:
    """Posted values. `errors` maps a field to its message."""

    def __init__(self, values: dict[str, list[str]] | None = None) -> None:
        self.values = values or {}
        self.files: dict[str, list[bytes]] = {}
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, items: Iterable[tuple[str, Any]]) -> Form:
        values: dict[str, list[str]] = {}
        for name, value in items:
            if isinstance(value, str):
                values.setdefault(name, []).append(clean(value))
        return cls(values)

    @property
    def ok(self) -> bool:
        return not self.errors

    def bad(self, field: str, why: str) -> None:
        key = f"field.{why}"
        self.errors.setdefault(field, say(key if key in WORDS else "field.invalid"))

    def blame(self, error: DetectorError, beside: Mapping[str, str] | None = None) -> bool:
        """Put the house's complaint beside its field; False when the form has no field for it.

        `beside` names the form's field for a field of the house, or for a whole error code.
        """
        named = beside or {}
        if error.code in named:
            self.errors.setdefault(named[error.code], explain(error))
            return True
        field = str(error.facts.get("field", ""))
        field = named.get(field, field)
        if not field or (field not in self.values and field not in self.files and field not in named.values()):
            return False
        self.bad(field, str(error.facts.get("why", "invalid")))
        return True

    def raw(self, name: str) -> str:
        return (self.values.get(name) or [""])[-1]

    def all(self, name: str) -> list[str]:
        return self.values.get(name, [])

    def text(self, name: str, *, required: bool = False, most: int = 2_000, least: int = 0) -> str:
        value = self.raw(name).strip()
        if not value:
            if required:
                self.bad(name, "empty")
        elif len(value) > most:
            self.bad(name, "too_long")
        elif len(value) < least:
            self.bad(name, "too_short")
        return value

    def yes(self, name: str) -> bool:
        return self.raw(name) in ("1", "on", "yes")

    def choice(self, name: str, of: type[E], *, required: bool = True) -> E | None:
        value = self.raw(name)
        if value in {member.value for member in of}:
            return of(value)
        if value or required:
            self.bad(name, "choose")
        return None

    def many(self, name: str, of: Collection[str], *, required: bool = False) -> list[str]:
        chosen = [value for value in self.all(name) if value in of]
        if required and not chosen:
            self.bad(name, "choose")
        return chosen

    def number(self, name: str, *, least: int = 0, most: int = 1_000_000, required: bool = False) -> int | None:
        value = latin_digits(self.raw(name)).strip()
        if not value:
            if required:
                self.bad(name, "empty")
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 12 or not least <= int(value) <= most:
            self.bad(name, "number")
            return None
        return int(value)

    def decimal(self, name: str) -> float | None:
        """A number that may have a point, written in any digits; None where nothing is typed."""
        value = latin_digits(self.raw(name)).strip().replace("٫", ".")
        if not value:
            return None
        if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value, re.ASCII):
            self.bad(name, "number")
            return None
        return float(value)

    def day(self, name: str, *, required: bool = False) -> date | None:
        value = latin_digits(self.raw(name)).strip()
        if not value:
            if required:
                self.bad(name, "empty")
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.bad(name, "date")
            return None

    def moment(self, day: str, hour: str) -> datetime | None:
        """A day and an hour of Riyadh as typed; messages go beside the field that is wrong."""
        on = self.day(day, required=True)
        at = latin_digits(self.raw(hour)).strip()
        try:
            clock = time.fromisoformat(at)
        except ValueError:
            self.bad(hour, "time")
            return None
        return datetime.combine(on, clock.replace(tzinfo=None), RIYADH) if on else None

    def link(self, name: str) -> str | None:
        """A web address, or None; see `is_web`."""
        value = self.text(name, most=2_000)
        if value and not is_web(value):
            self.bad(name, "link")
            return None
        return value or None
