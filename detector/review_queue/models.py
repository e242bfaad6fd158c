"""Rows of the queue beside the cases themselves: weights with their history, search keys, saved views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base


class QueueWeights(Base):
    """Weights that a supervisor set; the newest row counts, the others are the history. No row: the standard ones."""

    __tablename__ = "queue_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    weights: Mapped[dict[str, Any]]
    reason: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime]


class PlaceWord(Base):
    """A folded word of a place name that some case carries: a small dictionary in front of the index on the names."""

    __tablename__ = "place_word"

    word: Mapped[str] = mapped_column(primary_key=True)
    place_name: Mapped[str] = mapped_column(primary_key=True, index=True)


class PhoneTail(Base):
    """The blind index of a telephone's last digits (one row for each length): found by who knows the end of the number.

    It hangs on the report, so that it follows the report when cases are merged and goes with it when it is purged.
    """

    __tablename__ = "phone_tail"

    tail: Mapped[str] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, index=True)


class SavedView(Base):
    """Filters under a name: one person's, or shared with an office by a supervisor."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str]
    filters: Mapped[dict[str, Any]]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)  # with whom it is shared
    created_at: Mapped[datetime]
