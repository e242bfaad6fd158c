"""The supervisor's dashboard: every chart is drawn from the table beside it, and every number leads to where one can act."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from detector.dashboard.queries import overview
from detector.decisions.queries import proposals
from detector.review_queue.queries import counts
from review_ui.deps import Member, Reading
from review_ui.render import render

router = APIRouter()
PERIODS = (7, 30, 90)  # days; the facts reach back 90
MANY = 10
ENOUGH = 10  # decided cases of a source, before its precision is shown as a share
MOST_OFFICES = 12  # bars of the backlog chart; its table has them all
WAYS = {
    "received": "/sources", "flagged": "/queue", "opened": "/queue", "visited": "/queue?status=visited",
    "decided": "/queue?status=decided",
}  # fmt: skip
OPEN_STATUSES = ("queued", "claimed", "visit_planned", "visited", "proposed", "guided")


@router.get("/dashboard")
def dashboard(request: Request, who: Member, session: Reading, days: str = "30") -> Response:
    period = int(days) if days in {str(p) for p in PERIODS} else 30
    return render(
        request, who, "dashboard/page.html", seen=overview(session, who.actor, days=period), periods=PERIODS,
        waiting=proposals(session, who.actor, limit=MANY), counts=counts(session, who.actor), ways=WAYS,
        statuses=OPEN_STATUSES, enough=ENOUGH, most_offices=MOST_OFFICES,
    )  # fmt: skip
