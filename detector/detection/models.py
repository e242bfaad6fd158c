"""A reading of a report. A new model writes a new row; old rows stay as they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base


class Detection(Base):
    """The fields of nlp_models.types.Prediction; offsets count code points of `Report.text`."""

    __tablename__ = "detection"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    model: Mapped[str]
    kind: Mapped[str]
    kinds: Mapped[dict[str, Any]]
    hardship: Mapped[float]
    flagged: Mapped[bool]
    needs: Mapped[list[str]]
    urgency: Mapped[str]
    voice: Mapped[str]
    programme: Mapped[str | None]
    doubts: Mapped[list[str]]
    place: Mapped[dict[str, Any] | None]
    household_size: Mapped[int | None]
    evidence: Mapped[list[dict[str, Any]]]
    counter_evidence: Mapped[list[dict[str, Any]]]
    detected_at: Mapped[datetime]
