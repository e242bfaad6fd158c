"""Proofs of what is gone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from detector.reports.proofs import proofs
from review_ui.deps import Member, Reading
from review_ui.render import render

router = APIRouter(prefix="/purges")
A_PAGE = 50


@router.get("")
def look(
    request: Request, who: Member, session: Reading, before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> Response:  # fmt: skip
    rows = proofs(session, who.actor, before=before, limit=A_PAGE)
    return render(request, who, "admin/purges.html", rows=rows, more=len(rows) == A_PAGE)
