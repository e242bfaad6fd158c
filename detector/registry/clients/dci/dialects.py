"""What differs between registries that speak DCI: how an ID is asked for, and how a record is written. One adapter each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from detector.registry.birth_dates import day_of_birth
from detector.registry.clients import RegistryRecord
from detector.registry.judgement import Identity

# The registries' words for a standing → ours; what is not here cannot be told and is refused as unreadable.
_STATUSES = {
    "registered": "registered", "active": "registered", "enrolled": "registered", "suspended": "suspended",
    "onhold": "suspended", "stopped": "stopped", "inactive": "stopped", "exited": "stopped", "applied": "applied",
    "pending": "applied",
}  # fmt: skip


class Unreadable(ValueError):
    """A record that this dialect does not have."""


class Dialect(Protocol):
    query_type: str

    def query(self, national_id: str) -> dict[str, Any]: ...

    def record(self, raw: Mapping[str, Any]) -> RegistryRecord:
        """Raises `Unreadable`."""
        ...


class Spdci:
    """The specification's own: query {type: "UIN", value}, a Person with identifier[], name{}, birth_date."""

    query_type = "idtype-value"

    def query(self, national_id: str) -> dict[str, Any]:
        return {"type": "UIN", "value": national_id}

    def record(self, raw: Mapping[str, Any]) -> RegistryRecord:
        person = raw.get("demographic_info", raw)
        if not isinstance(person, Mapping):
            raise Unreadable("demographic_info")
        found = [
            str(one.get("identifier_value"))
            for one in _list(person.get("identifier"))
            if isinstance(one, Mapping) and one.get("identifier_type") == "UIN"
        ]
        return _record(found, person.get("name"), person.get("birth_date"), raw)


class OpenG2P:
    """OpenG2P's: query {type: "idtype-value", value: {id_type, id_value}}, a flat record with reg_ids[]."""

    query_type = "idtype-value"

    def query(self, national_id: str) -> dict[str, Any]:
        return {"type": "idtype-value", "value": {"id_type": "NATIONAL ID", "id_value": national_id}}

    def record(self, raw: Mapping[str, Any]) -> RegistryRecord:
        found = [
            str(one.get("value"))
            for one in _list(raw.get("reg_ids"))
            if isinstance(one, Mapping) and one.get("id_type") == "NATIONAL ID"
        ]
        return _record(found, raw.get("name"), raw.get("birthdate"), raw)


DIALECTS: dict[str, Dialect] = {"spdci": Spdci(), "openg2p": OpenG2P()}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _record(numbers: list[str], name: object, born: object, raw: Mapping[str, Any]) -> RegistryRecord:
    status = _STATUSES.get(str(raw.get("status", "registered")).replace("_", "").replace(" ", "").lower())
    if len(numbers) != 1 or status is None:
        raise Unreadable("identifier" if status else "status")
    place = raw.get("place")
    identity = Identity(numbers[0], _name(name), _birth(born), place if isinstance(place, str) else None)
    return RegistryRecord(identity, status)


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        order = ("given_name", "second_name", "third_name", "family_name", "surname")
        value = " ".join(str(value[part]) for part in order if value.get(part))
    if not isinstance(value, str) or not value.strip():
        raise Unreadable("name")
    return value


def _birth(value: object) -> date | None:
    if value in (None, ""):
        return None
    born = day_of_birth(str(value)[:10]) if isinstance(value, str) else None
    if born is None:
        raise Unreadable("birth_date")
    return born
