"""Reads of campaigns: each begins with the scope of its office and region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.errors import NotFound
from detector.outreach.models import Consent
from detector.outreach.rules import Purpose
from detector.places.models import Office, Region
from detector.staff.permissions import May
from detector.staff.scope import Actor, within
from detector.visits.campaigns.lifecycle import StopOutcome
from detector.visits.campaigns.models import Campaign, CampaignStop
from detector.visits.models import Visit, VisitStatus


def _visible(actor: Actor) -> Select[Campaign]:
    return select(Campaign).where(within(actor, Campaign.office_id, Campaign.region_code))


def get_campaign(session: Session, actor: Actor, campaign_id: int, *, lock: bool = False) -> Campaign:
    """A campaign of the actor's scope, or `NotFound`."""
    actor.must(May.READ_CASE)
    stmt = _visible(actor).where(Campaign.id == campaign_id)
    campaign = session.scalar(stmt.with_for_update() if lock else stmt)
    if campaign is None:
        raise NotFound(campaign=campaign_id)
    return campaign


def get_stop(session: Session, campaign: Campaign, stop_id: int) -> CampaignStop:
    """A stop of this campaign, or `NotFound`."""
    stop = session.get(CampaignStop, stop_id)
    if stop is None or stop.campaign_id != campaign.id:
        raise NotFound(stop=stop_id)
    return stop


@dataclass(frozen=True, slots=True)
class Summary:
    """A campaign with its office and region by name, and how many stops came out how."""

    campaign: Campaign
    office: str
    region: str
    stops: int
    outcomes: dict[StopOutcome, int]


def campaigns(session: Session, actor: Actor) -> list[Summary]:
    """All of the actor's scope, newest first."""
    actor.must(May.READ_CASE)
    found = list(session.scalars(_visible(actor).order_by(Campaign.id.desc())))
    return _summaries(session, found)


def summary(session: Session, campaign: Campaign) -> Summary:
    """Its results."""
    return _summaries(session, [campaign])[0]


def _summaries(session: Session, found: Sequence[Campaign]) -> list[Summary]:
    counts: dict[int, dict[StopOutcome, int]] = {one.id: dict.fromkeys(StopOutcome, 0) for one in found}
    rows = session.execute(
        select(CampaignStop.campaign_id, CampaignStop.outcome, func.count())
        .where(CampaignStop.campaign_id.in_(counts))
        .group_by(CampaignStop.campaign_id, CampaignStop.outcome)
    )
    for campaign_id, outcome, count in rows:
        counts[campaign_id][outcome] = count
    offices = dict(session.execute(select(Office.id, Office.name)).all())
    regions = dict(session.execute(select(Region.code, Region.name)).all())
    return [
        Summary(one, offices[one.office_id], regions[one.region_code], sum(counts[one.id].values()), counts[one.id])
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop with what a team may know on the way: no name, no number of a person, no telephone.

    `agreed_by` is who agreed to a visit, and None where nobody has: then it stays without a name.
    """

    stop: CampaignStop
    number: str
    status: Status
    needs: list[str]
    urgency: str
    lane: int
    household_size: int | None
    visit_agreed: bool
    agreed_by: str | None
    visit_planned: bool


def stop_lines(session: Session, campaign: Campaign) -> list[StopLine]:
    """Every stop in the order of the queue. A case that somebody withdrew or merged meanwhile is still a line."""
    rows = session.execute(
        select(CampaignStop, Case)
        .join(Case, Case.id == CampaignStop.case_id)
        .where(CampaignStop.campaign_id == campaign.id)
        .order_by(CampaignStop.listed)
    ).all()
    ids = [case.id for _, case in rows]
    consents = session.scalars(
        select(Consent).where(Consent.case_id.in_(ids), Consent.withdrawn_at.is_(None)).order_by(Consent.id)
    )
    agreed = {one.case_id: one.given_by for one in consents if Purpose.VISIT in one.purposes}
    planned = set(
        session.scalars(select(Visit.case_id).where(Visit.case_id.in_(ids), Visit.status == VisitStatus.PLANNED))
    )
    return [
        StopLine(
            stop, case.number, case.status, case.needs, case.urgency, case.lane, case.household_size,
            case.id in agreed, agreed.get(case.id), case.id in planned,
        )
        for stop, case in rows
    ]  # fmt: skip
