"""`/` sends each role to its own start."""

from __future__ import annotations

from fastapi import APIRouter, Response

from review_ui.deps import Anybody
from review_ui.navigation import start
from review_ui.submit import see

router = APIRouter()


@router.get("/")
def home(who: Anybody) -> Response:
    return see(start(who))
