"""Tips: filed by anybody, followed by receipt."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Address, Db, MaybeSigned, ReadDb
from detector.cases.receipts import tip_status
from detector.reports.limits import spend_tip
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


class Receipt(BaseModel):
    receipt: str


class Status(BaseModel):
    """Nothing about the household: a receipt may fall into other hands."""

    received_at: datetime
    stage: str
    since: datetime


@router.post("", status_code=201)
def file(tip: NewTip, db: Db, actor: MaybeSigned, address: Address) -> Receipt:
    """File a tip; the receipt code is shown this once."""
    spend_tip(address)
    return Receipt(receipt=file_tip(db, actor, TipInput(**tip.model_dump())))


@router.get("/{receipt}")
def follow(receipt: str, db: ReadDb) -> Status:
    found = tip_status(db, receipt)
    return Status(received_at=found.received_at, stage=found.stage.value, since=found.since)
