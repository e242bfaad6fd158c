"""Which address a request comes from: counted for limits, never logged."""

from __future__ import annotations

from fastapi import Request

from detector.config import settings


def sender_address(request: Request) -> str:
    """The nearest address that is not one of our own proxies; only they are believed about X-Forwarded-For."""
    trusted = {a.strip() for a in settings().trusted_proxies.split(",") if a.strip()}
    nearest = request.client.host if request.client else "unknown"
    chain = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    while nearest in trusted and chain:
        nearest = chain.pop()
    return nearest
