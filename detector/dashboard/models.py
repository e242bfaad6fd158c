"""Counts that the dashboard shows."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base


class Fact(Base):
    """One number: what was counted, on which day, for which office and source. `value` is a count or a sum of `unit`."""

    __tablename__ = "dashboard_fact"

    metric: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(primary_key=True)  # 0: no office yet
    source: Mapped[str] = mapped_column(primary_key=True)  # "": over all sources
    value: Mapped[float]


class Refresh(Base):
    """When the facts were last counted."""

    __tablename__ = "dashboard_refresh"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
