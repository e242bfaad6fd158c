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
