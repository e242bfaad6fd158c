"""What is due today; and what the phone's script asks for: the worker of the form without a signal, and a fresh token."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from detector.visits.today import due_today
from review_ui.assets import FOLDER
from review_ui.deps import Anybody, Member, Reading
from review_ui.render import render

router = APIRouter()


@router.get("/today")
def today(request: Request, who: Member, session: Reading) -> Response:
    return render(request, who, "today.html", due=due_today(session, who.actor))


@router.get("/outbox/token")
def token(who: Anybody) -> Response:
    """The token of this sign-in, for a form that was filled in before it; 401 when nobody is signed in."""
    if who.account is None:
        return JSONResponse({"account": None}, 401)
    return JSONResponse({"csrf": who.csrf, "account": who.account.account_id})


@router.get("/sw.js")
def worker() -> Response:
    """At the root, because a worker serves the folder that it comes from."""
    return FileResponse(
        FOLDER / "js/sw.js", media_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )  # fmt: skip
