"""A case is one household's story as told by its reports."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from detector.cases.lifecycle import Status
from detector.db import Base


class Case(Base):
    """Summary of the reports that are linked to it. `status` is assigned by `cases.service.set_status` alone.

    `lane` (0 urgent, 1 ordinary) and `rank` (higher first) order the queue; review_queue.priority computes both.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_queue", "status", "lane", "rank", "id"),
        Index("ix_case_office", "office_id", "status", "lane", "rank", "id"),
        Index("ix_case_region", "region_code", "status", "lane", "rank", "id"),
        Index("ix_case_place", "place_name", "lane", "rank", "id"),
        Index("ix_case_lease", "status", "lease_until"),
        Index("ix_case_due", "status", "due_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)  # D-26-000123: year opened, running number
    status: Mapped[Status]
    status_since: Mapped[datetime]
    kind: Mapped[str]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    place_name: Mapped[str | None]
    needs: Mapped[list[str]]
    doubts: Mapped[list[str]]
    urgency: Mapped[str]
    household_size: Mapped[int | None]
    hardship: Mapped[float]
    reports_count: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    lane: Mapped[int] = mapped_column(default=1)
    rank: Mapped[float] = mapped_column(default=0.0)
    priority: Mapped[dict[str, Any]]  # the parts of the sum, as shown
    due_by: Mapped[datetime | None]  # the urgent lane's clock: by then somebody should have taken the case
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    lease_until: Mapped[datetime | None]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - two people saving at once: the second gets a conflict


class LinkState(enum.StrEnum):
    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"  # waits for a person
    REJECTED = "rejected"


class CaseReport(Base):
    """Why a report belongs to a case."""

    __tablename__ = "case_report"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[LinkState]
    why: Mapped[str]  # opened | near_words | same_identifier | same_facts | by_person | split
    score: Mapped[float]
    linked_at: Mapped[datetime]


class BlockingKey(Base):
    """Keys under which a report's likely twins are found; written once, at intake, so linking never scans a table."""

    __tablename__ = "blocking_key"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - the table is its own index: half the pages

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, index=True)


class Signature(Base):
    """What two reports are compared by without their texts: the MinHash of the folded words (64 unsigned 32-bit numbers)
    and the facts of the story (`linking.facts_of`)."""

    __tablename__ = "signature"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True)
    minhash: Mapped[bytes]
    facts: Mapped[dict[str, Any]]


class LinkDeed(enum.StrEnum):
    MERGE = "merge"  # `other_id` went into `case_id`
    SPLIT = "split"  # reports of `case_id` became the case `other_id`
    REJECT = "reject"  # a suggestion: `other_id`, the report's own case, is another family


class LinkAct(Base):
    """What a person said about which reports are one family, with all that is needed to take it back.

    `links` are the links as they were before: {case_id, report_id, state, why, score}.
    """

    __tablename__ = "link_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed: Mapped[LinkDeed]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    links: Mapped[list[dict[str, Any]]]
    other_status: Mapped[Status]  # of `other_id`, before
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CaseMove(Base):
    """Every change of a case's status; written by the same act that changes it."""

    __tablename__ = "case_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    old: Mapped[Status | None]
    new: Mapped[Status]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str | None]
