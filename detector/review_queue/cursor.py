"""The cursor of a keyset page: where the last row stood. Opaque to callers, and checked as input from a stranger."""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import dataclass

from detector.errors import BadInput
from detector.review_queue.priority import ORDINARY, URGENT

_MOST_ID = 2**63 - 1  # what the database can compare with


@dataclass(frozen=True, slots=True)
class Place:
    lane: int
    rank: float
    id: int


def write(place: Place) -> str:
    raw = json.dumps([place.lane, place.rank, place.id]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read(cursor: str) -> Place:
    """Raises `BadInput` for anything that `write` cannot have written."""
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        lane, rank, id_ = json.loads(raw)
    except (UnicodeError, binascii.Error, ValueError, TypeError, RecursionError):
        raise BadInput(field="after", why="bad_cursor") from None
    fits = type(lane) is int and type(rank) is float and type(id_) is int
    if not fits or lane not in (URGENT, ORDINARY) or not math.isfinite(rank) or not 0 <= id_ <= _MOST_ID:
        raise BadInput(field="after", why="bad_cursor")
    return Place(lane, rank, id_)
