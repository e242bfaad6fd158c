"""The whole registry asked again: runs, their numbers, and what people say about each finding. Everybody masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import Db, ReadDb, RowId, Signed
from detector.errors import NotFound
from detector.journal.service import record
from detector.registry.duplicates import shared
from detector.registry.recheck import service
from detector.registry.recheck.models import Finding, Run, RunState
from detector.registry.recheck.queries import FindingRow, finding_rows, findings, overview, runs
from detector.registry.recheck.rules import FindingState, Proposal
from detector.staff.permissions import May

router = APIRouter(prefix="/api/v1/registry", tags=["recheck"])


class RunOut(BaseModel):
    id: int
    state: RunState
    started_at: datetime
    links: list[str]
    total: int
    done: int

    @classmethod
    def of(cls, run: Run) -> RunOut:
        return cls(**{name: getattr(run, name) for name in cls.model_fields})


class Matter(BaseModel):
    agency: str
    reason: str
    claims: int


class OverviewOut(BaseModel):
    """Own numbers of the caller's scope. `unanswered`: an agency did not answer, which is never a "no"."""

    run: RunOut
    outcomes: dict[str, int]
    matters: list[Matter]
    regions: dict[str, dict[str, int]]


class HitOut(BaseModel):
    agency: str
    reason: str
    as_of: date
    valid_until: date | None
    link: str


class FindingOut(BaseModel):
    """`proposal` is the program's, `state` is what people made of it."""

    id: int
    name: str
    masked: str
    birth: str | None
    office: str | None
    proposal: Proposal
    state: FindingState
    disputed: bool
    recovery_flagged: bool
    hits: list[HitOut]

    @classmethod
    def of(cls, row: FindingRow) -> FindingOut:
        found = row.finding
        hits = [HitOut(**{name: getattr(hit, name) for name in HitOut.model_fields}) for hit in row.hits]
        return cls(
            id=found.id, name=row.name, masked=row.masked, birth=row.birth, office=row.office, proposal=found.proposal,
            state=found.state, disputed=found.dispute is not None, recovery_flagged=found.recovery_at is not None,
            hits=hits,
        )  # fmt: skip


class Findings(BaseModel):
    findings: list[FindingOut]
    next: int | None


class Word(BaseModel):
    word: Literal["in_order", "drop", "hold"]
    reason: str


class Second(BaseModel):
    agree: bool
    note: str = ""


class Why(BaseModel):
    reason: str


class SharedOut(BaseModel):
    masked: str
    cases: list[tuple[str, str | None]]


class Duplicates(BaseModel):
    persons: list[SharedOut]
    next: str | None


def _out(db: Db, finding: Finding) -> FindingOut:
    return FindingOut.of(finding_rows(db, [finding])[0])


@router.get("/duplicates")
def duplicates(db: Db, actor: Signed, after: Annotated[str, Query(max_length=32)] = "") -> Duplicates:
    """Persons in two or more cases of the caller's scope; the look is journalled."""
    found, more = shared(db, actor, after=after)
    return Duplicates(persons=[SharedOut(masked=one.masked, cases=list(one.cases)) for one in found], next=more)


@router.get("/rechecks")
def every(db: ReadDb, actor: Signed) -> list[RunOut]:
    return [RunOut.of(run) for run in runs(db, actor)]


@router.post("/rechecks", status_code=202)
def start(db: Db, actor: Signed) -> RunOut:
    """Asks every agency that the program can ask about everybody in payment; a job does it."""
    return RunOut.of(service.start(db, actor))


@router.post("/rechecks/{run_id}/stop")
def stop(run_id: RowId, db: Db, actor: Signed) -> RunOut:
    return RunOut.of(service.stop(db, actor, run_id))


@router.post("/rechecks/{run_id}/resume", status_code=202)
def resume(run_id: RowId, db: Db, actor: Signed) -> RunOut:
    return RunOut.of(service.resume(db, actor, run_id))


@router.get("/rechecks/{run_id}")
def numbers(run_id: RowId, db: ReadDb, actor: Signed) -> OverviewOut:
    actor.must(May.READ_CASE)
    run = db.get(Run, run_id)
    if run is None:
        raise NotFound(run=run_id)
    seen = overview(db, actor, run)
    matters = [Matter(agency=agency, reason=reason, claims=count) for agency, reason, count in seen.by_matter]
    return OverviewOut(run=RunOut.of(run), outcomes=seen.outcomes, matters=matters, regions=seen.by_region)


@router.get("/rechecks/{run_id}/findings")
def of_run(
    run_id: RowId, db: Db, actor: Signed, state: FindingState | None = None, after: Annotated[int, Query(ge=0)] = 0
) -> Findings:
    """One keyset page; the look is journalled."""
    rows, more = findings(db, actor, run_id, state=state, after=after)
    record(db, actor, "recheck.viewed", subject="recheck", subject_id=run_id, findings=[r.finding.id for r in rows])
    return Findings(findings=[FindingOut.of(row) for row in rows], next=more)


@router.post("/findings/{finding_id}/word")
def say(finding_id: RowId, said: Word, db: Db, actor: Signed) -> FindingOut:
    """The first officer: in_order is final, drop and hold wait for a second one."""
    return _out(db, service.say(db, actor, finding_id, said.word, said.reason))


@router.post("/findings/{finding_id}/second")
def second(finding_id: RowId, said: Second, db: Db, actor: Signed) -> FindingOut:
    return _out(db, service.second(db, actor, finding_id, agree=said.agree, note=said.note))


@router.post("/findings/{finding_id}/dispute")
def dispute(finding_id: RowId, why: Why, db: Db, actor: Signed) -> FindingOut:
    """The family says that the claim is wrong."""
    return _out(db, service.dispute(db, actor, finding_id, why.reason))


@router.post("/findings/{finding_id}/recovery")
def flag(finding_id: RowId, why: Why, db: Db, actor: Signed) -> FindingOut:
    """A flag for the ministry's lawyers, and no more."""
    return _out(db, service.flag_recovery(db, actor, finding_id, why.reason))
