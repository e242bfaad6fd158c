"""Which address a request comes from: counted for limits, never logged."""

from __future__ import annotations

from fastapi import Request

from detector.reports.limits import sender


def sender_address(request: Request) -> str:
    """The nearest address that is not one of our own proxies; only they are believed about X-Forwarded-For."""
    peer = request.client.host if request.client else "unknown"
    return sender(peer, request.headers.getlist("x-forwarded-for"))
