"""Drafting a campaign, keeping its plan, sending it out and closing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from detector.cases.written import reason as checked_reason
from detector.cases.written import written
from detector.clock import RIYADH, now
from detector.errors import BadInput, DetectorError
from detector.journal.service import record
from detector.places.models import Office, Region
from detector.staff.permissions import May
from detector.staff.scope import Actor
from detector.visits.campaigns.choosing import chosen
from detector.visits.campaigns.coordinates import Gazetteer
from detector.visits.campaigns.lifecycle import CampaignStatus, StopOutcome, move, must_be
from detector.visits.campaigns.models import Campaign, CampaignStop
from detector.visits.campaigns.queries import get_campaign, get_stop
from detector.visits.campaigns.rules import MOST_TITLE, TeamWish, check_hours, check_teams, working_days

S = CampaignStatus


class NothingToVisit(DetectorError):
    """No case waits in such a place, or each is in another campaign already; facts: `region`, `least_km`."""

    code, status = "V332", 409


def set_status(
    session: Session, campaign: Campaign, to: CampaignStatus, *, by: Actor, reason: str | None = None
) -> None:
    """The one door through which a campaign's status changes; the journal entry is the same act."""
    old = campaign.status
    campaign.status = move(old, to)
    record(
        session, by, f"campaign.{to.value}", subject="campaign", subject_id=campaign.id, reason=reason, old=old.value
    )  # fmt: skip


def draft(
    session: Session,
    actor: Actor,
    *,
    title: str,
    region_code: str,
    office_id: int,
    first_day: date,
    days: int,
    teams: Sequence[TeamWish],
    day_start: int,
    day_end: int,
    visit_minutes: int,
    least_km: float,
) -> Campaign:
    """A campaign with the waiting cases of every place that is further than `least_km` from all offices.

    Cases whose place nobody knows come along: they are listed as needing a place. Hours are minutes since midnight.
    Raises `BadInput`, `TeamTooSmall`, `NothingToVisit`.
    """
    actor.must(May.PLAN_CAMPAIGN)
    name = written(title, "title", most=MOST_TITLE)
    if name is None:
        raise BadInput(field="title", why="missing")
    office = session.get(Office, office_id)
    _check_scope(session, actor, region_code, office)
    on = working_days(first_day, days, today=now().astimezone(RIYADH).date())
    check_hours(day_start, day_end, visit_minutes)
    crews = check_teams(teams)
    stops = chosen(session, actor, region_code=region_code, least_km=least_km)
    if not stops:
        raise NothingToVisit(region=region_code, least_km=least_km)
    campaign = Campaign(
        title=name, status=S.DRAFTED, region_code=region_code, office_id=office_id, days=[d.isoformat() for d in on],
        teams=crews, day_start=day_start, day_end=day_end, visit_minutes=visit_minutes, created_at=now(),
        created_by_id=actor.account_id, pauses=[], rounds=[],
    )  # fmt: skip
    session.add(campaign)
    session.flush()
    for listed, stop in enumerate(stops, 1):
        stop.campaign_id, stop.listed = campaign.id, listed
    session.add_all(stops)
    session.flush()
    record(session, actor, "campaign.drafted", subject="campaign", subject_id=campaign.id, stops=len(stops))
    return campaign


def _check_scope(session: Session, actor: Actor, region_code: str, office: Office | None) -> None:
    if session.get(Region, region_code) is None or (actor.region_code or region_code) != region_code:
        raise BadInput(field="region", why="unknown")
    if office is None or not office.active or (actor.office_id or office.id) != office.id:
        raise BadInput(field="office", why="unknown")


def give_place(session: Session, actor: Actor, campaign_id: int, stop_id: int, place: str) -> CampaignStop:
    """Say where a stop lies. Raises `BadInput` for a name that is no single known place."""
    campaign = _to_change(session, actor, campaign_id)
    stop = get_stop(session, campaign, stop_id)
    gazetteer = Gazetteer(session)
    site = gazetteer.find(place, campaign.region_code) or gazetteer.find(place, None)
    if site is None:
        raise BadInput(field="place", why="no_such_place")
    stop.place_name, stop.lat, stop.lon = site.name, site.point.lat, site.point.lon
    record(session, actor, "campaign.stop_placed", subject="case", subject_id=stop.case_id, campaign=campaign.id)
    return stop


def leave_out(session: Session, actor: Actor, campaign_id: int, stop_id: int) -> None:
    """Take a case off the campaign; it waits in the queue as before."""
    campaign = _to_change(session, actor, campaign_id)
    stop = get_stop(session, campaign, stop_id)
    session.execute(delete(CampaignStop).where(CampaignStop.id == stop.id))
    record(session, actor, "campaign.stop_left_out", subject="case", subject_id=stop.case_id, campaign=campaign.id)


def _to_change(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """A draft. A plan that is changed is a draft again: its routes no longer hold."""
    actor.must(May.PLAN_CAMPAIGN)
    campaign = get_campaign(session, actor, campaign_id, lock=True)
    must_be(campaign.status, S.DRAFTED, S.PLANNED)
    if campaign.status is S.PLANNED:
        set_status(session, campaign, S.DRAFTED, by=actor)
        session.execute(
            update(CampaignStop)
            .where(CampaignStop.campaign_id == campaign.id)
            .values(day=None, team=None, turn=None, arrive_at=None, leave_at=None, km=None)
        )
        campaign.km = campaign.naive_km = campaign.naive_days = campaign.planned_at = campaign.distances = None
        campaign.pauses, campaign.rounds = [], []
    else:
        flag_modified(campaign, "title")  # the version rises: a plan that is being made from the older draft is void
    session.flush()
    return campaign


def start(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """The teams go out."""
    actor.must(May.PLAN_CAMPAIGN)
    campaign = get_campaign(session, actor, campaign_id, lock=True)
    set_status(session, campaign, S.RUNNING, by=actor)
    return campaign


def close(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """The teams are back: what was not reached is postponed, and every case stays where its own life is."""
    actor.must(May.PLAN_CAMPAIGN)
    campaign = get_campaign(session, actor, campaign_id, lock=True)
    set_status(session, campaign, S.CLOSED, by=actor)
    campaign.closed_at = now()
    session.execute(
        update(CampaignStop)
        .where(CampaignStop.campaign_id == campaign.id, CampaignStop.outcome == StopOutcome.PLANNED)
        .values(outcome=StopOutcome.POSTPONED)
    )
    return campaign


def cancel(session: Session, actor: Actor, campaign_id: int, reason: str) -> Campaign:
    """It will not take place, or no further. Raises `BadInput` without a reason."""
    actor.must(May.PLAN_CAMPAIGN)
    campaign = get_campaign(session, actor, campaign_id, lock=True)
    set_status(session, campaign, S.CANCELLED, by=actor, reason=checked_reason(reason))
    campaign.closed_at = now()
    return campaign
