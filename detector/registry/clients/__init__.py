"""Asking a registry about one national ID. One Protocol, one file or folder per way of asking; `choice` reads the setting.

A client either knows or raises: there is no answer that could be mistaken for "not registered".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from detector.errors import DetectorError
from detector.registry.judgement import Identity


class RegistryUnavailable(DetectorError):
    """The registry cannot be asked now, or said nothing that can be believed: the match is unknown. Facts: `why`."""

    code, status = "M402", 503


class RegistryNotConfigured(DetectorError):
    """A setting of the chosen client is missing or wrong; facts: `setting`, `why`."""

    code, status = "M407", 503


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    identity: Identity
    status: str  # registered | suspended | stopped | applied


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """What the registry holds under this ID as of the day `as_of`: nobody, one record, or (its own error) several."""

    records: tuple[RegistryRecord, ...]
    as_of: date

    @property
    def record(self) -> RegistryRecord | None:
        return self.records[0] if self.records else None


class RegistryClient(Protocol):
    @property
    def name(self) -> str: ...

    def look_up(self, national_id: str) -> RegistryAnswer:
        """The records under ten ASCII digits. Raises `RegistryUnavailable` for every kind of not knowing."""
        ...
