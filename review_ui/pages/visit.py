"""Planning a visit, its form for the phone, and what became of it."""

from __future__ import annotations

from uuid import uuid4

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.config import settings
from detector.errors import Conflict, DetectorError
from detector.visits.forms import Condition, Document, Finding, HousingKind, IncomeSource
from detector.visits.queries import filed_visit, form_of
from detector.visits.service import cancel, file, nobody_home, plan
from nlp_models.types import NEEDS
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, Visitor, Writing
from review_ui.forms import Form
from review_ui.pages.case import choices
from review_ui.render import render
from review_ui.submit import submit
from review_ui.visit_form import INCOME_LINES, read
from review_ui.words import label

router = APIRouter(prefix="/cases/{number}/visit")
TEAM = range(1, 5)


def _show(
    request: Request, who: Visitor, session: Session, number: str, form: Form | None = None,
    problem: DetectorError | None = None,
) -> Response:  # fmt: skip
    opened = open_file(session, who, number, part="visit")
    filed = filed_visit(session, opened.case)
    kept = form.raw("base_version") if form is not None and not isinstance(problem, Conflict) else ""
    return render(
        request, who, "case/visit.html", form=form, problem=problem, file=opened,
        notice_hours=settings().visit_notice_hours, team=TEAM, incomes=INCOME_LINES,
        filed=filed, answers=form_of(filed) if filed else None,
        client_id=(form.raw("client_id") if form else "") or uuid4().hex, base_version=kept or opened.case.version,
        sources=choices("income", IncomeSource), kinds=choices("housing", HousingKind),
        conditions=choices("condition", Condition), documents=choices("document", Document),
        findings=choices("claim", Finding), need_choices=[(need, label("need", need)) for need in NEEDS],
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    return _show(request, who, session, number)


@router.post("/plan")
def set_date(request: Request, who: Member, form: Posted, number: str) -> Response:
    at = form.moment("day", "hour")
    team = [form.text(f"member_{n}", most=120) for n in TEAM]
    address, waived = form.text("address", most=500), form.text("notice_waived", most=500)
    composition = form.text("composition_waived", most=500)

    def act(session: Session) -> None:
        assert at is not None
        plan(
            session, who.actor, number, planned_for=at, team=team, woman_on_team=form.yes("woman_on_team"),
            address=address or None, notice_waived=waived or None, composition_waived=composition or None,
        )  # fmt: skip

    return submit(
        act, form=form, to=f"/cases/{number}/visit", done="visit_planned",
        beside={"planned_for": "day", "V304": "day", "V305": "member_1", "V306": "woman_on_team"},
        again=lambda session, problem: _show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/form")
def hand_in(request: Request, who: Member, form: Posted, number: str) -> Response:
    answers = read(form)
    version = form.number("base_version", most=10**9)

    def act(session: Session) -> None:
        assert answers is not None
        file(session, who.actor, number, answers, client_id=form.raw("client_id"), base_version=version)

    return submit(
        act, form=form, to=f"/cases/{number}/visit", done="visit_filed",
        again=lambda session, problem: _show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/nobody-home")
def nobody(request: Request, who: Member, form: Posted, number: str) -> Response:
    return submit(
        lambda session: nobody_home(session, who.actor, number),
        form=form, to=f"/cases/{number}/visit", done="nobody_home",
        again=lambda session, problem: _show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/cancel")
def call_off(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason = form.text("cancel_reason", required=True, most=500)
    return submit(
        lambda session: cancel(session, who.actor, number, reason),
        form=form, to=f"/cases/{number}/visit", done="visit_cancelled", beside={"reason": "cancel_reason"},
        again=lambda session, problem: _show(request, who, session, number, form, problem),
    )  # fmt: skip
