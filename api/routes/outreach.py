"""Contact with the sender or the family, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from api.deps import Db, RowId, Signed
from detector.cases.queries import get_case
from detector.journal.service import record
from detector.outreach import queries, service
from detector.outreach.models import Consent, ContactAttempt
from detector.outreach.rules import Channel, ConsentGround, Purpose, Reached
from detector.reports.models import Source

router = APIRouter(prefix="/api/v1/cases/{number}", tags=["outreach"])


class PublisherOut(BaseModel):
    """`phone` is masked; name and phone only of a sender who agreed to be contacted."""

    report_id: int
    source: Source
    received_at: datetime
    url: str | None
    name: str | None
    phone: str | None
    is_about_self: bool
    opted_out: bool
    has_receipt: bool


class NewAttempt(BaseModel):
    """`report_id`: whose sender it was; none is the family. `call_on`: when they asked to be called again."""

    channel: Channel
    reached: Reached
    note: str | None = None
    report_id: int | None = Field(default=None, ge=1, le=2**31 - 1)
    call_on: AwareDatetime | None = None


class AttemptOut(NewAttempt):
    id: int
    at: datetime

    @classmethod
    def of(cls, attempt: ContactAttempt) -> AttemptOut:
        return cls(**{name: getattr(attempt, name) for name in cls.model_fields})


class NewConsent(BaseModel):
    """Each purpose is agreed to by itself."""

    ground: ConsentGround
    given_by: str
    channel: Channel
    purposes: Annotated[list[Purpose], Field(min_length=1, max_length=len(Purpose))]


class ConsentOut(NewConsent):
    id: int
    given_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, consent: Consent) -> ConsentOut:
        return cls(**{name: getattr(consent, name) for name in cls.model_fields})


class Contact(BaseModel):
    """`refused`: somebody asked not to be contacted, so nobody is."""

    publishers: list[PublisherOut]
    attempts: list[AttemptOut]
    consents: list[ConsentOut]
    refused: bool


class Reason(BaseModel):
    reason: str


class Phone(BaseModel):
    phone: str


@router.get("/contact")
def read(number: str, db: Db, actor: Signed) -> Contact:
    """Looking is written to the journal."""
    case = get_case(db, actor, number)
    record(db, actor, "contact.viewed", subject="case", subject_id=case.id)
    publishers = [
        PublisherOut(**{name: getattr(one, name) for name in PublisherOut.model_fields})
        for one in queries.publishers_of(db, case)
    ]
    return Contact(
        publishers=publishers,
        attempts=[AttemptOut.of(one) for one in queries.attempts_of(db, case)],
        consents=[ConsentOut.of(one) for one in queries.consents_of(db, case)],
        refused=queries.contact_refused(db, case),
    )


@router.post("/attempts", status_code=201)
def attempt(number: str, tried: NewAttempt, db: Db, actor: Signed) -> AttemptOut:
    """V301 after a round in vain, with the time of the next; V302 when nobody is to be contacted; V310 for a closed way."""
    return AttemptOut.of(service.log_attempt(db, actor, number, **tried.model_dump()))


@router.post("/consents", status_code=201)
def agree(number: str, given: NewConsent, db: Db, actor: Signed) -> ConsentOut:
    return ConsentOut.of(service.record_consent(db, actor, number, **given.model_dump()))


@router.post("/consents/{consent_id}/withdrawal")
def withdraw(number: str, consent_id: RowId, db: Db, actor: Signed) -> ConsentOut:
    """At once, by anybody who works cases in this scope; twice is no error."""
    return ConsentOut.of(service.withdraw_consent(db, actor, number, consent_id))


@router.post("/publishers/{report_id}/reveal")
def reveal(number: str, report_id: RowId, why: Reason, db: Db, actor: Signed) -> Phone:
    """The whole number of a sender who agreed to a call, for the holder; the reason is kept in the journal."""
    return Phone(phone=service.reveal_phone(db, actor, number, report_id, why.reason))
