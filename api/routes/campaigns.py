"""Campaigns: the gaps, drafting, planning, sending out, and what became of each stop."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.deps import Db, ReadDb, RowId, Signed
from detector.journal.service import record
from detector.visits.campaigns import queries, service
from detector.visits.campaigns.drawing_up import draw_up
from detector.visits.campaigns.gaps import gaps
from detector.visits.campaigns.lifecycle import CampaignStatus, StopOutcome
from detector.visits.campaigns.models import Campaign
from detector.visits.campaigns.outcomes import mark
from detector.visits.campaigns.rules import TeamWish

router = APIRouter(prefix="/api/v1/campaigns", tags=["campaigns"])


class GapOut(BaseModel):
    """A place with waiting cases; `km` by road to the nearest office, null where nobody knows the place."""

    place: str | None
    region_code: str | None
    cases: int
    reports: int
    since: datetime
    office: str | None
    km: float | None
    is_far: bool


class Crew(BaseModel):
    members: Annotated[list[str], Field(max_length=20)]
    with_woman: bool


class NewCampaign(BaseModel):
    """Hours are minutes since midnight, Riyadh."""

    title: str
    region_code: str
    office_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    first_day: date
    days: Annotated[int, Field(ge=1, le=14)]
    teams: Annotated[list[Crew], Field(max_length=20)]
    day_start: int
    day_end: int
    visit_minutes: int
    least_km: Annotated[float, Field(ge=0, le=2_000)]


class CampaignOut(BaseModel):
    """`km` and `naive_km` are null before the plan; `naive_km` is the same stops in the order of the queue."""

    id: int
    title: str
    status: CampaignStatus
    region_code: str
    office_id: int
    days: list[str]
    km: float | None
    naive_km: float | None
    naive_days: int | None
    distances: str | None
    pauses: list[dict[str, Any]]
    stops: int
    outcomes: dict[StopOutcome, int]


class StopOut(BaseModel):
    """Nothing of a person: the case's number leads to its file."""

    id: int
    number: str
    place_name: str | None
    needs_place: bool
    day: date | None
    team: int | None
    turn: int | None
    arrive_at: datetime | None
    leave_at: datetime | None
    km: float | None
    outcome: StopOutcome


class Detail(CampaignOut):
    listed: list[StopOut]


class Place(BaseModel):
    place: str


class Reason(BaseModel):
    reason: str


class Told(BaseModel):
    outcome: StopOutcome


def _out(seen: queries.Summary) -> CampaignOut:
    own = {name: getattr(seen.campaign, name) for name in CampaignOut.model_fields if name not in ("stops", "outcomes")}
    return CampaignOut(**own, stops=seen.stops, outcomes=seen.outcomes)


def _detail(db: Db, actor: Signed, campaign: Campaign) -> Detail:
    db.flush()
    lines = queries.stop_lines(db, campaign)
    ids = [line.stop.case_id for line in lines]
    record(db, actor, "campaign.viewed", subject="campaign", subject_id=campaign.id, cases=ids)
    own = [name for name in StopOut.model_fields if name not in ("number", "needs_place")]
    listed = [
        StopOut(
            number=line.number, needs_place=line.stop.lat is None, **{name: getattr(line.stop, name) for name in own}
        )
        for line in lines
    ]  # fmt: skip
    return Detail(**dict(_out(queries.summary(db, campaign))), listed=listed)


@router.get("/gaps")
def where(db: ReadDb, actor: Signed, region: str | None = None) -> list[GapOut]:
    found = gaps(db, actor, region_code=region)
    return [GapOut(**{name: getattr(gap, name) for name in GapOut.model_fields}) for gap in found]


@router.get("")
def every(db: ReadDb, actor: Signed) -> list[CampaignOut]:
    return [_out(one) for one in queries.campaigns(db, actor)]


@router.post("", status_code=201)
def draft(wish: NewCampaign, db: Db, actor: Signed) -> Detail:
    values = wish.model_dump(exclude={"teams"})
    teams = [TeamWish(crew.members, crew.with_woman) for crew in wish.teams]
    return _detail(db, actor, service.draft(db, actor, **values, teams=teams))


@router.get("/{number}")
def read(number: RowId, db: Db, actor: Signed) -> Detail:
    return _detail(db, actor, queries.get_campaign(db, actor, number))


@router.post("/{number}/plan", status_code=204)
def plan(number: RowId, actor: Signed) -> Response:
    """Takes up to DAMAN_CAMPAIGN_SOLVER_SECONDS; read the campaign then."""
    draw_up(actor, number)
    return Response(status_code=204)


@router.post("/{number}/start")
def start(number: RowId, db: Db, actor: Signed) -> Detail:
    return _detail(db, actor, service.start(db, actor, number))


@router.post("/{number}/close")
def close(number: RowId, db: Db, actor: Signed) -> Detail:
    return _detail(db, actor, service.close(db, actor, number))


@router.post("/{number}/cancellation")
def cancel(number: RowId, why: Reason, db: Db, actor: Signed) -> Detail:
    return _detail(db, actor, service.cancel(db, actor, number, why.reason))


@router.post("/{number}/stops/{stop}/place")
def place(number: RowId, stop: RowId, said: Place, db: Db, actor: Signed) -> Detail:
    service.give_place(db, actor, number, stop, said.place)
    return _detail(db, actor, queries.get_campaign(db, actor, number))


@router.post("/{number}/stops/{stop}/outcome")
def outcome(number: RowId, stop: RowId, said: Told, db: Db, actor: Signed) -> Detail:
    mark(db, actor, number, stop, said.outcome)
    return _detail(db, actor, queries.get_campaign(db, actor, number))


@router.delete("/{number}/stops/{stop}")
def leave_out(number: RowId, stop: RowId, db: Db, actor: Signed) -> Detail:
    service.leave_out(db, actor, number, stop)
    return _detail(db, actor, queries.get_campaign(db, actor, number))
