"""On the way and afterwards: presence, the draft on the server, the form without a signal, corrections, follow-ups."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from detector.db import transaction
from detector.errors import Conflict, DetectorError
from detector.visits.amendments import amend
from detector.visits.drafts import differences, draft_of, fields_of, save_draft
from detector.visits.follow_ups import finish_follow_up, plan_follow_up
from detector.visits.models import FollowUpKind, FollowUpOutcome
from detector.visits.presence import check_in, check_out
from detector.visits.service import file
from review_ui.deps import Member, Posted, RowId, Visitor, Writing
from review_ui.forms import Form
from review_ui.merging import merged, typed_fields, words_of_field, words_of_value
from review_ui.pages.visit import show, show_field
from review_ui.problems import explain
from review_ui.render import render
from review_ui.submit import see, submit
from review_ui.visit_form import read

router = APIRouter(prefix="/cases/{number}/visit")


@router.post("/check-in")
def arrive(request: Request, who: Member, form: Posted, number: str) -> Response:
    place = form.text("place", most=200)
    return submit(
        lambda session: check_in(session, who.actor, number, place or None),
        form=form, to=f"/cases/{number}/visit", done="checked_in",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/check-out")
def leave(request: Request, who: Member, form: Posted, number: str) -> Response:
    return submit(
        lambda session: check_out(session, who.actor, number),
        form=form, to=f"/cases/{number}/visit", done="checked_out",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.get("/field")
def field(request: Request, who: Member, session: Writing, number: str) -> Response:
    """The form alone, which a phone may keep: no name, no address, no report's words are on this page."""
    return show_field(request, who, session, number)


@router.post("/draft")
def keep(request: Request, who: Member, form: Posted, number: str) -> Response:
    return _keep(request, who, number, form, typed_fields(form))


def _keep(request: Request, who: Visitor, number: str, form: Form, fields: dict[str, list[str]]) -> Response:
    """Save; where somebody saved another text meanwhile, a person chooses field by field."""
    try:
        with transaction() as session:
            save_draft(
                session, who.actor, number, fields, client_id=form.raw("client_id"),
                draft_version=form.number("draft_version", most=10**6) or 0,
                base_version=form.number("base_version", most=10**9) or 0,
            )  # fmt: skip
        return see(f"/cases/{number}/visit", "draft_saved")
    except Conflict:
        return merge_page(request, who, number, form, fields)
    except DetectorError as error:
        with transaction() as session:
            return show(request, who, session, number, form, error)


def merge_page(request: Request, who: Visitor, number: str, form: Form, mine: dict[str, list[str]]) -> Response:
    """Both texts, side by side, where they differ."""
    with transaction() as session:
        draft = draft_of(session, who.actor, number)
        if draft is None:
            return show(request, who, session, number, form, Conflict(case=number))
        pairs = differences(mine, fields_of(draft))
        return render(
            request, who, "case/visit_merge.html", status=409, number_of_case=number, pairs=pairs, mine=mine,
            client_id=draft.client_id, base_version=draft.base_version, draft_version=draft.version,
            name_of=words_of_field, value_of=words_of_value, saved_at=draft.saved_at,
        )  # fmt: skip


@router.post("/merge")
def merge(request: Request, who: Member, form: Posted, number: str) -> Response:
    """What was chosen becomes the draft; if it changed once more meanwhile, the choice comes again."""
    with transaction() as session:
        draft = draft_of(session, who.actor, number)
        kept = fields_of(draft) if draft is not None else {}
    return _keep(request, who, number, form, merged(form, kept))


@router.post("/send")
def send(who: Member, form: Posted, number: str) -> Response:
    """The form as a phone sends it by itself, once the signal is back; the answer is for the script that sent it."""
    answers = read(form)
    page = f"/cases/{number}/visit"
    if answers is None:
        return JSONResponse({"state": "refused", "href": page}, 422)
    try:
        with transaction() as session:
            file(
                session, who.actor, number, answers, client_id=form.raw("client_id"),
                base_version=form.number("base_version", most=10**9),
                draft_version=form.number("draft_version", most=10**6) or 0,
            )  # fmt: skip
    except Conflict as error:
        return JSONResponse({"state": "conflict", "href": page, "said": explain(error)}, 409)
    except DetectorError as error:
        return JSONResponse({"state": "refused", "href": page, "said": explain(error)}, error.status)
    return JSONResponse({"state": "filed", "href": f"{page}?done=visit_filed"})


@router.post("/amend")
def correct(request: Request, who: Member, form: Posted, number: str) -> Response:
    answers, version = read(form), form.number("form_version", least=1, most=10**6, required=True)
    reason = form.text("amend_reason", required=True, most=500)

    def act(session: Session) -> None:
        assert answers is not None
        amend(session, who.actor, number, answers, reason=reason, form_version=version or 0)

    return submit(
        act, form=form, to=f"/cases/{number}/visit", done="form_amended",
        again=lambda session, problem: show(request, who, session, number, form, problem, amending=True),
    )  # fmt: skip


@router.post("/follow-ups")
def look_again(request: Request, who: Member, form: Posted, number: str) -> Response:
    kind, on = form.choice("follow_kind", FollowUpKind), form.day("due_on", required=True)
    note = form.text("follow_note", most=500)

    def act(session: Session) -> None:
        assert kind is not None
        assert on is not None
        plan_follow_up(session, who.actor, number, kind, on, note or None)

    return submit(
        act, form=form, to=f"/cases/{number}/visit#follow-ups", done="follow_up_planned",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/follow-ups/{follow_up_id}")
def answer(request: Request, who: Member, form: Posted, number: str, follow_up_id: RowId) -> Response:
    outcome = form.choice("follow_outcome", FollowUpOutcome)

    def act(session: Session) -> None:
        assert outcome is not None
        finish_follow_up(session, who.actor, number, follow_up_id, outcome)

    return submit(
        act, form=form, to=f"/cases/{number}/visit#follow-ups", done="follow_up_answered",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip
