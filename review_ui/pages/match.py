"""The household's persons, their match with the registry, and the agencies' answers."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.db import transaction
from detector.errors import DetectorError
from detector.registry.agency_questions import ask_agency
from detector.registry.asking import look_up as ask_registry
from detector.registry.claims import Verified, dispute, record_agency_answer, verify_claim
from detector.registry.duplicates import elsewhere as cases_elsewhere
from detector.registry.judgement import Judgement
from detector.registry.models import Answer
from detector.registry.queries import agency_lines, persons_of
from detector.registry.service import add_person, reveal_id, settle_match
from detector.staff.service import NotSignedIn
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, RowId, Visitor, Writing
from review_ui.forms import Form
from review_ui.pages.case import choices
from review_ui.render import render
from review_ui.submit import see, submit
from review_ui.words import label, say

router = APIRouter(prefix="/cases/{number}/match")


def _show(
    request: Request, who: Visitor, session: Session, number: str, form: Form | None = None,
    problem: DetectorError | None = None, revealed: dict[int, str] | None = None,
) -> Response:  # fmt: skip
    file = open_file(session, who, number, part="match")
    lines = agency_lines(session, file.case)
    return render(
        request, who, "case/match.html", form=form, problem=problem, file=file, revealed=revealed or {},
        persons=persons_of(session, file.case), lines=lines,
        elsewhere=cases_elsewhere(session, who.actor, file.case),
        judgements=choices("judgement", (Judgement.SAME, Judgement.DIFFERENT)), answers=choices("answer", Answer),
        verdicts=choices("verified", Verified),
        matters=[
            (f"{x.agency} {x.reason}", say("list.about", agency=label("agency", x.agency), reason=label("reason", x.reason)))
            for x in lines if x.linked
        ],
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Writing, number: str) -> Response:
    return _show(request, who, session, number)


def _do(
    request: Request, who: Visitor, form: Form, number: str, act: Callable[[Session], object], done: str,
    beside: dict[str, str] | None = None, anchor: str = "",
) -> Response:  # fmt: skip
    return submit(
        act, form=form, to=f"/cases/{number}/match{anchor}", done=done, beside=beside,
        again=lambda session, problem: _show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/persons")
def add(request: Request, who: Member, form: Posted, number: str) -> Response:
    name, digits = form.text("full_name", required=True, most=200), form.text("national_id", required=True, most=40)
    born, hijri = form.day("birth_date"), form.text("birth_hijri", most=40)
    return _do(
        request, who, form, number,
        lambda session: add_person(
            session, who.actor, number, full_name=name, national_id=digits, birth_date=born, birth_hijri=hijri
        ),
        "person_added", {"M401": "national_id", "M405": "birth_date"},
    )  # fmt: skip


@router.post("/persons/{person_id}")
def look_up(request: Request, who: Member, form: Posted, number: str, person_id: RowId) -> Response:
    return _ask(request, who, form, number, lambda: ask_registry(who.actor, number, person_id), "matched")


def _ask(
    request: Request, who: Visitor, form: Form, number: str, act: Callable[[], object], done: str, anchor: str = ""
) -> Response:
    """As `_do`, for acts that wait for another machine and open their own transactions."""
    try:
        act()
    except NotSignedIn:
        raise
    except DetectorError as problem:
        with transaction() as session:
            return _show(request, who, session, number, form, problem)
    return see(f"/cases/{number}/match{anchor}", done)


@router.post("/ask/{agency_code}/{reason}")
def ask(request: Request, who: Member, form: Posted, number: str, agency_code: str, reason: str) -> Response:
    return _ask(
        request, who, form, number, lambda: ask_agency(who.actor, number, agency=agency_code, reason=reason),
        "agency_asked", "#agencies",
    )  # fmt: skip


@router.post("/persons/{person_id}/reveal")
def reveal(request: Request, who: Member, form: Posted, number: str, person_id: RowId) -> Response:
    """Shows the number once, in the answer to this very form: it has no address of its own."""
    reason = form.text("reveal_reason", required=True, most=500)
    revealed: dict[int, str] = {}
    problem: DetectorError | None = None
    if form.ok:
        try:
            with transaction() as session:
                revealed[person_id] = reveal_id(session, who.actor, number, person_id, reason)
        except DetectorError as error:
            problem = None if form.blame(error, {"reason": "reveal_reason"}) else error
    with transaction() as session:
        return _show(request, who, session, number, form, problem, revealed)


@router.post("/{match_id}/settle")
def settle(request: Request, who: Member, form: Posted, number: str, match_id: RowId) -> Response:
    judgement = form.choice("judgement", Judgement) or Judgement.UNSURE
    reason = form.text("settle_reason", required=True, most=500)
    return _do(
        request, who, form, number,
        lambda session: settle_match(session, who.actor, number, match_id, judgement, reason),
        "matched", {"reason": "settle_reason"},
    )  # fmt: skip


@router.post("/agencies")
def agency(request: Request, who: Member, form: Posted, number: str) -> Response:
    code, _, about = form.raw("matter").partition(" ")
    if not about:
        form.bad("matter", "choose")
    answer, as_of, note = form.choice("answer", Answer), form.day("as_of"), form.text("agency_note", most=2_000)
    until = form.day("valid_until")
    return _do(
        request, who, form, number,
        lambda session: record_agency_answer(
            session, who.actor, number, agency=code, reason=about, answer=answer or Answer.UNKNOWN, as_of=as_of,
            valid_until=until, note=note or None,
        ),
        "agency_recorded", {"agency": "matter", "reason": "matter", "note": "agency_note"}, "#agencies",
    )  # fmt: skip


@router.post("/agencies/{answer_id}/dispute")
def object_to(request: Request, who: Member, form: Posted, number: str, answer_id: RowId) -> Response:
    reason = form.text("dispute_reason", required=True, most=500)
    return _do(
        request, who, form, number, lambda session: dispute(session, who.actor, number, answer_id, reason),
        "disputed", {"reason": "dispute_reason"}, "#agencies",
    )  # fmt: skip


@router.post("/agencies/{answer_id}/verify")
def verify(request: Request, who: Member, form: Posted, number: str, answer_id: RowId) -> Response:
    verified, reason = form.choice("verified", Verified), form.text("verify_reason", required=True, most=500)
    return _do(
        request, who, form, number,
        lambda session: verify_claim(session, who.actor, number, answer_id, verified or Verified.REFUTED, reason),
        "claim_verified", {"reason": "verify_reason"}, "#agencies",
    )  # fmt: skip
