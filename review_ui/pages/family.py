"""Is it one family? Two reports side by side, yes or no, a report with a case of its own, and taking each back."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.cases.queries import LinkedReport, reports_of
from detector.cases.suggestions import Suggestion, acts_of, suggestions_of
from detector.errors import DetectorError
from detector.journal.service import record
from detector.outreach.withdrawal import withdraw_household
from detector.review_queue.families import other_family, same_family, split_off, undo
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, RowId, Visitor, Writing
from review_ui.forms import Form, latin_digits
from review_ui.people import names
from review_ui.render import render
from review_ui.submit import submit
from review_ui.telling import told

router = APIRouter(prefix="/cases/{number}")
MOST_REASON = 500


def _show(
    request: Request, who: Visitor, session: Session, number: str, form: Form | None = None,
    problem: DetectorError | None = None,
) -> Response:  # fmt: skip
    file = open_file(session, who, number, part="family")
    found, outside = suggestions_of(session, who.actor, file.case)
    for one in found:
        record(session, who.actor, "case.viewed", subject="case", subject_id=one.other.id, part="family")
    acts = acts_of(session, file.case)
    ids = {act.case_id for act in acts} | {act.other_id for act in acts}
    numbers = {case_id: session.get_one(Case, case_id).number for case_id in ids}
    return render(
        request, who, "case/family.html", form=form, problem=problem, file=file, outside=outside, acts=acts,
        pairs=[(one, *_pair(session, one, file.reports)) for one in found], numbers=numbers, told=told,
        deciders=names(session, (act.by_id for act in acts)),
    )  # fmt: skip


def _pair(
    session: Session, one: Suggestion, own: list[LinkedReport]
) -> tuple[LinkedReport | None, LinkedReport | None]:  # fmt: skip
    theirs = reports_of(session, one.other)
    return (
        next((r for r in own if r.report.id == one.report_id), None),
        next((r for r in theirs if r.report.id == one.other_report_id), None),
    )


@router.get("/family")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    return _show(request, who, session, number)


def _do(
    request: Request, who: Visitor, form: Form, number: str, act: Callable[[Session], object], done: str
) -> Response:  # fmt: skip
    return submit(
        act, form=form, to=f"/cases/{number}/family", done=done, beside={"reason": "link_reason"},
        again=lambda session, problem: _show(request, who, session, number, form, problem),
    )  # fmt: skip


def _reason(form: Form) -> str:
    return form.text("link_reason", required=True, most=MOST_REASON)


def _other(form: Form) -> str:
    return latin_digits(form.text("other", required=True, most=20)).upper()


@router.post("/family/same")
def same(request: Request, who: Member, form: Posted, number: str) -> Response:
    other, reason = _other(form), _reason(form)
    return _do(
        request, who, form, number, lambda session: same_family(session, who.actor, number, other, reason), "same_family"
    )  # fmt: skip


@router.post("/family/other")
def not_same(request: Request, who: Member, form: Posted, number: str) -> Response:
    other, reason = _other(form), _reason(form)
    return _do(
        request, who, form, number, lambda session: other_family(session, who.actor, number, other, reason),
        "other_family",
    )  # fmt: skip


@router.post("/family/split/{report_id}")
def split(request: Request, who: Member, form: Posted, number: str, report_id: RowId) -> Response:
    reason = _reason(form)
    return _do(
        request, who, form, number, lambda session: split_off(session, who.actor, number, report_id, reason), "split"
    )  # fmt: skip


@router.post("/family/undo/{act_id}")
def take_back(request: Request, who: Member, form: Posted, number: str, act_id: RowId) -> Response:
    reason = _reason(form)
    return _do(
        request, who, form, number, lambda session: undo(session, who.actor, number, act_id, reason), "link_undone"
    )  # fmt: skip


@router.post("/withdraw")
def withdraw(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason = _reason(form)
    return _do(
        request, who, form, number, lambda session: withdraw_household(session, who.actor, number, reason), "withdrawn"
    )  # fmt: skip
