"""Planning a visit, its form for the phone, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.config import settings
from detector.errors import Conflict, DetectorError
from detector.visits.amendments import earlier_forms
from detector.visits.drafts import draft_of, fields_of
from detector.visits.follow_ups import follow_ups_of
from detector.visits.forms import Condition, Document, Finding, HousingKind, IncomeSource
from detector.visits.models import FollowUpKind, FollowUpOutcome, VisitDraft
from detector.visits.presence import inside
from detector.visits.queries import filed_visit, form_of
from detector.visits.service import cancel, file, nobody_home, plan
from detector.visits.verification import verify
from nlp_models.types import NEEDS
from review_ui.case_file import CaseFile, open_file
from review_ui.deps import Member, Posted, Visitor, Writing
from review_ui.forms import Form
from review_ui.pages.case import choices
from review_ui.people import colleagues
from review_ui.render import render
from review_ui.submit import submit
from review_ui.visit_form import INCOME_LINES, read, values_of
from review_ui.words import label

router = APIRouter(prefix="/cases/{number}/visit")
TEAM = range(1, 5)


def _choices() -> dict[str, Any]:
    """What the form offers to choose from."""
    return {
        "incomes": INCOME_LINES, "sources": choices("income", IncomeSource), "kinds": choices("housing", HousingKind),
        "conditions": choices("condition", Condition), "documents": choices("document", Document),
        "findings": choices("claim", Finding), "need_choices": [(need, label("need", need)) for need in NEEDS],
    }  # fmt: skip


def _begun(session: Session, file: CaseFile, form: Form | None, problem: DetectorError | None) -> dict[str, Any]:
    """The form as it goes on: what was just typed, else the draft on the server, else a new one with its own id."""
    draft = session.get(VisitDraft, file.planned.id) if file.planned else None
    answered = form is not None
    if form is None and draft is not None:
        form = Form(fields_of(draft))
    kept = form.raw("base_version") if answered and form is not None and not isinstance(problem, Conflict) else ""
    version = form.raw("draft_version") if answered and form is not None else ""
    return {
        "form": form, "answered": answered, "draft": draft,
        "client_id": (form.raw("client_id") if answered and form else "") or (draft.client_id if draft else uuid4().hex),
        "base_version": kept or file.case.version,
        "draft_version": version or (draft.version if draft else 0),
    }  # fmt: skip


def show(
    request: Request, who: Visitor, session: Session, number: str, form: Form | None = None,
    problem: DetectorError | None = None, *, amending: bool = False,
) -> Response:  # fmt: skip
    """The visit's page: presence, plan, form, what was found, what is looked after later."""
    opened = open_file(session, who, number, part="visit")
    filed, me = filed_visit(session, opened.case), who.actor.account_id
    answers = form_of(filed) if filed else None
    going = opened.planned is not None and (opened.is_mine or me in opened.planned.team_ids)
    begun = _begun(session, opened, form, problem) if going else {"form": form}
    corrects = answers is not None and opened.case.status is Status.VISITED and (
        opened.is_mine or (filed is not None and me in filed.team_ids)
    )  # fmt: skip
    if corrects and form is None and answers is not None and request.query_params.get("amend"):
        begun, amending = {"form": Form(values_of(answers))}, True
    return render(
        request, who, "case/visit.html", problem=problem, file=opened, notice_hours=settings().visit_notice_hours,
        team=TEAM, filed=filed, answers=answers, is_going=going, corrects=corrects, amending=amending,
        colleagues=colleagues(session, opened.case, who.actor), inside=inside(session, opened.case),
        earlier=earlier_forms(session, filed) if filed else [], follow_ups=follow_ups_of(session, opened.case),
        lines=verify(opened.case.needs, opened.case.household_size, answers) if answers else [],
        follow_kinds=choices("follow_up", (FollowUpKind.REVISIT, FollowUpKind.OTHER)),
        follow_outcomes=choices("follow_outcome", FollowUpOutcome), **_choices(), **begun,
    )  # fmt: skip


def show_field(request: Request, who: Visitor, session: Session, number: str) -> Response:
    """The form alone. Raises `VisitMissing`, `NotHolder`."""
    draft_of(session, who.actor, number)
    opened = open_file(session, who, number, part="field")
    return render(
        request, who, "case/visit_field.html", file=opened, **_choices(), **_begun(session, opened, None, None)
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    return show(request, who, session, number)


@router.post("/plan")
def set_date(request: Request, who: Member, form: Posted, number: str) -> Response:
    at = form.moment("day", "hour")
    team = [form.text(f"member_{n}", most=120) for n in TEAM]
    going = [int(one) for one in form.all("colleagues") if one.isdecimal() and len(one) < 10]
    address, waived = form.text("address", most=500), form.text("notice_waived", most=500)
    composition = form.text("composition_waived", most=500)

    def act(session: Session) -> None:
        assert at is not None
        plan(
            session, who.actor, number, planned_for=at, team=team, colleagues=going, woman_on_team=form.yes("woman_on_team"),
            address=address or None, notice_waived=waived or None, composition_waived=composition or None,
        )  # fmt: skip

    return submit(
        act, form=form, to=f"/cases/{number}/visit", done="visit_planned",
        beside={"planned_for": "day", "V304": "day", "V305": "member_1", "V306": "woman_on_team"},
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/form")
def hand_in(request: Request, who: Member, form: Posted, number: str) -> Response:
    answers = read(form)
    version = form.number("base_version", most=10**9)

    draft = form.number("draft_version", most=10**6)

    def act(session: Session) -> None:
        assert answers is not None
        file(
            session, who.actor, number, answers, client_id=form.raw("client_id"), base_version=version,
            draft_version=draft,
        )  # fmt: skip

    return submit(
        act, form=form, to=f"/cases/{number}/visit", done="visit_filed",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/nobody-home")
def nobody(request: Request, who: Member, form: Posted, number: str) -> Response:
    return submit(
        lambda session: nobody_home(session, who.actor, number),
        form=form, to=f"/cases/{number}/visit", done="nobody_home",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/cancel")
def call_off(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason = form.text("cancel_reason", required=True, most=500)
    return submit(
        lambda session: cancel(session, who.actor, number, reason),
        form=form, to=f"/cases/{number}/visit", done="visit_cancelled", beside={"reason": "cancel_reason"},
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip
