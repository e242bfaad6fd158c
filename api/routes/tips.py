"""Tips: filed by anybody, followed by receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Address, Db, MaybeSigned, ReadDb
from detector.cases.receipts import tip_status
from detector.config import settings
from detector.reports.limits import spend, spend_tip
from detector.reports.messages import answer, conversation
from detector.reports.models import Direction, TipMessage
from detector.reports.proof import challenge, spend_proof
from detector.reports.tips import TipInput, file_tip

router = APIRouter(prefix="/api/v1/tips", tags=["tips"])


class NewTip(BaseModel):
    """What somebody tells about a household in need; only `text` is needed."""

    text: str
    governorate_id: int | None = None
    region_code: str | None = None
    place_text: str | None = None
    url: str | None = None
    is_about_self: bool = False
    sender_name: str | None = None
    sender_phone: str | None = None
    may_be_contacted: bool = False
    altcha: str | None = None  # a solved task of GET /challenge: widens the limit of the caller's address


class Receipt(BaseModel):
    receipt: str


class Status(BaseModel):
    """Nothing about the household: a receipt may fall into other hands."""

    received_at: datetime
    stage: str
    since: datetime


class Message(BaseModel):
    """`text` of the office's questions alone: what the sender wrote is not read back to whoever holds the code."""

    at: datetime
    direction: Direction
    text: str | None

    @classmethod
    def of(cls, one: TipMessage) -> Message:
        return cls(at=one.at, direction=one.direction, text=one.text if one.direction is Direction.TO_SENDER else None)


class Answer(BaseModel):
    text: str


@router.post("", status_code=201)
def file(tip: NewTip, db: Db, actor: MaybeSigned, address: Address) -> Receipt:
    """File a tip; the receipt code is shown this once."""
    spend_tip(address, proven=spend_proof(db, tip.altcha))
    return Receipt(receipt=file_tip(db, actor, TipInput(**tip.model_dump(exclude={"altcha"}))))


@router.get("/challenge")
def task() -> dict[str, Any]:
    """A proof-of-work task (altcha, v2); the solution goes into `altcha` of a tip."""
    return challenge()


@router.get("/{receipt}")
def follow(receipt: str, db: ReadDb) -> Status:
    found = tip_status(db, receipt)
    return Status(received_at=found.received_at, stage=found.stage.value, since=found.since)


@router.get("/{receipt}/messages")
def read(receipt: str, db: ReadDb) -> list[Message]:
    return [Message.of(one) for one in conversation(db, receipt)]


@router.post("/{receipt}/messages", status_code=201)
def reply(receipt: str, said: Answer, db: Db, address: Address) -> Message:
    """Answers the office, or adds something; R121 when enough was written."""
    spend("answer", address, per_hour=settings().tip_rate_per_hour)
    return Message.of(answer(db, receipt, said.text))
