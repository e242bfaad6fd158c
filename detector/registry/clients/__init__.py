"""Asking a registry about one national ID. One Protocol, one file per way of asking.

A client either knows or raises: there is no answer that could be mistaken for "not registered".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from detector.errors import DetectorError
from detector.registry.judgement import Identity


class RegistryUnavailable(DetectorError):
    """The registry cannot be asked now; the match is recorded as unknown. Facts: `why`."""

    code, status = "M402", 503


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    identity: Identity
    status: str  # registered | suspended | stopped | applied


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """`record` None: the registry was asked and holds nobody under this ID, as of the day `as_of`."""

    record: RegistryRecord | None
    as_of: date


class RegistryClient(Protocol):
    @property
    def name(self) -> str: ...

    def look_up(self, national_id: str) -> RegistryAnswer:
        """The record under ten ASCII digits. Raises `RegistryUnavailable` for every kind of not knowing."""
        ...
