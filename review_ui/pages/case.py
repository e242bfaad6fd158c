"""The case file, and giving a case back or on."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.config import settings
from detector.errors import DetectorError
from detector.outreach.identifiers import identifiers_of
from detector.outreach.queries import publishers_of
from detector.outreach.rules import Channel, ConsentGround, Purpose, Reached
from detector.review_queue.service import hand_over, release
from detector.staff.permissions import May
from review_ui.case_file import open_file
from review_ui.deps import Member, Posted, Visitor, Writing
from review_ui.forms import Form
from review_ui.marks import pieces
from review_ui.parts import lines
from review_ui.people import colleagues
from review_ui.render import render
from review_ui.submit import submit
from review_ui.telling import told_by
from review_ui.words import label

router = APIRouter(prefix="/cases/{number}")


def choices(family: str, members: Any) -> list[tuple[str, str]]:
    """(code, words) of an enumeration, for a list of choices."""
    return [(member.value, label(family, member.value)) for member in members]


@dataclass(frozen=True, slots=True)
class Revealed:
    """Whole numbers, shown this once: a sender's telephone by report, a number in the text by its id. `asked`: that id."""

    phones: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    asked: int | None = None


def show(
    request: Request, who: Visitor, session: Session, number: str, form: Form | None = None,
    problem: DetectorError | None = None, revealed: Revealed | None = None,
) -> Response:  # fmt: skip
    """The file's first page."""
    file, shown = open_file(session, who, number, part="file"), revealed or Revealed()
    written = groupby(identifiers_of(session, who.actor, file.case), lambda one: one.report_id)
    return render(
        request, who, "case/file.html", form=form, problem=problem, file=file, pieces=pieces,
        told=told_by(file.reports), why=lines(file.case.priority.get("parts", []), 0),
        publishers=publishers_of(session, file.case),
        colleagues=colleagues(session, file.case, who.actor),
        may_hand_over=file.is_mine or who.may(May.REASSIGN_CASE), attempts_limit=settings().contact_attempts,
        channels=choices("channel", Channel), outcomes=choices("reached", Reached),
        grounds=choices("ground", ConsentGround), purposes=choices("purpose", Purpose),
        revealed=shown.phones, whole=shown.numbers, asked=shown.asked,
        written={report_id: list(numbers) for report_id, numbers in written},
    )  # fmt: skip


@router.get("")
def read(request: Request, who: Member, session: Writing, number: str) -> Response:
    return show(request, who, session, number)


@router.post("/release")
def give_back(request: Request, who: Member, form: Posted, number: str) -> Response:
    reason = form.text("release_reason", required=True, most=500)
    return submit(
        lambda session: release(session, who.actor, number, reason),
        form=form, to="/queue", done="released", beside={"reason": "release_reason"},
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip


@router.post("/hand-over")
def give_on(request: Request, who: Member, form: Posted, number: str) -> Response:
    to = form.number("to_account_id", least=1, required=True) or 0
    return submit(
        lambda session: hand_over(session, who.actor, number, to),
        form=form, to=f"/cases/{number}", done="handed_over",
        again=lambda session, problem: show(request, who, session, number, form, problem),
    )  # fmt: skip
