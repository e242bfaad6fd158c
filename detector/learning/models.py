"""Exports and who is in them, what readers of the audit said, and the counts of a week. No texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base
from detector.learning.lifecycle import AuditState
from detector.reports.models import Source


class TrainingExport(Base):
    """A file of labelled lines that left the database: where, how many, until when."""

    __tablename__ = "training_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]  # absolute, on the machine that wrote it
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    rows: Mapped[int]  # in the file now
    counts: Mapped[dict[str, Any]]  # by kind, as it was written
    deleted_at: Mapped[datetime | None]


class ExportedReport(Base):
    """That a report has a line in a file, so that the line goes when the report goes."""

    __tablename__ = "exported_report"

    export_id: Mapped[int] = mapped_column(ForeignKey("training_export.id", ondelete="CASCADE"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, index=True)


class AuditVerdict(Base):
    """What people said about one sampled post. It outlives the sample, so the estimate stays."""

    __tablename__ = "audit_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    # None once the sample's day is over. It must not linger: SQLite gives a deleted row's number to a later one.
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("audit_sample.id", ondelete="SET NULL"), unique=True)
    source: Mapped[Source]
    region_code: Mapped[str | None]
    state: Mapped[AuditState]
    first_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    first_at: Mapped[datetime]
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    second_at: Mapped[datetime | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))  # once it was opened as a case


class WeekFact(Base):
    """One count of one week: how many posts (or cases) of a source fell into a bucket of a metric."""

    __tablename__ = "learning_week"

    week: Mapped[date] = mapped_column(primary_key=True)  # its Sunday, Riyadh
    metric: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
