"""A visit and its form."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted


class VisitStatus(enum.StrEnum):
    PLANNED = "planned"
    FILED = "filed"
    NOBODY_HOME = "nobody_home"  # leads to a new date, never to a refusal
    CANCELLED = "cancelled"


class Visit(Base):
    """`form` is the encrypted JSON of visits.forms.VisitForm; `client_id` is set by the phone: a re-sent form is one."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    status: Mapped[VisitStatus]
    planned_for: Mapped[datetime]
    notice_given_at: Mapped[datetime]
    notice_waived: Mapped[str | None]  # why less than the notice was enough, in the family's own wish
    team: Mapped[list[str]]
    woman_on_team: Mapped[bool]
    composition_waived: Mapped[str | None]  # why no woman went along to a household that a woman seems to head
    address: Mapped[str | None] = mapped_column(Encrypted)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime | None]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    form: Mapped[str | None] = mapped_column(Encrypted)
    claims: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # forms.Claim: {label, finding}
    client_id: Mapped[str | None] = mapped_column(unique=True)
