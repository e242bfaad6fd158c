"""The journal's rows. Each carries the hash of the one before, so a changed or missing row is seen by `daman audit verify`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base


class Entry(Base):
    """`facts` hold ids, codes and numbers; never post text, names or national IDs."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_subject", "subject", "subject_id"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    reason: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    hash: Mapped[str]
