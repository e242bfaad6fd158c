"""Reads of cases. Every read begins with `visible`, the scope filter."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from detector.cases.models import Case, CaseMove, CaseReport, LinkState
from detector.detection.models import Detection
from detector.errors import NotFound
from detector.reports.items import storable
from detector.reports.models import Report
from detector.staff.permissions import May
from detector.staff.scope import Actor, within


def visible(actor: Actor) -> Select[Case]:
    """The cases that lie in the actor's scope."""
    return select(Case).where(within(actor, Case.office_id, Case.region_code))


def get_case(session: Session, actor: Actor, number: str, *, lock: bool = False) -> Case:
    """A case by its number, or `NotFound` when there is none in the actor's scope. `lock` for a case that will be changed."""
    actor.must(May.READ_CASE)
    stmt = visible(actor).where(Case.number == storable(number))
    case = session.scalar(stmt.with_for_update() if lock else stmt)
    if case is None:
        raise NotFound(case=number)
    return case


def with_merged(session: Session, case: Case) -> list[int]:
    """The ids of the case and of every case that was merged into it: what was said to those is said to the family."""
    found, newest = [case.id], [case.id]
    while newest:
        newest = list(session.scalars(select(Case.id).where(Case.merged_into.in_(newest), Case.id.not_in(found))))
        found += newest
    return found


@dataclass(frozen=True, slots=True)
class LinkedReport:
    report: Report
    detection: Detection
    link: CaseReport


def reports_of(session: Session, case: Case) -> list[LinkedReport]:
    """The case's own reports with their newest reading, oldest report first. What is only suggested is not the family's yet."""
    rows = session.execute(
        select(Report, Detection, CaseReport)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .join(Detection, Detection.report_id == Report.id)
        .where(CaseReport.case_id == case.id, CaseReport.state == LinkState.CONFIRMED)
        .order_by(Report.received_at, Report.id, Detection.id.desc())
    )
    newest: dict[int, LinkedReport] = {}
    for report, detection, link in rows:
        newest.setdefault(report.id, LinkedReport(report, detection, link))
    return list(newest.values())


def moves_of(session: Session, case: Case) -> list[CaseMove]:
    return list(session.scalars(select(CaseMove).where(CaseMove.case_id == case.id).order_by(CaseMove.id)))
