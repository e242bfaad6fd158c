"""Attempts to reach somebody, and what they agreed to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted
from detector.outreach.rules import Channel, ConsentGround, Reached


class ContactAttempt(Base):
    __tablename__ = "contact_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[Channel]
    reached: Mapped[Reached]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id", ondelete="SET NULL"))  # whose sender it was
    call_on: Mapped[datetime | None]  # when they asked to be called again
    note: Mapped[str | None] = mapped_column(Encrypted)


class Consent(Base):
    """Who agreed, to what, through which channel, when, and who wrote it down. Withdrawn as easily as given."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    ground: Mapped[ConsentGround]
    given_by: Mapped[str] = mapped_column(Encrypted)
    channel: Mapped[Channel]
    purposes: Mapped[list[str]]  # visit | registry_match | agency_check
    given_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]


class OptOut(Base):
    """A sender who does not want to be contacted, whatever they are reached by; kept as a blind index, for every later case."""

    __tablename__ = "contact_opt_out"

    blind_index: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
