"""Signing what we send and checking what we get: ed25519 over created, expires and the digest of canonical JSON.

Canonical is RFC 8785 (JCS): sorted keys, no blanks, UTF-8. Arabic letters stay letters; a peer that escapes them
(`ensure_ascii`) signs other bytes and is refused. The line of the signature is SPDCI's:
namespace="dci", kidId="{sender}|{key}|ed25519", algorithm, created, expires, headers="(created) (expires) digest", signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from detector.clock import now
from detector.errors import DetectorError

LASTS = timedelta(minutes=5)  # how long what we sign may be taken
SKEW = timedelta(minutes=2)  # how far the clocks of two machines may stand apart
_PART = re.compile(r'([A-Za-z]+)="([^"]*)"')


class SignatureRefused(DetectorError):
    """A message is not what its sender signed; facts: `why` = missing | invalid | expired | unknown_key."""

    code, status = "M408", 401


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: `sender` and `key_id` name the key to the other side."""

    sender: str
    key_id: str
    key: Ed25519PrivateKey

    def sign(self, signed: dict[str, Any]) -> str:
        """The signature line over `signed` ({header, message})."""
        made = now()
        created, expires = int(made.timestamp()), int((made + LASTS).timestamp())
        mark = base64.b64encode(self.key.sign(_to_sign(created, expires, signed))).decode()
        return (
            f'namespace="dci", kidId="{self.sender}|{self.key_id}|ed25519", algorithm="ed25519", created="{created}", '
            f'expires="{expires}", headers="(created) (expires) digest", signature="{mark}"'
        )


@dataclass(frozen=True, slots=True)
class Verifier:
    """Whose signature is believed: one peer, one key."""

    sender: str
    key_id: str
    key: Ed25519PublicKey

    def check(self, line: object, signed: dict[str, Any]) -> None:
        """Raise `SignatureRefused` unless `line` is this peer's valid signature over `signed`."""
        if not isinstance(line, str) or not line.strip():
            raise SignatureRefused(why="missing")
        parts = dict(_PART.findall(line))
        if parts.get("kidId") != f"{self.sender}|{self.key_id}|ed25519":
            raise SignatureRefused(why="unknown_key")
        if parts.get("headers") != "(created) (expires) digest":
            raise SignatureRefused(why="invalid")
        try:
            created, expires = int(parts["created"]), int(parts["expires"])
            mark = base64.b64decode(parts["signature"], validate=True)
            self.key.verify(mark, _to_sign(created, expires, signed))
        except (KeyError, ValueError, binascii.Error, InvalidSignature, rfc8785.CanonicalizationError):
            raise SignatureRefused(why="invalid") from None
        at = now()
        if _moment(created) - SKEW > at or _moment(expires) + SKEW < at:
            raise SignatureRefused(why="expired")


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, now().tzinfo)
    except (ValueError, OverflowError, OSError):
        raise SignatureRefused(why="expired") from None


def digest(signed: dict[str, Any]) -> str:
    return base64.b64encode(hashlib.sha256(rfc8785.dumps(signed)).digest()).decode()


def _to_sign(created: int, expires: int, signed: dict[str, Any]) -> bytes:
    return f"(created): {created}\n(expires): {expires}\ndigest: SHA-256={digest(signed)}".encode()


def private_key(text: str) -> Ed25519PrivateKey:
    """A key from 32 bytes in base64; raises `ValueError`."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))


def public_key(text: str) -> Ed25519PublicKey:
    """A key from 32 bytes in base64; raises `ValueError`."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
