"""The list of the day: whom to contact."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from detector.clock import now
from detector.outreach.due import due_contacts
from review_ui.deps import Member, Reading
from review_ui.render import render

router = APIRouter()


@router.get("/contacts")
def today(request: Request, who: Member, session: Reading) -> Response:
    return render(request, who, "contacts/today.html", due=due_contacts(session, who.actor), at=now())
