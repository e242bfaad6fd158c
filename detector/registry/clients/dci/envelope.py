"""The envelope of a DCI message: {signature, header, message}, made by us and checked when it comes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detector.clock import now
from detector.errors import DetectorError
from detector.registry.clients.dci.signature import Signer, Verifier

VERSION = "1.0.0"


class MessageRefused(DetectorError):
    """A signed message that does not belong to what was asked; facts: `why`."""

    code, status = "M409", 409


@dataclass(frozen=True, slots=True)
class Ids:
    """The three names of one question: of the letter, of the conversation, and of the line in it."""

    message: str
    transaction: str
    reference: str

    @classmethod
    def new(cls) -> Ids:
        return cls(*(str(uuid.uuid4()) for _ in range(3)))


def sealed(
    signer: Signer,
    receiver: str,
    action: str,
    message: dict[str, Any],
    *,
    message_id: str,
    reply_to: str = "",
    count: int = 1,
) -> bytes:
    """The bytes to send. `reply_to` is where an asynchronous answer is called back."""
    header: dict[str, Any] = {
        "version": VERSION, "message_id": message_id, "message_ts": now().isoformat(), "action": action,
        "sender_id": signer.sender, "receiver_id": receiver, "total_count": count, "is_msg_encrypted": False,
    }  # fmt: skip
    if reply_to:
        header["sender_uri"] = reply_to
    signed = {"header": header, "message": message}
    return json.dumps({"signature": signer.sign(signed)} | signed, ensure_ascii=False).encode()


def opened(
    raw: bytes, verifier: Verifier, action: str, *, receiver: str, signed_by: str | None = None
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and message of what came, once its signature holds. `signed_by`: the signature where it came as a header.

    Raises `SignatureRefused`, `MessageRefused` (malformed, action, sender, receiver).
    """
    try:
        body = json.loads(raw, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise MessageRefused(why="malformed") from None
    if not isinstance(body, dict) or not all(isinstance(body.get(part), dict) for part in ("header", "message")):
        raise MessageRefused(why="malformed")
    header, message = body["header"], body["message"]
    verifier.check(body.get("signature") or signed_by, {"header": header, "message": message})
    if header.get("action") != action:
        raise MessageRefused(why="action")
    if header.get("sender_id") != verifier.sender:
        raise MessageRefused(why="sender")
    if header.get("receiver_id") not in (None, "", receiver):
        raise MessageRefused(why="receiver")
    if not isinstance(header.get("message_id"), str) or not header["message_id"]:
        raise MessageRefused(why="message_id")
    return header, message


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice means one thing to a signer and another to a reader."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
