"""Contact and consent: forms on the case file."""

from __future__ import annotations

from datetime import datetime, time

from fastapi import APIRouter, Request, Response

from detector.clock import RIYADH
from detector.db import transaction
from detector.errors import DetectorError
from detector.outreach.questions import ask_sender, photo_of
from detector.outreach.rules import Channel, ConsentGround, Purpose, Reached
from detector.outreach.service import log_attempt, record_consent, reveal_identifier, reveal_phone, withdraw_consent
from detector.reports.messages import MOST_QUESTION
from detector.reports.pictures import MEDIA_TYPE
from review_ui.deps import Member, Posted, RowId, Writing
from review_ui.pages.case import Revealed, show
from review_ui.submit import submit

router = APIRouter(prefix="/cases/{number}")
CALLED_AT = time(8)  # of the day that they named


@router.post("/reports/{report_id}/question")
def ask(request: Request, who: Member, form: Posted, number: str, report_id: RowId) -> Response:
    question = form.text("question", required=True, most=MOST_QUESTION)
    return submit(
        lambda session: ask_sender(session, who.actor, number, report_id, question),
        form=form, to=f"/cases/{number}#reports", done="asked",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.get("/photos/{attachment_id}")
def photo(who: Member, session: Writing, number: str, attachment_id: RowId) -> Response:
    """A photo that came with a report; looking is journalled."""
    return Response(photo_of(session, who.actor, number, attachment_id), media_type=MEDIA_TYPE)


@router.post("/contact")
def log(request: Request, who: Member, form: Posted, number: str) -> Response:
    channel, reached = form.choice("channel", Channel), form.choice("reached", Reached)
    note, report_id = form.text("note"), form.number("report_id", least=1)
    day = form.day("call_on")
    call_on = datetime.combine(day, CALLED_AT, RIYADH) if day else None
    return submit(
        lambda session: log_attempt(
            session, who.actor, number, channel or Channel.PHONE, reached or Reached.NO_ANSWER, note or None,
            report_id=report_id, call_on=call_on,
        ),
        form=form, to=f"/cases/{number}#contact", done="contact_logged", beside={"V310": "channel"},
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/consent")
def consent(request: Request, who: Member, form: Posted, number: str) -> Response:
    ground, channel = form.choice("ground", ConsentGround), form.choice("consent_channel", Channel)
    given_by = form.text("given_by", required=True, most=200)
    purposes = form.many("purposes", {p.value for p in Purpose}, required=True)
    return submit(
        lambda session: record_consent(
            session, who.actor, number, ground=ground or ConsentGround.CONSENT, given_by=given_by,
            channel=channel or Channel.PHONE, purposes=purposes,
        ),
        form=form, to=f"/cases/{number}#consent", done="consent_recorded", beside={"channel": "consent_channel"},
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/consent/{consent_id}/withdraw")
def withdraw(request: Request, who: Member, form: Posted, number: str, consent_id: RowId) -> Response:
    return submit(
        lambda session: withdraw_consent(session, who.actor, number, consent_id),
        form=form, to=f"/cases/{number}#consent", done="consent_withdrawn",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/reports/{report_id}/phone")
def phone(request: Request, who: Member, form: Posted, number: str, report_id: RowId) -> Response:
    """Shows the number once, in the answer to this very form: it has no address of its own."""
    reason = form.text("reveal_reason", required=True, most=500)
    revealed = Revealed()
    problem: DetectorError | None = None
    if form.ok:
        try:
            with transaction() as session:
                revealed.phones[report_id] = reveal_phone(session, who.actor, number, report_id, reason)
        except DetectorError as error:
            problem = None if form.blame(error, {"reason": "reveal_reason"}) else error
    with transaction() as session:
        return show(request, who, session, number, form, problem, revealed=revealed)


@router.post("/identifiers/{identifier_id}")
def identifier(request: Request, who: Member, form: Posted, number: str, identifier_id: RowId) -> Response:
    """Shows a number of a report's text once, as `phone` does."""
    reason = form.text("number_reason", required=True, most=500)
    revealed = Revealed(asked=identifier_id)
    problem: DetectorError | None = None
    if form.ok:
        try:
            with transaction() as session:
                revealed.numbers[identifier_id] = reveal_identifier(session, who.actor, number, identifier_id, reason)
        except DetectorError as error:
            problem = None if form.blame(error, {"reason": "number_reason"}) else error
    with transaction() as session:
        return show(request, who, session, number, form, problem, revealed=revealed)
