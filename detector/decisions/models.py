"""A decision and its second officer; an objection to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted
from detector.decisions.objections import ObjectionState
from detector.decisions.rules import DecisionState, Outcome


class Decision(Base):
    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    outcome: Mapped[Outcome]
    reason_code: Mapped[str | None]  # R1 … R7 or a code of decisions.rules
    reason: Mapped[str] = mapped_column(Encrypted)
    state: Mapped[DecisionState]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    seconded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    seconded_at: Mapped[datetime | None]
    second_note: Mapped[str | None] = mapped_column(Encrypted)


class Objection(Base):
    """What a family says against a decision, and who answered it. `state` is assigned by `objecting` alone."""

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    state: Mapped[ObjectionState] = mapped_column(index=True)
    grounds: Mapped[str] = mapped_column(Encrypted)
    filed_on: Mapped[date]  # when the family said it, Riyadh
    answer_due: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str | None] = mapped_column(Encrypted)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
