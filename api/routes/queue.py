"""The queue: its pages, and taking a case off it, giving it back, handing it over."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import Db, ReadDb, Signed
from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.review_queue import queries, service

router = APIRouter(prefix="/api/v1", tags=["queue"])


class Reason(BaseModel):
    reason: str


class Colleague(BaseModel):
    account_id: Annotated[int, Field(ge=1, le=2**31 - 1)]


class Held(BaseModel):
    """Where the case stands now. `version` is what a form filled offline names as its base."""

    number: str
    status: Status
    holder_id: int | None
    lease_until: datetime | None
    version: int

    @classmethod
    def of(cls, case: Case) -> Held:
        return cls(**{name: getattr(case, name) for name in cls.model_fields})


@router.get("/queue")
def page(
    db: ReadDb,
    actor: Signed,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = 25,
    search: Annotated[str | None, Query(max_length=200)] = None,
    lane: Literal[0, 1] | None = None,
    office_id: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    region: Annotated[str | None, Query(pattern="^[A-Z]{2}$")] = None,
    mine: bool = False,
    status: Status | None = None,
    overdue: bool = False,
) -> queries.Page:
    """Waiting cases in their order, each once however many arrive meanwhile; `next` goes into `after`.

    `search`: a case number, the end of a telephone, or a place.
    """
    return queries.page(
        db, actor, after=after, limit=limit, search=search, lane=lane, office_id=office_id, region=region, mine=mine,
        status=status, overdue=overdue,
    )  # fmt: skip


@router.get("/queue/counts")
def counts(db: ReadDb, actor: Signed) -> dict[Status, int]:
    """Cases of the caller's scope by status; more than 10,000 are told as 10,001."""
    return queries.counts(db, actor)


@router.post("/cases/{number}/claim")
def claim(number: str, db: Db, actor: Signed) -> Held:
    """Q201 when a colleague was quicker."""
    return Held.of(_written(db, service.claim(db, actor, number)))


@router.post("/cases/{number}/release")
def release(number: str, why: Reason, db: Db, actor: Signed) -> Held:
    """Back to its old place in the queue."""
    return Held.of(_written(db, service.release(db, actor, number, why.reason)))


@router.post("/cases/{number}/hand-over")
def hand_over(number: str, to: Colleague, db: Db, actor: Signed) -> Held:
    """To a colleague in whose scope the case lies; by its holder or a supervisor."""
    return Held.of(_written(db, service.hand_over(db, actor, number, to.account_id)))


def _written(db: Db, case: Case) -> Case:
    """The version that the caller is told is the one that this transaction writes."""
    db.flush()
    return case
