"""Which reports are one family, as a person sees it; taking everything back; proofs of what is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import Db, ReadDb, RowId, Signed
from detector.cases.models import LinkAct
from detector.cases.queries import get_case, reports_of
from detector.cases.suggestions import acts_of, suggestions_of
from detector.cases.summary import claims
from detector.journal.service import record
from detector.outreach.withdrawal import withdraw_household
from detector.reports.proofs import proofs
from detector.review_queue import families

router = APIRouter(prefix="/api/v1", tags=["families"])


class ReasonOut(BaseModel):
    name: str
    what: str
    points: float


class SuggestionOut(BaseModel):
    number: str
    report_id: int
    other_report_id: int
    why: str
    score: float
    reasons: list[ReasonOut]


class ClaimOut(BaseModel):
    about: str
    what: str
    told_by: list[int]  # ids of reports


class ActOut(BaseModel):
    id: int
    deed: str
    case_id: int
    other_id: int
    reason: str
    at: datetime
    undone_at: datetime | None

    @classmethod
    def of(cls, act: LinkAct) -> ActOut:
        return cls(
            id=act.id, deed=act.deed.value, case_id=act.case_id, other_id=act.other_id, reason=act.reason, at=act.at,
            undone_at=act.undone_at,
        )  # fmt: skip


class LinksOut(BaseModel):
    suggestions: list[SuggestionOut]
    outside_scope: int
    claims: list[ClaimOut]
    acts: list[ActOut]


class Why(BaseModel):
    reason: str


class Other(Why):
    other: str  # the number of the other case


class ProofOut(BaseModel):
    id: int
    kind: str
    subject: str
    subject_hash: str
    requested_at: datetime
    done_at: datetime | None
    rows: dict[str, int]


@router.get("/cases/{number}/links")
def look(number: str, db: Db, actor: Signed) -> LinksOut:
    """Looking at what may be the same family is a view of both files."""
    case = get_case(db, actor, number)
    found, outside = suggestions_of(db, actor, case)
    for one in (case, *(s.other for s in found)):
        record(db, actor, "case.viewed", subject="case", subject_id=one.id, part="family")
    reports = reports_of(db, case)
    return LinksOut(
        suggestions=[
            SuggestionOut(
                number=s.other.number, report_id=s.report_id, other_report_id=s.other_report_id, why=s.why, score=s.score,
                reasons=[ReasonOut(name=r.name, what=r.what, points=r.points) for r in s.reasons],
            )
            for s in found
        ],
        outside_scope=outside,
        claims=[
            ClaimOut(about=c.about, what=c.what, told_by=[reports[n - 1].report.id for n in c.told_by])
            for c in claims(reports)
        ],
        acts=[ActOut.of(act) for act in acts_of(db, case)],
    )  # fmt: skip


@router.post("/cases/{number}/links/same-family")
def same(number: str, said: Other, db: Db, actor: Signed) -> ActOut:
    return ActOut.of(families.same_family(db, actor, number, said.other, said.reason))


@router.post("/cases/{number}/links/other-family")
def other(number: str, said: Other, db: Db, actor: Signed) -> ActOut:
    return ActOut.of(families.other_family(db, actor, number, said.other, said.reason))


@router.post("/cases/{number}/reports/{report_id}/split")
def split(number: str, report_id: RowId, why: Why, db: Db, actor: Signed) -> ActOut:
    return ActOut.of(families.split_off(db, actor, number, report_id, why.reason))


@router.post("/cases/{number}/links/{act_id}/undo")
def undo(number: str, act_id: RowId, why: Why, db: Db, actor: Signed) -> ActOut:
    return ActOut.of(families.undo(db, actor, number, act_id, why.reason))


@router.post("/cases/{number}/withdrawal", status_code=202)
def withdraw(number: str, why: Why, db: Db, actor: Signed) -> None:
    """Everything about the household goes with the next purge, which is asked for."""
    withdraw_household(db, actor, number, why.reason)


@router.get("/purges")
def purges(
    db: ReadDb, actor: Signed, before: int | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> list[ProofOut]:
    return [
        ProofOut(
            id=p.id, kind=p.kind.value, subject=p.subject, subject_hash=p.subject_hash, requested_at=p.requested_at,
            done_at=p.done_at, rows=p.rows,
        )
        for p in proofs(db, actor, before=before, limit=limit)
    ]  # fmt: skip
