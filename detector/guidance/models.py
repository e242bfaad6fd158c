"""Payment issues: the article's steps as a checklist per payment (domain.md 2.1)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted
from detector.guidance.reminders import Due
from detector.guidance.rules import PaymentState, Track


class PaymentIssue(Base):
    """What a guided case is about: which programme, and whether it is a matter of payment or of eligibility."""

    __tablename__ = "payment_issue"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    programme: Mapped[str]  # daman | other_support | unsaid
    track: Mapped[Track]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    escalated_to_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class Payment(Base):
    """One payment that did not arrive, by the month it was due."""

    __tablename__ = "payment"
    __table_args__ = (UniqueConstraint("case_id", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("payment_issue.case_id"), index=True)
    due: Mapped[date]
    state: Mapped[PaymentState]  # assigned by service.py through rules.move
    listed_at: Mapped[datetime | None]  # None on rows from before reminders: the issue's own day counts


class StepDone(Base):
    """A step of the protocol that was taken for a payment."""

    __tablename__ = "guidance_step_done"

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None] = mapped_column(Encrypted)  # people write account numbers into notes


class Reminder(Base):
    """A payment that asked for attention on a day. Raised once by the job; somebody handles it, or a step settles it."""

    __tablename__ = "guidance_reminder"
    __table_args__ = (UniqueConstraint("payment_id", "what", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    what: Mapped[Due]
    due: Mapped[date]
    raised_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
