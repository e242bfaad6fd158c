"""The chain: what is hashed, and how a break is found. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

GENESIS = "0" * 64


class Link(Protocol):
    seq: Any
    at: Any
    actor_id: Any
    actor_name: Any
    action: Any
    subject: Any
    subject_id: Any
    reason: Any
    facts: Any
    hash: Any


def digest(before: str, link: Link) -> str:
    """SHA-256 over the previous hash and the entry's own values, in canonical JSON."""
    at: datetime = link.at
    values = [
        before, link.seq, at.astimezone(UTC).isoformat(timespec="microseconds"), link.actor_id, link.actor_name,
        link.action, link.subject, link.subject_id, link.reason, link.facts,
    ]  # fmt: skip
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def first_break(links: Iterable[Link]) -> int | None:
    """The seq of the first entry that was changed, or after which one is missing; None when the chain is whole."""
    before, expected = GENESIS, 1
    for link in links:
        if link.seq != expected or link.hash != digest(before, link):
            return expected
        before, expected = link.hash, expected + 1
    return None
