"""Errors that no page caught, as pages; whoever is not signed in is led to the sign-in form and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from detector.errors import BadInput, Conflict, DetectorError
from detector.log import get
from detector.staff.service import NotSignedIn
from review_ui.deps import visitor
from review_ui.problems import explain, heading
from review_ui.render import render
from review_ui.security import HEADERS
from review_ui.submit import see
from review_ui.words import WORDS, say

log = get("review_ui")


def _page(request: Request, status: int, said: str, code: str) -> Response:
    return render(
        request, visitor(request), "error.html", status=status, heading=heading(status), said=said, code=code
    )  # fmt: skip


def house(request: Request, error: DetectorError) -> Response:
    if isinstance(error, NotSignedIn):
        # After a POST there is nothing to come back to by GET: the page of the form is in the referrer's path.
        back = request.url.path if request.method == "GET" else "/"
        query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
        return see(f"/sign-in?next={quote(back + query)}")
    return _page(request, error.status, explain(error), error.code)


def http(request: Request, error: HTTPException) -> Response:
    if request.url.path.startswith("/api/"):  # an address that door one does not have
        body = {"type": "about:blank", "title": "Not Found", "status": error.status_code, "code": "D004"}
        return JSONResponse(body, error.status_code, media_type="application/problem+json")
    key = f"error.http.{error.status_code}"
    return _page(request, error.status_code, say(key if key in WORDS else "error.http.other"), "D004")


def invalid(request: Request, _: RequestValidationError) -> Response:
    return house(request, BadInput(field="address"))


def stale(request: Request, _: StaleDataError) -> Response:
    return house(request, Conflict())


def unexpected(request: Request, error: Exception) -> Response:
    log.error("page.failed", route=str(getattr(request.scope.get("route"), "path", "none")), error=type(error).__name__)
    page = _page(request, 500, say("error.D000"), "D000")
    page.headers.update(HEADERS | {"Cache-Control": "no-store"})  # sent from outside of `PageHeaders`
    return page


def handlers() -> dict[int | type[Exception], Callable[[Request, Any], Any]]:
    return {
        DetectorError: house,
        HTTPException: http,
        RequestValidationError: invalid,
        StaleDataError: stale,
        Exception: unexpected,
    }
