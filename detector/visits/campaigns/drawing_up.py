"""Making the plan: read, search, write. The search takes seconds, so no transaction is open while it runs.

`draw_up` is an edge, like a request: it opens its own transactions. A draft that changed meanwhile is not overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.clock import RIYADH, now
from detector.config import settings
from detector.db import transaction
from detector.errors import BadInput, Conflict
from detector.journal.service import record
from detector.places.models import Office
from detector.review_queue.priority import URGENT
from detector.staff.permissions import May
from detector.staff.scope import Actor
from detector.visits.campaigns.coordinates import Gazetteer
from detector.visits.campaigns.distances import roads
from detector.visits.campaigns.gaps import WAITING
from detector.visits.campaigns.lifecycle import CampaignStatus, must_be
from detector.visits.campaigns.models import Campaign, CampaignStop
from detector.visits.campaigns.pauses import Pause, pauses, spans
from detector.visits.campaigns.queries import StopLine, get_campaign, stop_lines
from detector.visits.campaigns.service import set_status
from detector.visits.campaigns.solver import solve
from detector.visits.campaigns.timetable import parts_of
from detector.visits.campaigns.tour import Plan, Point, Problem, Span, Stop, Team
from detector.visits.rules import headed_by_a_woman


@dataclass(frozen=True, slots=True)
class Draft:
    """What a plan is made from, and the version that it is made for."""

    version: int
    points: list[Point]
    stops: list[Stop]
    teams: list[Team]
    days: list[date]
    hours: Span
    service: int
    pauses: tuple[Pause, ...]


def draw_up(actor: Actor, campaign_id: int) -> None:
    """Plan the drafted campaign. Raises `IllegalCampaignMove`, `SolverMissing`, `BadInput`, `Conflict`."""
    with transaction(write=False) as session:
        drafted = _read(session, actor, campaign_id)
    known = roads(drafted.points)
    parts = parts_of(drafted.hours, spans(drafted.pauses))
    problem = Problem(drafted.stops, known, drafted.teams, len(drafted.days), parts, drafted.service)
    plan = solve(problem, seconds=settings().campaign_solver_seconds)
    with transaction() as session:
        _keep(session, actor, campaign_id, drafted, plan, known.source)


def _read(session: Session, actor: Actor, campaign_id: int) -> Draft:
    actor.must(May.PLAN_CAMPAIGN)
    campaign = get_campaign(session, actor, campaign_id)
    must_be(campaign.status, CampaignStatus.DRAFTED)
    office = session.get(Office, campaign.office_id)
    start = Gazetteer(session).office(office) if office else None
    if start is None:
        raise BadInput(field="office", why="no_such_place")
    place_of: dict[Point, int] = {start: 0}
    stops = [_stop(line, place_of) for line in stop_lines(session, campaign) if _can_go(line)]
    days = [date.fromisoformat(day) for day in campaign.days]
    hours = Span(campaign.day_start * 60, campaign.day_end * 60)
    # The pauses are those of the middle of the stops: within a region they differ by a few minutes.
    centre = Point(sum(p.lat for p in place_of) / len(place_of), sum(p.lon for p in place_of) / len(place_of))
    return Draft(
        campaign.version, list(place_of), stops, [Team(bool(team["with_woman"])) for team in campaign.teams], days, hours,
        campaign.visit_minutes * 60, pauses(days, centre, day=hours, prayer_minutes=settings().campaign_prayer_minutes),
    )  # fmt: skip


def _can_go(line: StopLine) -> bool:
    """A place is known, and the case still waits: one that was visited or closed meanwhile needs no second call."""
    return line.stop.lat is not None and Status(line.status) in WAITING


def _stop(line: StopLine, place_of: dict[Point, int]) -> Stop:
    assert line.stop.lat is not None
    assert line.stop.lon is not None
    place = place_of.setdefault(Point(line.stop.lat, line.stop.lon), len(place_of))
    return Stop(line.stop.id, place, urgent=line.lane == URGENT, needs_woman=headed_by_a_woman(line.needs))


def _keep(session: Session, actor: Actor, campaign_id: int, drafted: Draft, plan: Plan, source: str) -> None:
    campaign = get_campaign(session, actor, campaign_id, lock=True)
    if campaign.version != drafted.version:
        raise Conflict(campaign=campaign_id, version=campaign.version, base_version=drafted.version)
    _write_stops(session, campaign, drafted, plan)
    campaign.km, campaign.naive_km = plan.metres / 1000, plan.naive_metres / 1000
    campaign.naive_days, campaign.distances, campaign.planned_at = plan.naive_days, source, now()
    campaign.pauses = [{"why": p.why, "start": p.span.start, "end": p.span.end} for p in drafted.pauses]
    campaign.rounds = [
        {"day": one.day, "team": one.team, "km": one.metres / 1000, "back": one.back} for one in plan.rounds
    ]  # fmt: skip
    set_status(session, campaign, CampaignStatus.PLANNED, by=actor)
    record(
        session, actor, "campaign.routes", subject="campaign", subject_id=campaign_id, km=round(plan.metres / 1000),
        naive_km=round(plan.naive_metres / 1000), left_over=len(plan.left_over), distances=source,
    )  # fmt: skip


def _write_stops(session: Session, campaign: Campaign, drafted: Draft, plan: Plan) -> None:
    stops = {
        stop.id: stop
        for stop in session.scalars(select(CampaignStop).where(CampaignStop.campaign_id == campaign.id))
    }  # fmt: skip
    for one in plan.rounds:
        midnight = datetime.combine(drafted.days[one.day], time(), RIYADH)
        for turn, call in enumerate(one.calls, 1):
            stop = stops[call.stop.key]
            stop.day, stop.team, stop.turn = drafted.days[one.day], one.team, turn
            stop.arrive_at = midnight + timedelta(seconds=call.arrive)
            stop.leave_at = midnight + timedelta(seconds=call.leave)
            stop.km = call.metres / 1000
