"""Payment issues: the list, and the checklist of each payment with the two warnings first."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.config import settings
from detector.errors import DetectorError, NotFound
from detector.guidance import escalation, service
from detector.guidance.queries import guidance_of, page
from detector.guidance.reminders import complaint_window
from detector.guidance.reminding import handle, open_reminders, periods, reminded_cases
from detector.guidance.rules import STEPS, IbanCheck, PaymentState, Step, Track, check_iban
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, Reading, RowId, Visitor, Writing
from review_ui.forms import Form
from review_ui.marks import pieces
from review_ui.pages.case import choices
from review_ui.people import names
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter(prefix="/guidance")


@router.get("")
def overview(
    request: Request, who: Member, session: Reading, after: str = "", track: str = "", mine: bool = False
) -> Response:
    asked = Track(track) if track in {t.value for t in Track} else None
    found = page(session, who.actor, after=after or None, track=asked, mine=mine)
    return render(
        request, who, "guidance/list.html", rows=found.items, after=found.next, track=track, mine=mine,
        reminded=reminded_cases(session, who.actor),
        tracks=choices("track", Track),
    )  # fmt: skip


def _show(
    request: Request, who: Visitor, session: Session, number: str, form: Form | None = None,
    problem: DetectorError | None = None, iban: IbanCheck | None = None,
) -> Response:  # fmt: skip
    file = open_file(session, who, number, part="guidance")
    guidance = guidance_of(session, file.case)
    if guidance is None:
        raise NotFound(case=number)
    may, people = escalation.officers(session, file.case), names(session, [guidance.issue.escalated_to_id])
    return render(
        request, who, "guidance/case.html", form=form, problem=problem, file=file, guidance=guidance, iban=iban,
        steps=STEPS, states=choices("payment", PaymentState), tracks=choices("track", Track), pieces=pieces,
        reminders=open_reminders(session, file.case), officers=[(o.id, o.display_name) for o in may],
        officer=people.get(guidance.issue.escalated_to_id or 0), periods=periods(), window=complaint_window,
        complaint_source=settings().complaint_source,
    )  # fmt: skip


@router.get("/{number}")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    return _show(request, who, session, number)


def _do(
    request: Request, who: Visitor, form: Form, number: str, act: Callable[[Session], object], done: str,
    beside: dict[str, str] | None = None, to: str = "",
) -> Response:  # fmt: skip
    return submit(
        act, form=form, to=to or f"/guidance/{number}", done=done, beside=beside,
        again=lambda session, problem: _show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/{number}/payments")
def add(request: Request, who: Member, form: Posted, number: str) -> Response:
    month, state = form.raw("due"), form.choice("state", PaymentState)
    form.values["due_day"] = [f"{month}-01" if month.count("-") == 1 else month]
    due = form.day("due_day", required=True)
    if "due_day" in form.errors:
        form.errors["due"] = form.errors.pop("due_day")

    def act(session: Session) -> None:
        assert due is not None
        service.add_payment(session, who.actor, number, due, state or PaymentState.UNKNOWN)

    return _do(request, who, form, number, act, "payment_added")


@router.post("/{number}/payments/{payment_id}/state")
def set_state(request: Request, who: Member, form: Posted, number: str, payment_id: RowId) -> Response:
    state = form.choice("state", PaymentState) or PaymentState.UNKNOWN
    return _do(
        request, who, form, number,
        lambda session: service.set_payment_state(session, who.actor, payment_id, state, of_case=number),
        "payment_changed",
    )  # fmt: skip


@router.post("/{number}/payments/{payment_id}/steps/{step}")
def tick(request: Request, who: Member, form: Posted, number: str, payment_id: RowId, step: Step) -> Response:
    note = form.text("step_note", most=500)
    return _do(
        request, who, form, number,
        lambda session: service.do_step(session, who.actor, payment_id, step, note or None, of_case=number),
        "step_done",
    )  # fmt: skip


@router.post("/{number}/reminders/{reminder_id}")
def look_into(request: Request, who: Member, form: Posted, number: str, reminder_id: RowId) -> Response:
    return _do(
        request, who, form, number, lambda session: handle(session, who.actor, number, reminder_id), "reminder_handled"
    )


@router.post("/{number}/iban")
def iban(request: Request, who: Member, form: Posted, session: Writing, number: str) -> Response:
    """Says whether an IBAN is written right. It is neither kept nor put into an address."""
    checked = check_iban(form.text("iban", most=60))
    form.values.pop("iban", None)
    return _show(request, who, session, number, form, iban=checked)


@router.post("/{number}/track")
def change_track(request: Request, who: Member, form: Posted, number: str) -> Response:
    to, reason = form.choice("track", Track) or Track.PAYMENT, form.text("track_reason", required=True, most=500)
    return _do(
        request, who, form, number, lambda session: service.set_track(session, who.actor, number, to, reason),
        "track_set", {"reason": "track_reason"},
    )  # fmt: skip


@router.post("/{number}/escalate")
def escalate(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason, to = form.text("escalate_reason", required=True, most=500), form.number("escalate_to", most=2**31 - 1)
    return _do(
        request, who, form, number,
        lambda session: escalation.escalate(session, who.actor, number, reason, to_id=to),
        "escalated", {"reason": "escalate_reason", "to_id": "escalate_to"},
    )  # fmt: skip


@router.post("/{number}/to-queue")
def to_queue(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason = form.text("queue_reason", required=True, most=500)
    return _do(
        request, who, form, number, lambda session: service.to_visit_queue(session, who.actor, number, reason),
        "to_visit_queue", {"reason": "queue_reason"}, f"/cases/{number}",
    )  # fmt: skip


@router.post("/{number}/close")
def close(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason = form.text("close_reason", required=True, most=500)
    return _do(
        request, who, form, number, lambda session: service.close(session, who.actor, number, reason),
        "issue_closed", {"reason": "close_reason"},
    )  # fmt: skip
