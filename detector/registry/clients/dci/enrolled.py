"""The specification's yes/no questions, `/registry/sync/enrolled` and `/disabled`: many people in one signed message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detector.clock import now
from detector.registry.clients import RegistryUnavailable
from detector.registry.clients.dci.client import DciClient
from detector.registry.clients.dci.envelope import Ids
from detector.registry.clients.dci.search import day_of

AT_ONCE = 100  # people in one message
_SAID = {"yes": True, "no": False, True: True, False: False}


@dataclass(frozen=True, slots=True)
class Enrolled:
    enrolled: bool
    as_of: date
    valid_until: date | None


def ask_enrolled(client: DciClient, path: str, national_ids: Sequence[str], reason: str) -> list[Enrolled | None]:
    """An answer for each ID in its place; None where this one was rejected. Raises `RegistryUnavailable`."""
    found: list[Enrolled | None] = []
    for start in range(0, len(national_ids), AT_ONCE):
        found += _some(client, path, national_ids[start : start + AT_ONCE], reason)
    return found


def _some(client: DciClient, path: str, national_ids: Sequence[str], reason: str) -> list[Enrolled | None]:
    ids, dialect = Ids.new(), client.peer.dialect
    references = [Ids.new().reference for _ in national_ids]
    asked = [
        {
            "reference_id": reference, "timestamp": now().isoformat(),
            f"{path}_criteria": {
                "query_type": dialect.query_type, "query": dialect.query(national_id), "reason": reason,
            },
        }
        for reference, national_id in zip(references, national_ids, strict=True)
    ]  # fmt: skip
    message = {"transaction_id": ids.transaction, f"{path}_request": asked}
    header, answer = client.exchange(f"/registry/sync/{path}", path, message, ids, count=len(asked))
    if header.get("status") != "succ":
        raise RegistryUnavailable(why="rejected")
    if answer.get("transaction_id") != ids.transaction:
        raise RegistryUnavailable(why="message_transaction")
    lines = answer.get(f"{path}_response")
    by_reference = {
        line.get("reference_id"): line
        for line in (lines if isinstance(lines, list) else [])
        if isinstance(line, Mapping) and isinstance(line.get("reference_id"), str)
    }
    if not set(by_reference) <= set(references):
        raise RegistryUnavailable(why="message_reference")
    return [_one(by_reference.get(reference), path) for reference in references]


def _one(line: Mapping[str, Any] | None, path: str) -> Enrolled | None:
    if line is None or line.get("status") != "succ":
        return None
    data = line.get("data")
    said = data.get(path) if isinstance(data, Mapping) else None
    if not isinstance(said, str | bool) or said not in _SAID or not isinstance(data, Mapping):
        return None
    return Enrolled(_SAID[said], day_of(line.get("timestamp")), _until(data.get("valid_until")))


def _until(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
