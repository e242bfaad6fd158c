"""WhatsApp's webhook: its verification, and what people send to us."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import PlainTextResponse

from api.deps import Db
from detector.reports.sources.whatsapp.deliveries import check_signature, receive, verified

router = APIRouter(prefix="/api/v1/webhooks/whatsapp", tags=["webhooks"])


async def _signed(request: Request, x_hub_signature_256: Annotated[str | None, Header()] = None) -> bytes:
    """The body byte for byte as it was signed, checked before a session is opened for it."""
    raw = await request.body()
    check_signature(raw, x_hub_signature_256)
    return raw


SignedBody = Annotated[bytes, Depends(_signed)]


@router.get("", response_class=PlainTextResponse)
def verify(
    mode: Annotated[str | None, Query(alias="hub.mode")] = None,
    token: Annotated[str | None, Query(alias="hub.verify_token")] = None,
    challenge: Annotated[str | None, Query(alias="hub.challenge", max_length=200)] = None,
) -> str:
    """Echo the challenge when the webhook is registered with our token."""
    return verified(mode, token, challenge)


@router.post("")
def deliver(raw: SignedBody, db: Db) -> dict[str, str]:
    """Store a signed delivery; it is read by a job. 200 is said when it is on disk."""
    receive(db, raw)
    return {"status": "stored"}
