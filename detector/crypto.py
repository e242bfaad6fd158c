"""Encryption of single fields and the blind indexes that let us find them again.

Fernet (cryptography) with a key ring: the first key writes, all keys read, so keys can be rotated. A blind index is
HMAC-SHA-256 over "kind:value", cut to 32 hex digits: equal values meet, nothing can be read back without the key.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet

from detector.config import settings

# 26 characters of 32: 130 bits. Letters that are read aloud alike (0/O, 1/I/L, U/V) are left out.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
RECEIPT_LENGTH = 26


@lru_cache(maxsize=4)
def _ring(keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])


def new_key() -> str:
    return Fernet.generate_key().decode()


def encrypt_bytes(value: bytes) -> bytes:
    settings().require_keys()
    return _ring(settings().field_keys.get_secret_value()).encrypt(value)


def decrypt_bytes(stored: bytes) -> bytes:
    settings().require_keys()
    return _ring(settings().field_keys.get_secret_value()).decrypt(bytes(stored))


def encrypt(value: str) -> bytes:
    return encrypt_bytes(value.encode("utf-8", "surrogatepass"))


def decrypt(stored: bytes) -> str:
    return decrypt_bytes(stored).decode("utf-8", "surrogatepass")


def blind_index(kind: str, value: str) -> str:
    """32 hex digits that are equal for equal values of one kind. `value` must be normalised (ASCII digits) by the caller."""
    settings().require_keys()
    key = settings().index_key.get_secret_value().encode()
    return hmac.new(key, f"{kind}:{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]


def new_receipt() -> str:
    """A receipt code: unguessable (≥ 126 bits), sayable over a telephone."""
    return "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_LENGTH))


def new_token() -> str:
    return secrets.token_urlsafe(32)
