"""A case as staff may see it: texts with identifiers masked, evidence, history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Db, Signed
from detector.cases.queries import get_case, moves_of, reports_of
from detector.journal.service import record

router = APIRouter(prefix="/api/v1/cases", tags=["cases"])


class ReportOut(BaseModel):
    id: int
    source: str
    url: str | None
    text: str | None
    received_at: datetime
    times_seen: int
    link: str
    why: str
    model: str
    kind: str
    hardship: float
    evidence: list[dict[str, Any]]
    counter_evidence: list[dict[str, Any]]


class MoveOut(BaseModel):
    old: str | None
    new: str
    at: datetime
    reason: str | None


class CaseOut(BaseModel):
    number: str
    status: str
    kind: str
    place_name: str | None
    region_code: str | None
    office_id: int | None
    needs: list[str]
    doubts: list[str]
    urgency: str
    household_size: int | None
    priority: dict[str, Any]
    opened_at: datetime
    lease_until: datetime | None
    reports: list[ReportOut]
    moves: list[MoveOut]


@router.get("/{number}")
def read(number: str, db: Db, actor: Signed) -> CaseOut:
    """Reading a family's file is itself an act: it is written to the journal."""
    case = get_case(db, actor, number)
    record(db, actor, "case.viewed", subject="case", subject_id=case.id)
    reports = [
        ReportOut(
            id=r.report.id,
            source=r.report.source.value,
            url=r.report.url,
            text=r.report.text,
            received_at=r.report.received_at,
            times_seen=r.report.times_seen,
            link=r.link.state.value,
            why=r.link.why,
            model=r.detection.model,
            kind=r.detection.kind,
            hardship=r.detection.hardship,
            evidence=r.detection.evidence,
            counter_evidence=r.detection.counter_evidence,
        )
        for r in reports_of(db, case)
    ]
    moves = [
        MoveOut(old=m.old.value if m.old else None, new=m.new.value, at=m.at, reason=m.reason)
        for m in moves_of(db, case)
    ]
    return CaseOut(
        number=case.number,
        status=case.status.value,
        kind=case.kind,
        place_name=case.place_name,
        region_code=case.region_code,
        office_id=case.office_id,
        needs=case.needs,
        doubts=case.doubts,
        urgency=case.urgency,
        household_size=case.household_size,
        priority=case.priority,
        opened_at=case.opened_at,
        lease_until=case.lease_until,
        reports=reports,
        moves=moves,
    )
