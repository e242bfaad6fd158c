"""One campaign: its routes, its stops, the itinerary on paper, and its results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.errors import DetectorError
from detector.journal.service import record
from detector.staff.permissions import May
from detector.visits.campaigns import queries, service
from detector.visits.campaigns.drawing_up import draw_up
from detector.visits.campaigns.lifecycle import StopOutcome
from detector.visits.campaigns.outcomes import BY_HAND, mark
from review_ui.campaign_view import at, layout
from review_ui.deps import Member, Posted, RowId, Visitor, Writing
from review_ui.forms import Form
from review_ui.render import render
from review_ui.submit import see, submit
from review_ui.words import label

router = APIRouter(prefix="/campaigns/{number}")


def _show(
    request: Request, who: Visitor, session: Session, number: int, form: Form | None = None,
    problem: DetectorError | None = None, *, page: str = "page", act: str = "viewed", stop: int | None = None,
) -> Response:  # fmt: skip
    campaign = queries.get_campaign(session, who.actor, number)
    lines = queries.stop_lines(session, campaign)
    # What is shown of cases is noted, all numbers in one line of the journal.
    record(
        session, who.actor, f"campaign.{act}", subject="campaign", subject_id=number,
        cases=[line.stop.case_id for line in lines],
    )  # fmt: skip
    first = date.fromisoformat(campaign.days[0])
    pauses = [(one["why"], at(first, one["start"]), at(first, one["end"])) for one in campaign.pauses]
    return render(
        request, who, f"campaigns/{page}.html", form=form, problem=problem, seen=queries.summary(session, campaign),
        laid=layout(campaign, lines), lines=lines, pauses=pauses, may_plan=who.may(May.PLAN_CAMPAIGN), stop_at=stop,
        by_hand=[(one.value, label("stop", one)) for one in BY_HAND], outcomes=list(StopOutcome),
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Writing, number: RowId) -> Response:
    return _show(request, who, session, number)


@router.get("/itinerary")
def itinerary(request: Request, who: Member, session: Writing, number: RowId) -> Response:
    return _show(request, who, session, number, page="itinerary", act="printed")


def _done(
    request: Request, who: Visitor, form: Form, number: int, act: Callable[[Session], object], stop: int | None = None
) -> Response:
    return submit(
        act, form=form, to=f"/campaigns/{number}", done="campaign_changed", beside={"reason": "cancel_reason"},
        again=lambda session, problem: _show(request, who, session, number, form, problem, stop=stop),
    )  # fmt: skip


@router.post("/plan")
def plan(request: Request, who: Member, form: Posted, number: RowId) -> Response:
    """The search runs between two transactions of its own."""
    draw_up(who.actor, number)
    return see(f"/campaigns/{number}", "campaign_planned")


@router.post("/start")
def start(request: Request, who: Member, form: Posted, number: RowId) -> Response:
    return _done(request, who, form, number, lambda session: service.start(session, who.actor, number))


@router.post("/close")
def close(request: Request, who: Member, form: Posted, number: RowId) -> Response:
    return _done(request, who, form, number, lambda session: service.close(session, who.actor, number))


@router.post("/cancel")
def cancel(request: Request, who: Member, form: Posted, number: RowId) -> Response:
    reason = form.text("cancel_reason", required=True, most=500)
    return _done(request, who, form, number, lambda session: service.cancel(session, who.actor, number, reason))


@router.post("/stops/{stop}/place")
def place(request: Request, who: Member, form: Posted, number: RowId, stop: RowId) -> Response:
    name = form.text("place", required=True, most=200)
    return _done(
        request, who, form, number, lambda session: service.give_place(session, who.actor, number, stop, name), stop
    )  # fmt: skip


@router.post("/stops/{stop}/leave-out")
def leave_out(request: Request, who: Member, form: Posted, number: RowId, stop: RowId) -> Response:
    return _done(request, who, form, number, lambda session: service.leave_out(session, who.actor, number, stop))


@router.post("/stops/{stop}/outcome")
def outcome(request: Request, who: Member, form: Posted, number: RowId, stop: RowId) -> Response:
    said = form.choice("outcome", StopOutcome) or StopOutcome.PLANNED
    return _done(request, who, form, number, lambda session: mark(session, who.actor, number, stop, said), stop)
