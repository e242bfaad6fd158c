"""Reads: which cases might be the same family, why, and what people said about links so far."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from detector.cases.likeness import Reason, compare
from detector.cases.linking import load
from detector.cases.models import Case, CaseReport, LinkAct, LinkState
from detector.cases.queries import visible
from detector.staff.scope import Actor


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that may be the same household; `reasons` are compared anew from what is remembered of both reports."""

    other: Case
    report_id: int  # of this case
    other_report_id: int
    why: str
    score: float
    reasons: tuple[Reason, ...]


def suggestions_of(session: Session, actor: Actor, case: Case) -> tuple[list[Suggestion], int]:
    """(what a person of this scope may compare, likeliest first; how many lie outside the scope)."""
    own = aliased(CaseReport)
    pairs = session.execute(
        select(CaseReport.case_id, own.case_id, CaseReport.report_id, CaseReport.why, CaseReport.score)
        .join(own, and_(own.report_id == CaseReport.report_id, own.state == LinkState.CONFIRMED))
        .where(
            CaseReport.state == LinkState.SUGGESTED,
            or_(CaseReport.case_id == case.id, own.case_id == case.id),
            CaseReport.case_id != own.case_id,
        )
        .order_by(CaseReport.score.desc(), CaseReport.report_id)
    ).all()
    best: dict[int, tuple[int, int, str, float]] = {}
    for asked_id, told_id, report_id, why, score in pairs:
        other = told_id if asked_id == case.id else asked_id
        best.setdefault(other, (asked_id, report_id, why, score))
    seen = {c.id: c for c in session.scalars(visible(actor).where(Case.id.in_(best)))}
    found = [_suggestion(session, case, seen[other], *best[other]) for other in best if other in seen]
    return found, len(best) - len(seen)


def _suggestion(
    session: Session, case: Case, other: Case, asked_id: int, report_id: int, why: str, score: float
) -> Suggestion:
    twins = session.scalars(
        select(CaseReport.report_id)
        .where(CaseReport.case_id == asked_id, CaseReport.state == LinkState.CONFIRMED)
        .order_by(CaseReport.report_id)
    ).all()
    twin, reasons = _likest(session, report_id, list(twins))
    here, there = (twin, report_id) if asked_id == case.id else (report_id, twin)
    return Suggestion(other, here, there, why, score, reasons)


def _likest(session: Session, report_id: int, twins: list[int]) -> tuple[int, tuple[Reason, ...]]:
    """The report of the other case that made the suggestion, with what speaks for it and against."""
    known = {told.report_id: told for told in load(session, [report_id, *twins])}
    new = known.get(report_id)
    grounds = {t: compare(new, known[t]) for t in twins if new is not None and t in known}
    told = {t: ground for t, ground in grounds.items() if ground is not None}
    if not told:
        return twins[0], ()
    best = max(told, key=lambda t: told[t].score)
    return best, tuple(sorted(told[best].reasons, key=lambda reason: -abs(reason.points)))


def acts_of(session: Session, case: Case) -> list[LinkAct]:
    """What people said about this case's links, newest first."""
    stmt = select(LinkAct).where(or_(LinkAct.case_id == case.id, LinkAct.other_id == case.id))
    return list(session.scalars(stmt.order_by(LinkAct.id.desc())))
