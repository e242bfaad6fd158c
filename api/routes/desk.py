"""The office desk: a walk-in, or what a committee saw itself."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Db, Signed
from detector.desk.service import DeskNote, Kind, register
from detector.outreach.rules import ConsentGround, Purpose

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])


class NewDeskNote(BaseModel):
    """Consent and identity only of a person who sits there."""

    kind: Kind
    text: str
    governorate_id: int | None = None
    region_code: str | None = None
    place_text: str | None = None
    phone: str | None = None
    given_by: str | None = None
    ground: ConsentGround = ConsentGround.CONSENT
    purposes: list[Purpose] = []
    full_name: str | None = None
    national_id: str | None = None
    birth_date: date | None = None


class RegisteredOut(BaseModel):
    """The receipt code is shown this once."""

    number: str
    receipt: str
    opened: bool
    mine: bool
    office: str | None
    consented: bool
    identified: bool


@router.post("", status_code=201)
def write_down(note: NewDeskNote, db: Db, actor: Signed) -> RegisteredOut:
    """In one transaction: report, case in the catchment of its place, claim, consent, identity."""
    done = register(db, actor, DeskNote(**note.model_dump()))
    return RegisteredOut(**{name: getattr(done, name) for name in RegisteredOut.model_fields})
