"""What became of a stop. The visit itself says it; a team says it where there was no visit on the calendar."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.errors import BadInput
from detector.journal.service import record
from detector.staff.permissions import May
from detector.staff.scope import Actor
from detector.visits.campaigns.lifecycle import CampaignStatus, StopOutcome, must_be
from detector.visits.campaigns.models import Campaign, CampaignStop
from detector.visits.campaigns.queries import get_campaign, get_stop
from detector.visits.models import VisitStatus

OF_VISIT = {
    VisitStatus.FILED: StopOutcome.VISITED,
    VisitStatus.NOBODY_HOME: StopOutcome.NOBODY_HOME,
    VisitStatus.CANCELLED: StopOutcome.POSTPONED,
}
BY_HAND = (StopOutcome.NOBODY_HOME, StopOutcome.POSTPONED)  # "visited" needs a visit's form


def told_by_visit(session: Session, case_id: int, status: VisitStatus) -> None:
    """The case's stop in a running campaign, if there is one, takes over what became of its visit."""
    stop = session.scalar(
        select(CampaignStop)
        .join(Campaign, Campaign.id == CampaignStop.campaign_id)
        .where(CampaignStop.case_id == case_id, Campaign.status == CampaignStatus.RUNNING)
    )
    if stop is not None and status in OF_VISIT:
        stop.outcome = OF_VISIT[status]


def mark(session: Session, actor: Actor, campaign_id: int, stop_id: int, outcome: StopOutcome) -> CampaignStop:
    """What a team found at the door without a visit on the calendar. It says nothing against the family.

    Raises `BadInput` for "visited", which only a filed form can say, and `IllegalCampaignMove` unless the teams are out.
    """
    actor.must(May.WORK_CASE)
    campaign = get_campaign(session, actor, campaign_id, lock=True)
    must_be(campaign.status, CampaignStatus.RUNNING)
    stop = get_stop(session, campaign, stop_id)
    if outcome not in BY_HAND or stop.outcome is StopOutcome.VISITED:
        raise BadInput(field="outcome", why="needs_a_form")
    stop.outcome = outcome
    record(
        session, actor, f"campaign.stop_{outcome.value}", subject="case", subject_id=stop.case_id, campaign=campaign.id
    )  # fmt: skip
    return stop
