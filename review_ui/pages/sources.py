"""Sources and the approvals without which they are off."""

from __future__ import annotations

from datetime import datetime, time

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.clock import RIYADH
from detector.errors import DetectorError, NotFound
from detector.reports.approvals import approve, revoke
from detector.reports.models import Source
from detector.reports.scope import SCOPES
from detector.reports.standing import standings
from detector.staff.permissions import May
from review_ui.deps import Member, Posted, Reading, Visitor
from review_ui.forms import Form
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter(prefix="/sources")


def _show(
    request: Request, who: Visitor, session: Session, form: Form | None = None,
    problem: DetectorError | None = None, at: Source | None = None,
) -> Response:  # fmt: skip
    who.actor.must(May.APPROVE_SOURCE)
    rows = standings(session)
    return render(request, who, "admin/sources.html", form=form, problem=problem, rows=rows, at=at, scopes=SCOPES)


@router.get("")
def look(request: Request, who: Member, session: Reading) -> Response:
    return _show(request, who, session)


def _source(code: str) -> Source:
    if code not in {s.value for s in Source}:
        raise NotFound(source=True)
    return Source(code)


def _lines(form: Form, name: str) -> list[str]:
    return [line.strip() for line in form.text(name, most=4_000).splitlines() if line.strip()]


@router.post("/{code}/approve")
def allow(request: Request, who: Member, form: Posted, code: str) -> Response:
    source = _source(code)
    by, basis = form.text("approved_by", required=True, most=200), form.text("legal_basis", required=True, most=500)
    reference, until = form.text("reference", required=True, most=200), form.day("expires_at", required=True)
    scope = {name: _lines(form, name) for name in SCOPES.get(source, ())}

    def act(session: Session) -> None:
        assert until is not None
        end = datetime.combine(until, time(23, 59, 59), RIYADH)
        approve(
            session, who.actor, source, approved_by=by, legal_basis=basis, reference=reference, expires_at=end,
            scope=scope, training=form.yes("training"),
        )  # fmt: skip

    return submit(
        act, form=form, to=f"/sources#{code}", done="source_approved",
        again=lambda session, problem: _show(request, who, session, form, problem, source),
    )  # fmt: skip


@router.post("/{code}/revoke")
def stop(request: Request, who: Member, form: Posted, code: str) -> Response:
    source, reason = _source(code), form.text("revoke_reason", required=True, most=500)
    return submit(
        lambda session: revoke(session, who.actor, source, reason=reason),
        form=form, to=f"/sources#{code}", done="source_revoked", beside={"reason": "revoke_reason"},
        again=lambda session, problem: _show(request, who, session, form, problem, source),
    )  # fmt: skip
