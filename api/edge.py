"""What holds for every request before a route sees it: how large it may be, and that no answer is kept on the way."""

from __future__ import annotations

import re

from fastapi import HTTPException  # a route that reads its body passes this one on, and no other error
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1_000_000  # bytes; a form or a tip is far below
LARGEST_BATCH = 32_000_000  # 1,000 reports of some 5,000 letters each
LARGEST_UPLOAD = 26_000_000  # three photos and a form
BATCHES = "/api/v1/reports"
UPLOADS = re.compile(r"/tips/(new|[A-Za-z0-9]{20,40}/messages)")  # pages whose forms carry photos
LARGEST_DELIVERY = 3_000_000  # what Meta says that it may bundle
DELIVERIES = "/api/v1/webhooks/whatsapp"


class Edge:
    """Counts a body's bytes as they arrive, whatever its headers say; adds `no-store` and `nosniff` where a route did not.

    FastAPI's own `max_body_size` answers in plain text, not in problem+json. Raises HTTPException 413 (H413) in the route.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = _most(scope["path"])
        told = Headers(scope=scope).get("content-length", "0")
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if max(read, int(told)) > most:
                raise HTTPException(413, "the body is too large")
            return message

        async def private(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        await self.app(scope, counted, private)


def _most(path: str) -> int:
    if path == BATCHES:
        return LARGEST_BATCH
    if path == DELIVERIES:
        return LARGEST_DELIVERY
    return LARGEST_UPLOAD if UPLOADS.fullmatch(path) else LARGEST
