"""Whom to contact today; questions and photos that came with a tip."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.deps import Db, ReadDb, RowId, Signed
from detector.cases.queries import get_case, reports_of
from detector.journal.service import record
from detector.outreach.due import due_contacts
from detector.outreach.questions import ask_sender, photo_of
from detector.outreach.rules import Reached
from detector.reports.attachments import of_reports
from detector.reports.messages import messages_of
from detector.reports.models import Direction, TipMessage
from detector.reports.pictures import MEDIA_TYPE

router = APIRouter(prefix="/api/v1", tags=["outreach"])


class Due(BaseModel):
    """`due` is null when there is only an answer to read."""

    number: str
    place_name: str | None
    lane: int
    urgency: str
    due: datetime | None
    attempts: int
    last: Reached | None
    answered_at: datetime | None


class Said(BaseModel):
    id: int
    report_id: int
    at: datetime
    direction: Direction
    text: str

    @classmethod
    def of(cls, one: TipMessage) -> Said:
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class Photo(BaseModel):
    id: int
    report_id: int
    width: int
    height: int


class Beside(BaseModel):
    messages: list[Said]
    photos: list[Photo]


class Question(BaseModel):
    question: str


@router.get("/contacts")
def today(db: ReadDb, actor: Signed) -> list[Due]:
    return [Due(**{name: getattr(one, name) for name in Due.model_fields}) for one in due_contacts(db, actor)]


@router.get("/cases/{number}/messages")
def beside(number: str, db: Db, actor: Signed) -> Beside:
    """What was asked and answered through receipts, and which photos came; the look is journalled."""
    case = get_case(db, actor, number)
    record(db, actor, "case.viewed", subject="case", subject_id=case.id, part="messages")
    ids = [one.report.id for one in reports_of(db, case)]
    return Beside(
        messages=[Said.of(one) for many in messages_of(db, ids).values() for one in many],
        photos=[
            Photo(id=one.id, report_id=report_id, width=one.width, height=one.height)
            for report_id, many in of_reports(db, ids).items()
            for one in many
        ],
    )


@router.post("/cases/{number}/reports/{report_id}/messages", status_code=201)
def ask(number: str, report_id: RowId, said: Question, db: Db, actor: Signed) -> Said:
    """Puts a question on the status page of the tip: no household facts, no numbers."""
    return Said.of(ask_sender(db, actor, number, report_id, said.question))


@router.get("/cases/{number}/photos/{attachment_id}", response_class=Response)
def photo(number: str, attachment_id: RowId, db: Db, actor: Signed) -> Response:
    """The photo (JPEG); the look is journalled."""
    return Response(photo_of(db, actor, number, attachment_id), media_type=MEDIA_TYPE)
