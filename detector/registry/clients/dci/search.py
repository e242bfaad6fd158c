"""The search of the specification: what is asked, and what one page of an answer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from detector.clock import RIYADH, now
from detector.registry.clients import RegistryRecord, RegistryUnavailable
from detector.registry.clients.dci.dialects import Dialect, Unreadable
from detector.registry.clients.dci.envelope import Ids, MessageRefused

PAGE_SIZE = 10  # records; under one ID there should be one


@dataclass(frozen=True, slots=True)
class Page:
    """Records of one page; `total` is how many the registry says there are on all pages."""

    records: tuple[RegistryRecord, ...]
    total: int
    as_of: date


def search_message(dialect: Dialect, ids: Ids, national_id: str, *, page: int = 1) -> dict[str, Any]:
    criteria = {
        "version": "1.0.0", "reg_event_type": "search", "query_type": dialect.query_type,
        "query": dialect.query(national_id), "pagination": {"page_size": PAGE_SIZE, "page_number": page},
    }  # fmt: skip
    return {
        "transaction_id": ids.transaction,
        "search_request": [
            {"reference_id": ids.reference, "timestamp": now().isoformat(), "locale": "ar", "search_criteria": criteria}
        ],
    }


def page_of(
    dialect: Dialect, header: Mapping[str, Any], message: Mapping[str, Any], ids: Ids, national_id: str,
    *, correlation: str | None = None,
) -> Page:  # fmt: skip
    """The page that answers `ids`, about this national ID and no other.

    `correlation` is what the registry named the conversation when it acknowledged it. Raises `MessageRefused` for an
    answer to something else, `RegistryUnavailable` for a rejection (its own code as `why`) or what cannot be read.
    """
    if message.get("transaction_id") != ids.transaction:
        raise MessageRefused(why="transaction")
    if correlation is not None and message.get("correlation_id") != correlation:
        raise MessageRefused(why="correlation")
    _succeeded(header)
    lines = [line for line in _list(message.get("search_response")) if isinstance(line, Mapping)]
    if len(lines) != 1 or lines[0].get("reference_id") != ids.reference:
        raise MessageRefused(why="reference")
    line = lines[0]
    _succeeded(line)
    data = line.get("data")
    raw = data.get("reg_records") if isinstance(data, Mapping) else None
    if not isinstance(raw, list):
        raise RegistryUnavailable(why="unreadable")
    try:
        records = tuple(dialect.record(one) for one in raw if isinstance(one, Mapping))
    except Unreadable:
        raise RegistryUnavailable(why="unreadable") from None
    if len(records) != len(raw):
        raise RegistryUnavailable(why="unreadable")
    if any(record.identity.national_id != national_id for record in records):
        raise MessageRefused(why="another_person")
    return Page(records, _total(line, len(records)), day_of(line.get("timestamp")))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _succeeded(part: Mapping[str, Any]) -> None:
    status = part.get("status")
    if status != "succ":
        code = part.get("status_reason_code")
        known = isinstance(code, str) and len(code) <= 80 and code.replace(".", "").replace("_", "").isalnum()
        raise RegistryUnavailable(why=code if known else "rejected" if status == "rjct" else "not_ready")


def _total(line: Mapping[str, Any], here: int) -> int:
    """Without pagination a page is the whole; a total that is no number says that pages may be missing."""
    pagination = line.get("pagination")
    if not isinstance(pagination, Mapping) or pagination.get("total_count") is None:
        return here
    total = pagination["total_count"]
    if not isinstance(total, int) or isinstance(total, bool) or total < here:
        raise RegistryUnavailable(why="unreadable")
    return total


def day_of(stamp: object) -> date:
    """The day in Riyadh of a message's time, today at the latest; raises `RegistryUnavailable`."""
    try:
        at = datetime.fromisoformat(str(stamp))
    except ValueError:
        raise RegistryUnavailable(why="unreadable") from None
    today = now().astimezone(RIYADH).date()
    return min(at.astimezone(RIYADH).date() if at.tzinfo else at.date(), today)
