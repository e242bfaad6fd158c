"""Every error leaves as application/problem+json (RFC 9457) with a stable code."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from detector import log
from detector.errors import BadInput, Conflict, DetectorError

logger = log.get("api")


def problem(status: int, code: str, title: str, **more: Any) -> JSONResponse:
    body = {"type": f"urn:daman:error:{code}", "title": title, "status": status, "code": code, **more}
    headers = {"Retry-After": str(more["retry_after"])} if "retry_after" in more else None
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def route_of(request: Request) -> str:
    """The pattern of the address, never the address itself: it may hold a receipt, or what somebody typed for one."""
    return str(getattr(request.scope.get("route"), "path", "none"))


def of(error: DetectorError) -> JSONResponse:
    return problem(error.status, error.code, type(error).__name__, **error.facts)


def add_handlers(app: FastAPI) -> None:
    @app.exception_handler(DetectorError)
    def house_error(request: Request, error: DetectorError) -> JSONResponse:
        logger.info("request.refused", code=error.code, route=route_of(request))
        return of(error)

    @app.exception_handler(StaleDataError)
    def stale(request: Request, error: StaleDataError) -> JSONResponse:
        return of(Conflict())

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [{"field": ".".join(str(p) for p in e["loc"][1:]), "why": e["type"]} for e in error.errors()]
        return problem(422, BadInput.code, "BadInput", fields=fields)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, f"H{error.status_code}", str(error.detail))

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> JSONResponse:
        logger.error("request.failed", route=route_of(request), exc_info=error)
        return problem(500, DetectorError.code, "Unforeseen")
