"""What a pension might be, as an estimate for staff: prefilled from the visit form, worked out without keeping anything."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.clock import RIYADH, now
from detector.eligibility.facts import Group, Kind, Nationality
from detector.eligibility.service import estimate_case, facts_found, rule_book
from detector.errors import DetectorError
from review_ui import estimate_form
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, Visitor, Writing
from review_ui.forms import Form
from review_ui.pages.case import choices
from review_ui.render import render

router = APIRouter(prefix="/cases/{number}/estimate")


def _show(request: Request, who: Visitor, session: Session, number: str, form: Form | None = None) -> Response:
    file = open_file(session, who, number, part="estimate")
    found = facts_found(session, file.case)
    facts = found if form is None else estimate_form.read(form, now().astimezone(RIYADH).date())
    made, problem = None, None
    if facts is not None:
        try:
            _, made = estimate_case(session, who.actor, number, None if form is None else facts)
        except DetectorError as error:
            problem = error
    return render(
        request, who, "case/estimate.html", form=form or estimate_form.fill(found), problem=problem, file=file,
        facts=facts, found=found, made=made, book=rule_book(), words=estimate_form, closed=estimate_form.CLOSED,
        lines=estimate_form.INCOME_LINES, kinds=choices("income", Kind), groups=choices("group", Group),
        nationalities=choices("nationality", Nationality),
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    return _show(request, who, session, number)


@router.post("")
def work_out(request: Request, who: Member, form: Posted, session: Writing, number: str) -> Response:
    """Not a change: the answer is the page itself, and nothing typed is put into an address."""
    return _show(request, who, session, number, form)
