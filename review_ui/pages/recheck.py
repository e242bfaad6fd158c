"""The re-check of the rolls: its runs and own numbers, each finding with its claims, and persons in several cases."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.errors import DetectorError, NotFound
from detector.journal.service import record
from detector.registry.duplicates import shared
from detector.registry.links import links
from detector.registry.recheck import service
from detector.registry.recheck.models import Run
from detector.registry.recheck.queries import finding_rows, findings, overview, runs
from detector.registry.recheck.rules import FIRST_WORD, MOVES, SECONDED, FindingState
from detector.staff.permissions import May
from review_ui.deps import Member, Posted, RowId, Visitor, Writing
from review_ui.forms import Form
from review_ui.pages.case import choices
from review_ui.people import names, region_names
from review_ui.render import render
from review_ui.submit import submit
from review_ui.words import label

router = APIRouter(prefix="/registry")
OUTCOMES = ("in_order", "dropped", "held", "proposed", "drop_waits", "hold_waits", "known", "unanswered")


def _runs(
    request: Request, who: Visitor, session: Session, run_id: int = 0, problem: DetectorError | None = None
) -> Response:
    every = runs(session, who.actor)
    run = next((one for one in every if one.id == run_id), None) or session.get(Run, run_id)
    if run_id and run is None:
        raise NotFound(run=run_id)
    run = run or (every[0] if every else None)
    return render(
        request, who, "registry/recheck.html", problem=problem, runs=every, run=run, regions=region_names(session),
        seen=overview(session, who.actor, run) if run else None, outcomes=OUTCOMES, links=links(),
        may_start=who.may(May.START_RECHECK),
    )  # fmt: skip


@router.get("/recheck")
def newest(request: Request, who: Member, session: Writing, run: int = 0) -> Response:
    return _runs(request, who, session, max(0, min(run, 2**31 - 1)))


def _act(request: Request, who: Visitor, form: Form, act: Callable[[Session], object], done: str) -> Response:
    return submit(
        act, form=form, to="/registry/recheck", done=done,
        again=lambda session, problem: _runs(request, who, session, problem=problem),
    )  # fmt: skip


@router.post("/recheck")
def start(request: Request, who: Member, form: Posted) -> Response:
    return _act(request, who, form, lambda session: service.start(session, who.actor), "recheck_started")


@router.post("/recheck/{run_id}/stop")
def stop(request: Request, who: Member, form: Posted, run_id: RowId) -> Response:
    return _act(request, who, form, lambda session: service.stop(session, who.actor, run_id), "recheck_stopped")


@router.post("/recheck/{run_id}/resume")
def resume(request: Request, who: Member, form: Posted, run_id: RowId) -> Response:
    return _act(request, who, form, lambda session: service.resume(session, who.actor, run_id), "recheck_started")


@router.get("/recheck/{run_id}/findings")
def listed(request: Request, who: Member, session: Writing, run_id: RowId, state: str = "", after: int = 0) -> Response:
    asked = FindingState(state) if state in {one.value for one in FindingState} else None
    rows, more = findings(session, who.actor, run_id, state=asked, after=max(0, min(after, 2**31 - 1)))
    record(
        session,
        who.actor,
        "recheck.viewed",
        subject="recheck",
        subject_id=run_id,
        findings=[r.finding.id for r in rows],
    )
    return render(
        request, who, "registry/findings.html", rows=rows, more=more, run_id=run_id, state=state,
        states=choices("finding", FindingState),
    )  # fmt: skip


def _finding(
    request: Request, who: Visitor, session: Session, finding_id: int, form: Form | None = None,
    problem: DetectorError | None = None,
) -> Response:  # fmt: skip
    who.actor.must(May.READ_CASE)
    finding = service.finding_of(session, who.actor, finding_id)
    record(session, who.actor, "finding.viewed", subject="finding", subject_id=finding.id)
    words = [
        word
        for word, state in FIRST_WORD.items()
        if state in MOVES[finding.state] and not (word == "drop" and finding.dispute)
    ]
    mine = finding.first_by_id == who.actor.account_id
    return render(
        request, who, "registry/finding.html", form=form, problem=problem, row=finding_rows(session, [finding])[0],
        words=[(word, label("finding.word", word)) for word in words],
        people=names(session, (finding.first_by_id, finding.second_by_id)),
        may_second=finding.state in SECONDED and who.may(May.SECOND_DECISION) and not mine,
        may_flag=finding.state is FindingState.DROPPED and who.may(May.SECOND_DECISION),
    )  # fmt: skip


@router.get("/findings/{finding_id}")
def look(request: Request, who: Member, session: Writing, finding_id: RowId) -> Response:
    return _finding(request, who, session, finding_id)


def _do(
    request: Request,
    who: Visitor,
    form: Form,
    finding_id: int,
    act: Callable[[Session], object],
    beside: dict[str, str],
) -> Response:
    return submit(
        act, form=form, to=f"/registry/findings/{finding_id}", done="finding_said", beside=beside,
        again=lambda session, problem: _finding(request, who, session, finding_id, form, problem),
    )  # fmt: skip


@router.post("/findings/{finding_id}/say")
def say(request: Request, who: Member, form: Posted, finding_id: RowId) -> Response:
    word, reason = form.raw("word"), form.text("say_reason", required=True, most=500)
    if word not in FIRST_WORD:
        form.bad("word", "choose")
    return _do(
        request, who, form, finding_id, lambda session: service.say(session, who.actor, finding_id, word, reason),
        {"reason": "say_reason"},
    )  # fmt: skip


@router.post("/findings/{finding_id}/second")
def second(request: Request, who: Member, form: Posted, finding_id: RowId) -> Response:
    agree, note = form.raw("agree"), form.text("second_note", most=500)
    if agree not in ("yes", "no"):
        form.bad("agree", "choose")
    return _do(
        request, who, form, finding_id,
        lambda session: service.second(session, who.actor, finding_id, agree=agree == "yes", note=note),
        {"reason": "second_note"},
    )  # fmt: skip


@router.post("/findings/{finding_id}/dispute")
def object_to(request: Request, who: Member, form: Posted, finding_id: RowId) -> Response:
    reason = form.text("dispute_reason", required=True, most=500)
    return _do(
        request, who, form, finding_id, lambda session: service.dispute(session, who.actor, finding_id, reason),
        {"reason": "dispute_reason"},
    )  # fmt: skip


@router.post("/findings/{finding_id}/recovery")
def flag(request: Request, who: Member, form: Posted, finding_id: RowId) -> Response:
    reason = form.text("recovery_reason", required=True, most=500)
    return _do(
        request, who, form, finding_id, lambda session: service.flag_recovery(session, who.actor, finding_id, reason),
        {"reason": "recovery_reason"},
    )  # fmt: skip


@router.get("/duplicates")
def duplicates(request: Request, who: Member, session: Writing, after: str = "") -> Response:
    rows, more = shared(session, who.actor, after=after[:32])
    return render(request, who, "registry/duplicates.html", rows=rows, more=more)
