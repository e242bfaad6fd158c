"""Numbers in the reports' own words: masked, and the one journalled reveal."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.deps import Db, RowId, Signed
from detector.cases.queries import get_case
from detector.journal.service import record
from detector.outreach.identifiers import identifiers_of
from detector.outreach.service import reveal_identifier

router = APIRouter(prefix="/api/v1/cases/{number}/identifiers", tags=["outreach"])


class NumberOut(BaseModel):
    """`type`: national_id | iqama | mobile | iban | number. `locked`: the code that a reveal would answer now, or null."""

    id: int
    report_id: int
    type: str
    masked: str
    valid: bool
    locked: str | None


class Reason(BaseModel):
    reason: str


class Revealed(BaseModel):
    value: str


@router.get("")
def read(number: str, db: Db, actor: Signed) -> list[NumberOut]:
    """Looking is written to the journal."""
    case = get_case(db, actor, number)
    record(db, actor, "identifiers.viewed", subject="case", subject_id=case.id)
    return [
        NumberOut(
            id=one.id, report_id=one.report_id, type=one.type, masked=one.masked, valid=one.valid,
            locked=one.locked.code if one.locked else None,
        )
        for one in identifiers_of(db, actor, case)
    ]  # fmt: skip


@router.post("/{identifier_id}/reveal")
def reveal(number: str, identifier_id: RowId, why: Reason, db: Db, actor: Signed, answer: Response) -> Revealed:
    """The whole number, for the holder and for a reason that is kept in the journal. V303 for an ID before consent."""
    answer.headers["Cache-Control"] = "no-store"
    return Revealed(value=reveal_identifier(db, actor, number, identifier_id, why.reason))
