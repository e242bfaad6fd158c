"""Which waiting cases a campaign visits: those of places far from every office, in the order of the queue."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.staff.scope import Actor, within
from detector.visits.campaigns.coordinates import Gazetteer
from detector.visits.campaigns.gaps import WAITING, nearest, office_points
from detector.visits.campaigns.lifecycle import LIVE, StopOutcome
from detector.visits.campaigns.models import Campaign, CampaignStop

MOST_STOPS = 400  # the first of the queue; the next campaign takes the others


def chosen(session: Session, actor: Actor, *, region_code: str, least_km: float) -> list[CampaignStop]:
    """New stops, most pressing first. A case whose place is unknown is among them: it may be the furthest of all."""
    taken = (
        select(CampaignStop.case_id)
        .join(Campaign, Campaign.id == CampaignStop.campaign_id)
        .where(Campaign.status.in_(LIVE))
    )
    cases = session.scalars(
        select(Case)
        .where(
            within(actor, Case.office_id, Case.region_code),
            Case.region_code == region_code,
            Case.status.in_(WAITING),
            Case.id.not_in(taken),
        )
        .order_by(Case.lane, Case.rank.desc(), Case.id)
    )
    gazetteer = Gazetteer(session)
    stations = office_points(session, gazetteer)
    placed = [(case, gazetteer.find(case.place_name, case.region_code)) for case in cases]
    near = nearest([site.point for _, site in placed if site], stations)
    stops = [
        CampaignStop(
            case_id=case.id, place_name=site.name if site else case.place_name,
            lat=site.point.lat if site else None, lon=site.point.lon if site else None, outcome=StopOutcome.PLANNED,
        )
        for case, site in placed
        if site is None or not near or near[site.point][1] >= least_km
    ]  # fmt: skip
    return stops[:MOST_STOPS]
