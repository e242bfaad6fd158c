"""A decision and its second officer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted
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
