"""Objections to decisions, and the hand-off to the registry as a streamed file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Literal

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.deps import Db, ReadDb, Signed
from detector.cases.queries import get_case
from detector.decisions import objecting
from detector.decisions.handing_over import HandoffRecord, hand_over
from detector.decisions.models import Objection
from detector.decisions.objections import ObjectionState
from detector.journal.service import record

router = APIRouter(prefix="/api/v1", tags=["decisions"])
COLUMNS = [field.name for field in fields(HandoffRecord)]


class NewObjection(BaseModel):
    grounds: str
    filed_on: date | None = None


class Answer(BaseModel):
    uphold: bool
    answer: str


class Withdrawal(BaseModel):
    reason: str


class ObjectionOut(BaseModel):
    id: int
    decision_id: int
    state: ObjectionState
    grounds: str
    filed_on: date
    answer_due: date
    answer: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, objection: Objection) -> ObjectionOut:
        return cls(**{name: getattr(objection, name) for name in cls.model_fields})


class Objections(BaseModel):
    """`verified`: whether a source is named for the two periods; without one they are nothing to tell a family."""

    file_within_days: int
    answer_within_days: int
    verified: bool
    objections: list[ObjectionOut]


class Waiting(BaseModel):
    number: str
    objection: ObjectionOut


class Export(BaseModel):
    reason: str
    format: Literal["jsonl", "csv"] = "jsonl"


@router.get("/cases/{number}/objections")
def read(number: str, db: Db, actor: Signed) -> Objections:
    case = get_case(db, actor, number)
    record(db, actor, "objections.viewed", subject="case", subject_id=case.id)
    clock = objecting.clock()
    return Objections(
        file_within_days=clock.file_within, answer_within_days=clock.answer_within, verified=clock.verified,
        objections=[ObjectionOut.of(one) for one in objecting.objections_of(db, case)],
    )  # fmt: skip


@router.post("/cases/{number}/objections", status_code=201)
def take(number: str, given: NewObjection, db: Db, actor: Signed) -> ObjectionOut:
    return ObjectionOut.of(objecting.file_objection(db, actor, number, given.grounds, on=given.filed_on))


@router.post("/cases/{number}/objections/answer")
def answer(number: str, given: Answer, db: Db, actor: Signed) -> ObjectionOut:
    """By an officer who had no part in the decision."""
    return ObjectionOut.of(objecting.answer_objection(db, actor, number, uphold=given.uphold, answer=given.answer))


@router.post("/cases/{number}/objections/withdrawal")
def take_back(number: str, why: Withdrawal, db: Db, actor: Signed) -> ObjectionOut:
    return ObjectionOut.of(objecting.withdraw_objection(db, actor, number, why.reason))


@router.get("/objections")
def waiting(db: ReadDb, actor: Signed) -> list[Waiting]:
    """What waits for this officer's answer, the nearest due day first; at most a hundred."""
    rows = objecting.waiting_objections(db, actor)
    return [Waiting(number=case.number, objection=ObjectionOut.of(one)) for case, one in rows]


@router.post("/decisions/handoffs/export")
def export(given: Export, actor: Signed) -> StreamingResponse:
    """The hand-off records, streamed; what has left is in the journal already."""
    chunks = hand_over(actor, given.reason)
    if given.format == "csv":
        return StreamingResponse(_csv(chunks), media_type="text/csv; charset=utf-8")
    return StreamingResponse(_jsonl(chunks), media_type="application/x-ndjson")


def _jsonl(chunks: Iterator[list[HandoffRecord]]) -> Iterator[bytes]:
    for chunk in chunks:
        yield b"".join(orjson.dumps(one) + b"\n" for one in chunk)


def _csv(chunks: Iterator[list[HandoffRecord]]) -> Iterator[str]:
    """A spreadsheet reads a name that begins like a formula as one: such a name gets an apostrophe."""
    yield _lines([COLUMNS])
    for chunk in chunks:
        yield _lines([[_harmless(value) for value in asdict(one).values()] for one in chunk])


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _lines(rows: list[list[object]] | list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
