"""Runs of the re-check, what they found, and which answers it rests on."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted
from detector.registry.recheck.rules import FindingState, Proposal


class RunState(enum.StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


class Run(Base):
    """One pass over the rolls. `cursor` is the last beneficiary that was asked about: a killed run goes on from there."""

    __tablename__ = "recheck_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RunState]
    started_at: Mapped[datetime]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    moved_at: Mapped[datetime]  # when the last batch was done
    links: Mapped[list[str]]  # what was asked: gosi:R3:table@1
    total: Mapped[int]
    done: Mapped[int]
    cursor: Mapped[int]
    counts: Mapped[dict[str, Any]]  # {in_order | unanswered | known: {region code or "": people}}


class Finding(Base):
    """Somebody on the rolls whom an agency named. A claim to verify, until two people said otherwise."""

    __tablename__ = "recheck_finding"
    __table_args__ = (Index("ix_recheck_finding_run", "run_id", "state", "region_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("recheck_run.id"))
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiary.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    proposal: Mapped[Proposal]
    state: Mapped[FindingState]
    since: Mapped[datetime]
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    first_reason: Mapped[str | None] = mapped_column(Encrypted)
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    second_note: Mapped[str | None] = mapped_column(Encrypted)
    disputed_at: Mapped[datetime | None]
    dispute: Mapped[str | None] = mapped_column(Encrypted)  # what the family says, until somebody looked into it
    recovery_at: Mapped[datetime | None]  # flagged for the ministry's lawyers; nothing here collects money
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Hit(Base):
    """One yes of one agency under a finding, with its day."""

    __tablename__ = "recheck_hit"
    __table_args__ = (Index("ix_recheck_hit_about", "agency", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("recheck_finding.id"), index=True)
    agency: Mapped[str]
    reason: Mapped[str]
    as_of: Mapped[date]
    valid_until: Mapped[date | None]
    link: Mapped[str]
