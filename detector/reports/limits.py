"""How often one address may send tips. Counted in this process; addresses are kept only as blind indexes."""

from __future__ import annotations

from functools import lru_cache

from limits import RateLimitItemPerHour, storage, strategies

from detector import crypto
from detector.config import settings
from detector.errors import TooMany


@lru_cache(maxsize=1)
def _window() -> strategies.MovingWindowRateLimiter:
    return strategies.MovingWindowRateLimiter(storage.MemoryStorage())


def spend(what: str, address: str, *, per_hour: int) -> None:
    """Count one act of `address`; raise `TooMany` when it was one too many."""
    limit = RateLimitItemPerHour(per_hour)
    if not _window().hit(limit, what, crypto.blind_index("address", address)):
        raise TooMany(retry_after=3600)


def spend_tip(address: str) -> None:
    spend("tip", address, per_hour=settings().tip_rate_per_hour)
