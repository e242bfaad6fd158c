"""The letter to a family, and its objection to the decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.decisions.objecting import answer_objection, file_objection, withdraw_objection
from detector.errors import DetectorError
from detector.journal.service import record
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, Visitor, Writing
from review_ui.forms import Form
from review_ui.letter_pdf import pdf
from review_ui.letters import letter
from review_ui.pages.decision import show as show_decision
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter(prefix="/cases/{number}")


@router.get("/letter")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    """The letter as a page that prints well."""
    file = open_file(session, who, number, part="letter")
    return render(request, who, "case/letter.html", file=file, letter=letter(file))


@router.post("/letter")
def set_letter(request: Request, who: Member, form: Posted, session: Writing, number: str) -> Response:
    """The letter as a PDF with what the officer adds. A POST: those words belong into no address."""
    file = open_file(session, who, number, part="letter")
    words = form.text("words", most=1_500)
    if not form.ok:
        return render(request, who, "case/letter.html", form=form, file=file, letter=letter(file))
    made = pdf(letter(file, words))
    record(session, who.actor, "letter.made", subject="case", subject_id=file.case.id)
    name = {"Content-Disposition": f'inline; filename="{file.case.number}.pdf"'}
    return Response(made, media_type="application/pdf", headers=name)


def _objecting(
    request: Request,
    who: Visitor,
    form: Form,
    number: str,
    act: Callable[[Session], object],
    done: str,
    beside: dict[str, str],
) -> Response:
    def again(session: Session, problem: DetectorError | None) -> Response:
        return show_decision(request, who, session, number, form, problem)

    return submit(act, form=form, to=f"/cases/{number}/decision", done=done, again=again, beside=beside)


@router.post("/objections")
def take(request: Request, who: Member, form: Posted, number: str) -> Response:
    grounds = form.text("grounds", required=True, most=500)
    on: date | None = form.day("filed_on")
    return _objecting(
        request, who, form, number, lambda session: file_objection(session, who.actor, number, grounds, on=on),
        "objection_filed", {"filed_on": "filed_on", "grounds": "grounds"},
    )  # fmt: skip


@router.post("/objections/answer")
def answer(request: Request, who: Member, form: Posted, number: str) -> Response:
    told, word = form.text("answer", required=True, most=500), form.raw("word")
    if word not in ("uphold", "reject"):
        form.bad("answer", "choose")
    return _objecting(
        request, who, form, number,
        lambda session: answer_objection(session, who.actor, number, uphold=word == "uphold", answer=told),
        "objection_answered", {"answer": "answer"},
    )  # fmt: skip


@router.post("/objections/withdraw")
def take_back(request: Request, who: Member, form: Posted, number: str) -> Response:
    why = form.text("withdraw_why", required=True, most=500)
    return _objecting(
        request, who, form, number, lambda session: withdraw_objection(session, who.actor, number, why),
        "objection_withdrawn", {"answer": "withdraw_why"},
    )  # fmt: skip
