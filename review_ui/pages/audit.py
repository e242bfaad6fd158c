"""The missed-case audit: one unflagged post at a time, what two readers found, and the estimate."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.errors import DetectorError
from detector.learning.audit import missed, next_sample, open_case, say, waiting
from detector.learning.estimate import PER, estimate
from review_ui.deps import Member, Posted, Reading, RowId, Visitor, Writing
from review_ui.forms import Form
from review_ui.people import region_names
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter(prefix="/audit")


def _read(
    request: Request, who: Visitor, session: Session, form: Form | None = None, problem: DetectorError | None = None
) -> Response:
    return render(
        request, who, "audit/read.html", form=form, problem=problem, found=next_sample(session, who.actor),
        waiting=waiting(session, who.actor),
    )  # fmt: skip


@router.get("")
def read(request: Request, who: Member, session: Writing) -> Response:
    return _read(request, who, session)


@router.post("/{sample_id}/say")
def answer(request: Request, who: Member, form: Posted, sample_id: RowId) -> Response:
    word = form.raw("word")
    if word not in ("case", "no_case"):
        form.bad("word", "choose")
    return submit(
        lambda session: say(session, who.actor, sample_id, is_case=word == "case"),
        form=form, to="/audit", done="audit_said",
        again=lambda session, problem: _read(request, who, session, form, problem),
    )  # fmt: skip


def _found(request: Request, who: Visitor, session: Session, problem: DetectorError | None = None) -> Response:
    return render(
        request, who, "audit/missed.html", problem=problem, rows=missed(session, who.actor),
        waiting=waiting(session, who.actor),
    )  # fmt: skip


@router.get("/missed")
def found(request: Request, who: Member, session: Writing) -> Response:
    return _found(request, who, session)


@router.post("/{sample_id}/open")
def open_as_case(request: Request, who: Member, form: Posted, sample_id: RowId) -> Response:
    return submit(
        lambda session: open_case(session, who.actor, sample_id), form=form, to="/audit/missed", done="audit_opened",
        again=lambda session, problem: _found(request, who, session, problem),
    )  # fmt: skip


@router.get("/estimate")
def told(request: Request, who: Member, session: Reading) -> Response:
    return render(
        request, who, "audit/estimate.html", seen=estimate(session, who.actor), per=PER,
        waiting=waiting(session, who.actor), regions=region_names(session),
    )  # fmt: skip
