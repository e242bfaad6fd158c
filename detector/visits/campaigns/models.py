"""A campaign and its stops."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base
from detector.visits.campaigns.lifecycle import CampaignStatus, StopOutcome


class Campaign(Base):
    """Teams of one office, some days, the places of one region. `status` is assigned by `service.set_status` alone.

    `day_start` and `day_end` are minutes since midnight, Riyadh. The figures of the plan are empty until it is made.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    status: Mapped[CampaignStatus]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    days: Mapped[list[str]]  # ISO dates, in order
    teams: Mapped[list[dict[str, Any]]]  # {"members", "with_woman"}
    day_start: Mapped[int]
    day_end: Mapped[int]
    visit_minutes: Mapped[int]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    planned_at: Mapped[datetime | None]
    km: Mapped[float | None]
    naive_km: Mapped[float | None]  # the same stops in the order of the queue
    naive_days: Mapped[int | None]
    distances: Mapped[str | None]  # great_circle | routing_service
    pauses: Mapped[list[dict[str, Any]]]  # {"why", "start", "end"}, seconds since midnight
    rounds: Mapped[list[dict[str, Any]]]  # {"day", "team", "km", "back"}: one team's day, `back` as the pauses
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - a plan made from an older draft is refused


class CampaignStop(Base):
    """One case of a campaign. Without coordinates it needs a place; planned without a day, no day could hold it."""

    __tablename__ = "campaign_stop"
    __table_args__ = (UniqueConstraint("campaign_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    place_name: Mapped[str | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    listed: Mapped[int]  # its number in the order of the queue
    day: Mapped[date | None]
    team: Mapped[int | None]  # index into Campaign.teams
    turn: Mapped[int | None]  # its number in the team's day
    arrive_at: Mapped[datetime | None]
    leave_at: Mapped[datetime | None]
    km: Mapped[float | None]  # from the stop before
    outcome: Mapped[StopOutcome]
