"""The queue: what waits, in the order that it explains."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.places.queries import offices, regions
from detector.review_queue.queries import MOST_COUNTED, counts, page
from detector.review_queue.service import claim
from detector.review_queue.views import views_of
from detector.staff.permissions import May
from detector.staff.scope import Actor
from review_ui.deps import Member, Posted, Reading
from review_ui.forms import clean
from review_ui.pages.case import show
from review_ui.parts import lines
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter()
SHOWN = (Status.QUEUED, Status.CLAIMED, Status.VISIT_PLANNED, Status.VISITED, Status.PROPOSED, Status.DECIDED)


def _choices(session: Session, actor: Actor) -> dict[str, Any]:
    """Offices and regions to narrow by, for those whose scope is wider than one office."""
    if actor.office_id is not None:
        return {"offices": [], "regions": []}
    mine = [o for o in offices(session) if actor.region_code in (None, o.region_code)]
    return {
        "offices": [(str(o.id), o.name) for o in mine],
        "regions": [] if actor.region_code else [(r.code, r.name) for r in regions(session)],
    }


@router.get("/queue")
def queue(
    request: Request, who: Member, session: Reading, q: str = "", status: str = "", region: str = "",
    office: str = "", lane: str = "", mine: str = "", overdue: str = "", after: str = "", before: str = "",
) -> Response:  # fmt: skip
    """`before` is the lane of the last row on the page before, so that its heading is not repeated."""
    asked = Status(status) if status in {s.value for s in Status} else None
    found = page(
        session, who.actor, after=after or None, search=clean(q)[:100] or None, mine=bool(mine), status=asked,
        overdue=bool(overdue),
        lane=int(lane) if lane in ("0", "1") else None, region=clean(region) or None,
        office_id=int(office) if office.isdecimal() and len(office) < 9 else None,
    )  # fmt: skip
    kept = {
        "q": q,
        "status": asked or "",
        "region": region,
        "office": office,
        "lane": lane,
        "mine": mine,
        "overdue": overdue,
    }
    more = {**kept, "after": found.next or "", "before": str(found.items[-1].lane) if found.items else ""}
    return render(
        request, who, "queue/list.html", rows=found.items, why=lines, kept=kept, before=before, shown=SHOWN,
        counts=counts(session, who.actor), narrowed=any((q, region, office, lane, overdue)),
        most_counted=MOST_COUNTED, views=[(view, f"/queue?{urlencode(view.filters)}") for view in views_of(session, who.actor)],
        me=who.actor.account_id, may_assign=who.may(May.REASSIGN_CASE),
        more=f"/queue?{urlencode({k: v for k, v in more.items() if v})}" if found.next else None,
        **_choices(session, who.actor),
    )  # fmt: skip


@router.post("/cases/{number}/claim")
def take(request: Request, who: Member, form: Posted, number: str) -> Response:
    return submit(
        lambda session: claim(session, who.actor, number),
        form=form, to=f"/cases/{number}", done="claimed",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip
