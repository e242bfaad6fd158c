"""On the way and afterwards: presence, drafts, corrections of a filed form, follow-ups, what is due today."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Db, RowId, Signed
from api.routes.visits import VisitOut
from detector.cases.queries import get_case
from detector.errors import NotFound
from detector.journal.service import record
from detector.visits import amendments, drafts, follow_ups, presence, today
from detector.visits.forms import VisitForm
from detector.visits.models import FollowUp, FollowUpKind, FollowUpOutcome, VisitDraft
from detector.visits.queries import CalendarLine

router = APIRouter(prefix="/api/v1", tags=["visits"])


class CheckIn(BaseModel):
    """`place` is typed, if anybody wishes; no position is asked for."""

    place: str | None = None


class DraftIn(BaseModel):
    """`draft_version`: the version that the writer began with, 0 for none; `base_version`: the case's."""

    fields: dict[str, list[str]]
    client_id: str
    draft_version: Annotated[int, Field(ge=0)] = 0
    base_version: Annotated[int, Field(ge=0)]


class DraftOut(DraftIn):
    saved_at: datetime
    saved_by_id: int

    @classmethod
    def of(cls, draft: VisitDraft) -> DraftOut:
        return cls(
            fields=drafts.fields_of(draft), client_id=draft.client_id, draft_version=draft.version,
            base_version=draft.base_version, saved_at=draft.saved_at, saved_by_id=draft.saved_by_id,
        )  # fmt: skip


class Amendment(BaseModel):
    form: VisitForm
    reason: str
    form_version: Annotated[int, Field(ge=1)]


class NewFollowUp(BaseModel):
    kind: FollowUpKind
    due_on: date
    note: str | None = None


class FollowUpOut(NewFollowUp):
    id: int
    tries: int
    outcome: FollowUpOutcome | None
    done_at: datetime | None

    @classmethod
    def of(cls, row: FollowUp) -> FollowUpOut:
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class Answer(BaseModel):
    outcome: FollowUpOutcome
    note: str | None = None


class DueFollowUp(BaseModel):
    number: str
    id: int
    kind: FollowUpKind
    due_on: date


class TodayOut(BaseModel):
    """What is due by the end of the day in Riyadh."""

    late: list[today.Late]
    visits: list[CalendarLine]
    calls: list[str]
    follow_ups: list[DueFollowUp]
    drafts: list[today.Draft]
    leases: list[str]
    urgent_overdue: int


@router.get("/today")
def due(db: Db, actor: Signed) -> TodayOut:
    """Late check-outs, visits, calls, follow-ups, unfinished forms, leases that end, urgent cases that wait too long."""
    found = today.due_today(db, actor)
    return TodayOut(
        late=found.late, visits=found.visits, calls=[case.number for case, _ in found.calls], drafts=found.drafts,
        follow_ups=[
            DueFollowUp(number=case.number, id=row.id, kind=row.kind, due_on=row.due_on)
            for row, case in found.follow_ups
        ],
        leases=[case.number for case in found.leases], urgent_overdue=found.urgent_overdue,
    )  # fmt: skip


@router.post("/cases/{number}/visits/check-in")
def check_in(number: str, said: CheckIn, db: Db, actor: Signed) -> VisitOut:
    return VisitOut.of(presence.check_in(db, actor, number, said.place))


@router.post("/cases/{number}/visits/check-out")
def check_out(number: str, db: Db, actor: Signed) -> VisitOut:
    """Said by the team, or by a supervisor who reached them."""
    return VisitOut.of(presence.check_out(db, actor, number))


@router.get("/cases/{number}/visits/draft")
def read_draft(number: str, db: Db, actor: Signed) -> DraftOut:
    draft = drafts.draft_of(db, actor, number)
    if draft is None:
        raise NotFound(draft=number)
    return DraftOut.of(draft)


@router.put("/cases/{number}/visits/draft")
def save_draft(number: str, typed: DraftIn, db: Db, actor: Signed) -> DraftOut:
    """D007 when somebody saved another text since: fetch it, let a person merge, send again with its version."""
    return DraftOut.of(drafts.save_draft(db, actor, number, **typed.model_dump()))


@router.post("/cases/{number}/visits/amendment")
def amend(number: str, wish: Amendment, db: Db, actor: Signed) -> VisitOut:
    """A corrected form with its reason; the earlier version stays."""
    return VisitOut.of(
        amendments.amend(db, actor, number, wish.form, reason=wish.reason, form_version=wish.form_version)
    )  # fmt: skip


@router.get("/cases/{number}/follow-ups")
def list_follow_ups(number: str, db: Db, actor: Signed) -> list[FollowUpOut]:
    case = get_case(db, actor, number)
    record(db, actor, "follow_ups.viewed", subject="case", subject_id=case.id)
    return [FollowUpOut.of(row) for row in follow_ups.follow_ups_of(db, case)]


@router.post("/cases/{number}/follow-ups", status_code=201)
def plan_follow_up(number: str, wish: NewFollowUp, db: Db, actor: Signed) -> FollowUpOut:
    return FollowUpOut.of(follow_ups.plan_follow_up(db, actor, number, wish.kind, wish.due_on, wish.note))


@router.post("/cases/{number}/follow-ups/{follow_up_id}/answer")
def answer(number: str, follow_up_id: RowId, said: Answer, db: Db, actor: Signed) -> FollowUpOut:
    """Nobody reached: due again in a week."""
    return FollowUpOut.of(follow_ups.finish_follow_up(db, actor, number, follow_up_id, said.outcome, said.note))
