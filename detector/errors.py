"""Errors carry a code, an HTTP status and facts; the words are in review_ui.words, the operator's lines in docs/guide/errors.md.

Codes: D0xx deployment · R1xx reports and intake · Q2xx cases and queue · V3xx contact, consent, visits (V33x campaigns)
· M4xx registry · E5xx decisions · G6xx guidance · L7xx learning · S9xx sign-in and permission.
"""

from __future__ import annotations

from typing import Any, ClassVar


class DetectorError(Exception):
    """Base of all errors that a caller may show. `facts` hold ids and numbers, never post text, names or national IDs."""

    code: ClassVar[str] = "D000"
    status: ClassVar[int] = 500

    def __init__(self, **facts: Any) -> None:
        super().__init__(f"{self.code} {type(self).__name__} {facts}")
        self.facts = facts


class KeysMissing(DetectorError):
    code, status = "D001", 503


class DatabaseBehind(DetectorError):
    """The database is not at the migration this code needs: run `daman migrate`."""

    code, status = "D002", 503


class NotFound(DetectorError):
    """There is no such thing, or not for this account: the two are told apart by nobody outside."""

    code, status = "D004", 404


class BadInput(DetectorError):
    """A value does not fit; facts: `field`, `why`."""

    code, status = "D005", 422


class TooMany(DetectorError):
    """A rate limit; facts: `retry_after` in seconds."""

    code, status = "D006", 429


class Conflict(DetectorError):
    """Somebody changed the row since the version that the caller saw."""

    code, status = "D007", 409
