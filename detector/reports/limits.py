"""How often one address may send tips. Counted in this process; addresses are kept only as blind indexes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from limits import RateLimitItemPerHour, storage, strategies

from detector import crypto
from detector.config import settings
from detector.errors import TooMany


@lru_cache(maxsize=1)
def _window() -> strategies.MovingWindowRateLimiter:
    return strategies.MovingWindowRateLimiter(storage.MemoryStorage())


def sender(peer: str, forwarded: Sequence[str]) -> str:
    """The nearest address that is not one of our own proxies; only they are believed about what was forwarded.

    `peer` is who is connected to us, `forwarded` every X-Forwarded-For header in order: a proxy may add one of its own
    below the one that a stranger sent.
    """
    trusted = {a.strip() for a in settings().trusted_proxies.split(",") if a.strip()}
    chain = [hop.strip() for header in forwarded for hop in header.split(",") if hop.strip()]
    while peer in trusted and chain:
        peer = chain.pop()
    return peer


def spend(what: str, address: str, *, per_hour: int) -> None:
    """Count one act of `address`; raise `TooMany` when it was one too many."""
    limit = RateLimitItemPerHour(per_hour)
    if not _window().hit(limit, what, crypto.blind_index("address", address)):
        raise TooMany(retry_after=3600)


def spend_tip(address: str, *, proven: bool = False) -> None:
    """Count a tip. Many telephones share one address, so a proof of work buys a wider limit."""
    if proven:
        spend("proven_tip", address, per_hour=settings().tip_rate_with_proof_per_hour)
    else:
        spend("tip", address, per_hour=settings().tip_rate_per_hour)
