"""Where a registry that answers later calls back (SPDCI on-search). Its signature is its only key."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import JSONResponse

from detector.clock import now
from detector.errors import DetectorError
from detector.registry.callbacks import on_search
from detector.registry.clients.dci.signature import SignatureRefused

router = APIRouter(prefix="/api/v1/dci", tags=["registry"])


async def _body(request: Request) -> bytes:
    """The bytes as they came: what was signed is not what a parser would write again."""
    return await request.body()


@router.post("/registry/on-search")
def take(raw: Annotated[bytes, Depends(_body)], signature: Annotated[str | None, Header()] = None) -> JSONResponse:
    """ACK once the page is stored; NACK with a code, and nothing changed, for what is not the awaited answer."""
    try:
        correlation = on_search(raw, signed_by=signature)
    except DetectorError as error:
        why = str(error.facts.get("why", ""))
        signed = isinstance(error, SignatureRefused)
        code = (
            f"err.signature.{'missing' if why == 'missing' else 'invalid'}" if signed else f"rjct.{why or error.code}"
        )
        return _said("NACK", error={"code": code, "message": type(error).__name__}, status=error.status)
    return _said("ACK", correlation_id=correlation)


def _said(ack_status: str, *, status: int = 200, **more: Any) -> JSONResponse:
    return JSONResponse(
        {"message": {"ack_status": ack_status, "timestamp": now().isoformat(), **more}}, status
    )  # fmt: skip
