"""What the house learns from its work: drift of the stream, the threshold beside the queue, and exports of verdicts."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.config import settings
from detector.errors import DetectorError
from detector.learning.capacity import capacity
from detector.learning.drift import report
from detector.learning.exporting import delete_export, export, exports, preview
from detector.reports.bands import LENGTH_EDGES, SCORE_EDGES
from review_ui import formats
from review_ui.deps import Member, Posted, Reading, RowId, Visitor
from review_ui.people import names
from review_ui.render import render
from review_ui.submit import submit
from review_ui.words import label, say

router = APIRouter(prefix="/learning")


def _band(edges: tuple[float, ...], band: int) -> str:
    """Words for a band of `reports.bands`; every mean says what it counts, so digits stay as everywhere."""
    low, high = (formats.number(edges[n], 3) if 0 <= n < len(edges) else "" for n in (band - 1, band))
    key = "learn.band.below" if not low else "learn.band.above" if not high else "learn.band"
    return say(key, low=low, high=high)


def bucket(metric: str, name: str) -> str:
    """A bucket of the drift report in words."""
    if metric in ("score", "length"):
        return _band(SCORE_EDGES if metric == "score" else LENGTH_EDGES, int(name))
    return label(metric, name)


@router.get("")
def drift(request: Request, who: Member, session: Reading, week: str = "") -> Response:
    try:
        asked = date.fromisoformat(week) if week else None
    except ValueError:
        asked = None
    return render(
        request, who, "learning/drift.html", seen=report(session, who.actor, asked), load=capacity(session, who.actor),
        bucket=bucket,
    )  # fmt: skip


def _exports(request: Request, who: Visitor, session: Session, problem: DetectorError | None = None) -> Response:
    rows = exports(session, who.actor)
    return render(
        request, who, "learning/exports.html", problem=problem, rows=rows, tally=preview(session, who.actor),
        people=names(session, (row.made_by_id for row in rows)), days=settings().export_days,
    )  # fmt: skip


@router.get("/exports")
def look(request: Request, who: Member, session: Reading) -> Response:
    return _exports(request, who, session)


@router.post("/exports")
def make(request: Request, who: Member, form: Posted) -> Response:
    return submit(
        lambda session: export(session, who.actor), form=form, to="/learning/exports", done="verdicts_exported",
        again=lambda session, problem: _exports(request, who, session, problem),
    )  # fmt: skip


@router.post("/exports/{export_id}/delete")
def delete(request: Request, who: Member, form: Posted, export_id: RowId) -> Response:
    return submit(
        lambda session: delete_export(session, who.actor, export_id),
        form=form, to="/learning/exports", done="export_deleted",
        again=lambda session, problem: _exports(request, who, session, problem),
    )  # fmt: skip
