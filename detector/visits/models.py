"""A visit, its form with every earlier version, the draft before it, and what is due after it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted


class VisitStatus(enum.StrEnum):
    PLANNED = "planned"
    FILED = "filed"
    NOBODY_HOME = "nobody_home"  # leads to a new date, never to a refusal
    CANCELLED = "cancelled"


class Visit(Base):
    """`form` is the encrypted JSON of visits.forms.VisitForm, in its newest version; `client_id` is set by the phone: a
    re-sent form is one. Presence is two times and, if somebody types it, a place: nobody is tracked.
    """

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    status: Mapped[VisitStatus]
    planned_for: Mapped[datetime]
    notice_given_at: Mapped[datetime]
    notice_waived: Mapped[str | None]  # why less than the notice was enough, in the family's own wish
    team: Mapped[list[str]]
    team_ids: Mapped[list[int]] = mapped_column(JSON, default=list)  # those of the team who have an account
    woman_on_team: Mapped[bool]
    composition_waived: Mapped[str | None]  # why no woman went along to a household that a woman seems to head
    address: Mapped[str | None] = mapped_column(Encrypted)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime | None]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    form: Mapped[str | None] = mapped_column(Encrypted)
    claims: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # forms.Claim: {label, finding}
    client_id: Mapped[str | None] = mapped_column(unique=True)
    form_version: Mapped[int] = mapped_column(default=1)
    checked_in_at: Mapped[datetime | None] = mapped_column(index=True)
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    checked_in_place: Mapped[str | None] = mapped_column(Encrypted)
    checked_out_at: Mapped[datetime | None]
    checked_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    alerted_at: Mapped[datetime | None]  # when the supervisor was called, because nobody checked out


class EarlierForm(Base):
    """A version of a filed form that an amendment replaced. Written once; `reason` says why it was replaced."""

    __tablename__ = "visit_form_earlier"
    __table_args__ = (UniqueConstraint("visit_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    version: Mapped[int]
    form: Mapped[str] = mapped_column(Encrypted)
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Encrypted)


class VisitDraft(Base):
    """A form that is not finished, as typed: `fields` is the encrypted JSON of {name: [values]}. Gone once the form is filed.

    `base_version` is the case's version when the form was begun; `version` counts the savings of this draft.
    """

    __tablename__ = "visit_draft"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    version: Mapped[int]
    base_version: Mapped[int]
    client_id: Mapped[str]
    fields: Mapped[str] = mapped_column(Encrypted)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)


class FollowUpKind(enum.StrEnum):
    REVISIT = "revisit"  # a second look that the first visit asked for
    AFTER_REGISTRATION = (
        "after_registration"  # made by the program; law M/32 Art. 8: entitlement is followed up regularly
    )
    OTHER = "other"


class FollowUpOutcome(enum.StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"  # the case may be opened again
    NOT_NEEDED = "not_needed"
    NOT_REACHED = "not_reached"  # due again later; says nothing against the family


class FollowUp(Base):
    """Something to look after on a day of Riyadh. `tries`: how often nobody was reached."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("ix_follow_up_due", "done_at", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[FollowUpKind]
    due_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Encrypted)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[FollowUpOutcome | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
