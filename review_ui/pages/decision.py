"""Proposing a decision, the second officer's word, and reopening."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.decisions.objecting import clock, decided_on, is_late, objections_of
from detector.decisions.queries import choices, decisions_of
from detector.decisions.rules import ADVERSE, REASON_CODES, Outcome
from detector.decisions.service import propose, reopen, second
from detector.errors import DetectorError
from detector.staff.permissions import May
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, Visitor, Writing
from review_ui.forms import Form
from review_ui.people import names
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter(prefix="/cases/{number}/decision")


def show(
    request: Request, who: Visitor, session: Session, number: str, form: Form | None = None,
    problem: DetectorError | None = None,
) -> Response:  # fmt: skip
    """The decision's page; `form` and `problem` bring back what was typed and why it was refused."""
    file = open_file(session, who, number, part="decision")
    made = decisions_of(session, file.case)
    made_objections = objections_of(session, file.case)
    return render(
        request, who, "case/decision.html", form=form, problem=problem, file=file, decisions=made,
        choices=choices(session, file.case), adverse=ADVERSE, reason_codes=REASON_CODES,
        people=names(session, [i for d in made for i in (d.proposed_by_id, d.seconded_by_id)]),
        mine=file.decision is not None and file.decision.proposed_by_id == who.actor.account_id,
        may_second=who.may(May.SECOND_DECISION), objections=made_objections, clock=clock(), is_late=is_late,
        decided_on=decided_on, me=who.actor.account_id,
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    return show(request, who, session, number)


@router.post("/propose")
def put_forward(request: Request, who: Member, form: Posted, number: str) -> Response:
    outcome, reason = form.choice("outcome", Outcome), form.text("reason", required=True, most=2_000)
    code = form.raw("reason_code") or None
    return submit(
        lambda session: propose(
            session, who.actor, number, outcome=outcome or Outcome.HELD, reason=reason, reason_code=code
        ),
        form=form, to=f"/cases/{number}/decision",
        done="decision_proposed" if outcome in ADVERSE else "decision_final",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/second")
def give_second_word(request: Request, who: Member, form: Posted, number: str) -> Response:
    note, word = form.text("note", most=2_000), form.raw("word")
    if word not in ("agree", "return"):
        form.bad("note", "choose")
    return submit(
        lambda session: second(session, who.actor, number, agree=word == "agree", note=note or None),
        form=form, to=f"/cases/{number}/decision", done="decision_seconded", beside={"reason": "note"},
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/reopen")
def open_again(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason = form.text("reopen_reason", required=True, most=500)
    return submit(
        lambda session: reopen(session, who.actor, number, reason),
        form=form, to=f"/cases/{number}", done="reopened", beside={"reason": "reopen_reason"},
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip
