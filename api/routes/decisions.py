"""Decisions: proposed, seconded, taken up again; and the households to be registered."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import Db, Signed
from detector.cases.queries import get_case
from detector.decisions import queries, service
from detector.decisions.models import Decision
from detector.decisions.rules import REASON_CODES, DecisionState, Outcome
from detector.journal.service import record

router = APIRouter(prefix="/api/v1", tags=["decisions"])


class NewDecision(BaseModel):
    outcome: Outcome
    reason: str
    reason_code: str | None = None


class Word(BaseModel):
    """The second officer's; a note is needed to send a proposal back."""

    agree: bool
    note: str | None = None


class Reason(BaseModel):
    reason: str


class DecisionOut(BaseModel):
    id: int
    outcome: Outcome
    reason_code: str | None
    reason: str
    state: DecisionState
    proposed_at: datetime
    seconded_at: datetime | None
    second_note: str | None

    @classmethod
    def of(cls, decision: Decision) -> DecisionOut:
        return cls(**{name: getattr(decision, name) for name in cls.model_fields})


class Choice(BaseModel):
    """`missing`: what the file lacks for this outcome. `reason_codes`: one of them is needed, where there are any."""

    outcome: Outcome
    missing: list[str]
    reason_codes: list[str]


class Decisions(BaseModel):
    """Oldest decision first."""

    decisions: list[DecisionOut]
    choices: list[Choice]


class ProposalOut(BaseModel):
    number: str
    decision: DecisionOut


class HandoffPerson(BaseModel):
    id: int
    full_name: str
    masked: str


class HandoffOut(BaseModel):
    number: str
    office_id: int | None
    decided_at: datetime
    persons: list[HandoffPerson]


class CaseStatus(BaseModel):
    number: str
    now: str


@router.get("/cases/{number}/decisions")
def read(number: str, db: Db, actor: Signed) -> Decisions:
    """The case's decisions and what each outcome would still need."""
    case = get_case(db, actor, number)
    record(db, actor, "decisions.viewed", subject="case", subject_id=case.id)
    choices = [
        Choice(outcome=outcome, missing=list(lacks), reason_codes=list(REASON_CODES.get(outcome, ())))
        for outcome, lacks in queries.choices(db, case).items()
    ]
    return Decisions(decisions=[DecisionOut.of(one) for one in queries.decisions_of(db, case)], choices=choices)


@router.post("/cases/{number}/decisions", status_code=201)
def propose(number: str, given: NewDecision, db: Db, actor: Signed) -> DecisionOut:
    """Final at once, but for an adverse outcome: that one waits for a second officer."""
    return DecisionOut.of(service.propose(db, actor, number, **given.model_dump()))


@router.post("/cases/{number}/decisions/second")
def second(number: str, word: Word, db: Db, actor: Signed) -> DecisionOut:
    """Anybody who may second and did not propose it."""
    return DecisionOut.of(service.second(db, actor, number, agree=word.agree, note=word.note))


@router.post("/cases/{number}/reopen")
def reopen(number: str, why: Reason, db: Db, actor: Signed) -> CaseStatus:
    case = service.reopen(db, actor, number, why.reason)
    return CaseStatus(number=case.number, now=case.status.value)


@router.post("/cases/{number}/hand-off")
def hand_off(number: str, why: Reason, db: Db, actor: Signed) -> dict[int, str]:
    """The whole national IDs of a household to be registered, by person; each is a reveal in the journal."""
    return service.hand_off(db, actor, number, why.reason)


@router.get("/decisions/proposals")
def proposals(
    db: Db, actor: Signed, after: str | None = None, limit: int = Query(25, ge=1, le=100)
) -> list[ProposalOut]:
    """What waits for this officer's second word; `after`: the last decision's id."""
    found = queries.proposals(db, actor, after=after, limit=limit)
    record(db, actor, "proposals.viewed", subject="proposals", cases=[row.case.number for row in found])
    return [ProposalOut(number=row.case.number, decision=DecisionOut.of(row.decision)) for row in found]


@router.get("/decisions/handoffs")
def handoffs(
    db: Db, actor: Signed, after: str | None = None, limit: int = Query(100, ge=1, le=1_000)
) -> list[HandoffOut]:
    """Households decided to be registered; `after`: the last row's number. The list is written to the journal."""
    rows = queries.handoffs(db, actor, after=after, limit=limit)
    record(db, actor, "handoffs.viewed", subject="handoffs", cases=[row.number for row in rows])
    return [
        HandoffOut(
            number=row.number,
            office_id=row.office_id,
            decided_at=row.decided_at,
            persons=[HandoffPerson(id=p.id, full_name=p.full_name, masked=p.masked) for p in row.persons],
        )
        for row in rows
    ]
