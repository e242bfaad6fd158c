"""The Cloud API's wire format, taken apart level by level: a delivery may hold many entries, changes and messages. Pure.

pywa's own parsing reads the first of each level only (ADR 0011), so these few fields are read here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from detector.clock import now
from detector.reports.items import storable

MOST_ID = 500
QUIET = frozenset({"reaction", "system", "request_welcome", "ephemeral"})  # say nothing that somebody should read


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message. `number` (wa_id) or `user` (user_id) may be missing, never both; `raw` is all that came of it."""

    wamid: str
    kind: str
    number: str | None
    user: str | None
    sent_at: datetime
    text: str | None
    place: str | None
    is_forwarded: bool
    withdraws: str | None  # the wamid of the message that its sender deleted
    replaces: str | None  # the wamid of the message that its sender edited
    raw: str


def messages_in(body: Any, *, phone_id: str) -> tuple[list[Incoming], int]:
    """The messages to our own number, and how many pieces were not readable as a message or were for another number.

    Statuses and other fields of the webhook are no messages and are not counted. Nothing here raises for what was sent.
    """
    found, refused = [], 0
    for value in _values(body):
        ours = _text(_dict(value.get("metadata")).get("phone_number_id")) == phone_id
        contacts = [_dict(c) for c in _list(value.get("contacts"))]
        for given in _list(value.get("messages")):
            message = _message(_dict(given), contacts) if ours else None
            found += [message] if message else []
            refused += message is None
    return found, refused


def _values(body: Any) -> Iterator[Mapping[str, Any]]:
    for entry in _list(_dict(body).get("entry")):
        for change in _list(_dict(entry).get("changes")):
            if _dict(change).get("field") == "messages":
                yield _dict(_dict(change).get("value"))


def _message(given: Mapping[str, Any], contacts: list[Mapping[str, Any]]) -> Incoming | None:
    wamid, kind = _text(given.get("id")), _text(given.get("type")) or "unknown"
    number, user = _who(given, contacts)
    if wamid is None or not (number or user):
        return None
    edit = _dict(given.get("edit")) if kind == "edit" else {}
    inner = _dict(edit.get("message")) if edit else given
    told = _dict(inner.get("context"))
    return Incoming(
        wamid=wamid,
        kind=kind[:40],
        number=number,
        user=user,
        sent_at=_moment(given.get("timestamp")),
        text=_words(inner),
        place=_place(_dict(inner.get("location"))),
        is_forwarded=bool(told.get("forwarded") or told.get("frequently_forwarded")),
        withdraws=_text(_dict(given.get("revoke")).get("original_message_id")) if kind == "revoke" else None,
        replaces=_text(edit.get("original_message_id")),
        raw=json.dumps(given, ensure_ascii=False),
    )


def _who(given: Mapping[str, Any], contacts: list[Mapping[str, Any]]) -> tuple[str | None, str | None]:
    number, user = _digits(given.get("from")), _text(given.get("from_user_id"))
    for contact in contacts:
        theirs, named = _digits(contact.get("wa_id")), _text(contact.get("user_id"))
        if len(contacts) == 1 or (number and number == theirs) or (user and user == named):
            return number or theirs, user or named
    return number, user


def _words(message: Mapping[str, Any]) -> str | None:
    """The text of a text message, the caption of a medium, or the label of the button that was pressed."""
    kind = str(message.get("type"))
    part = _dict(message.get(kind))
    if kind == "interactive":
        part = _dict(part.get(str(part.get("type"))))
    for field in ("body", "caption", "text", "title"):
        if isinstance(part.get(field), str) and part[field].strip():
            return storable(part[field])
    return None


def _place(location: Mapping[str, Any]) -> str | None:
    names = [storable(location[f]) for f in ("name", "address") if isinstance(location.get(f), str) and location[f]]
    with suppress(KeyError, TypeError, ValueError):
        names.append(f"{float(location['latitude']):.4f}, {float(location['longitude']):.4f}")
    return " · ".join(dict.fromkeys(names)) or None


def _moment(given: Any) -> datetime:
    """The sender's time; never later than ours, which is taken when theirs cannot be read."""
    try:
        return min(now(), datetime.fromtimestamp(int(given), UTC))
    except (TypeError, ValueError, OverflowError, OSError):
        return now()


def _text(given: Any) -> str | None:
    return storable(given) if isinstance(given, str) and 0 < len(given) <= MOST_ID else None


def _digits(given: Any) -> str | None:
    text = (_text(given) or "").removeprefix("+")
    return text if text.isascii() and text.isdecimal() else None


def _dict(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []
