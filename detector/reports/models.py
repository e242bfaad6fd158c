"""Rows of what reached us. The text of a post that was not flagged is not kept: only its ledger line is."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted


class Source(enum.StrEnum):
    """The ways in (domain.md 2.2, C1–C7); one file each in reports/sources."""

    X = "x"
    WHATSAPP = "whatsapp"
    NEWS = "news"
    TIP_FORM = "tip_form"
    OFFICE = "office"
    FILES = "files"


class SourceApproval(Base):
    """Who allowed a source, on what ground, how far and until when. Without a valid one the source is off."""

    __tablename__ = "source_approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Source] = mapped_column(index=True)
    approved_by: Mapped[str]
    legal_basis: Mapped[str]
    reference: Mapped[str]
    scope: Mapped[dict[str, Any]]
    approved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Outcome(enum.StrEnum):
    KEPT = "kept"  # a report row exists
    NOT_KEPT = "not_kept"  # read, not flagged, text forgotten
    REPEATED = "repeated"  # the same words came before; counted there
    PURGED = "purged"  # was kept, is gone


class LedgerLine(Base):
    """One line per item received, with no text: makes intake safe to repeat and the funnel countable."""

    __tablename__ = "intake_ledger"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_intake_ledger_fingerprint", "fingerprint"),
        Index("ix_intake_ledger_received_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Source]
    external_id: Mapped[str]
    fingerprint: Mapped[str]  # blind index of the folded text: equal words meet, nothing can be read back
    kind: Mapped[str | None]
    outcome: Mapped[Outcome]
    received_at: Mapped[datetime]
    score_band: Mapped[int | None]  # reports.bands; None where no model read it at intake
    length_band: Mapped[int | None]


class Report(Base):
    """A kept item. `text` has its identifiers masked letter for letter (the values are in `ReportIdentifier`)."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_report_fingerprint", "fingerprint"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Source]
    external_id: Mapped[str]
    origin: Mapped[str | None]  # the newspaper or data set as the row named it
    url: Mapped[str | None]
    text: Mapped[str | None]  # None once purged
    fingerprint: Mapped[str]
    published_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    times_seen: Mapped[int] = mapped_column(default=1)
    purged_at: Mapped[datetime | None]


class ReportIdentifier(Base):
    """A number found in a report, or in what its sender wrote later: encrypted, findable by its blind index, shown masked."""

    __tablename__ = "report_identifier"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    # Set when it stands in an answer through the receipt; `start` and `end` then count its letters.
    message_id: Mapped[int | None] = mapped_column(ForeignKey("tip_message.id", ondelete="CASCADE"), index=True)
    type: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    valid: Mapped[bool]
    masked: Mapped[str]
    value: Mapped[str] = mapped_column(Encrypted)
    blind_index: Mapped[str] = mapped_column(index=True)


class Tip(Base):
    """What the tip form adds to its report: the receipt, and how its sender may be reached if they agreed."""

    __tablename__ = "tip"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    sender_name: Mapped[str | None] = mapped_column(Encrypted)
    sender_phone: Mapped[str | None] = mapped_column(Encrypted)
    sender_phone_index: Mapped[str | None] = mapped_column(index=True)
    may_be_contacted: Mapped[bool] = mapped_column(default=False)
    is_about_self: Mapped[bool] = mapped_column(default=False)
    region_code: Mapped[str | None]
    governorate_id: Mapped[int | None] = mapped_column(ForeignKey("governorate.id"))
    place_text: Mapped[str | None]
    created_at: Mapped[datetime]


class Direction(enum.StrEnum):
    TO_SENDER = "to_sender"
    FROM_SENDER = "from_sender"


class TipMessage(Base):
    """A question of the office (`by_id`), or what the holder of the receipt wrote (`by_id` is None)."""

    __tablename__ = "tip_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    direction: Mapped[Direction]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Encrypted)


class AuditSample(Base):
    """A small random sample of unflagged posts, kept until `expires_at` so that people can look for missed families."""

    __tablename__ = "audit_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Source]
    external_id: Mapped[str]
    text: Mapped[str] = mapped_column(Encrypted)
    hardship: Mapped[float]
    region_code: Mapped[str | None]  # of the place that the text names, where it names one
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Gone(enum.StrEnum):
    """Why something had to go."""

    DELETED_POST = "deleted_post"
    REVOKED_MESSAGE = "revoked_message"
    WITHDRAWN_CONSENT = "withdrawn_consent"
    NO_CASE = "no_case"  # people found no household in it, and its time is over
    EXPIRED = "expired"  # audit samples, ledger lines, sign-ins


class PurgeProof(Base):
    """That something is gone: what kind, a hash of which, when it was asked for and done, how many rows. No content."""

    __tablename__ = "purge_proof"
    __table_args__ = (Index("ix_purge_proof_waiting", "done_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Gone]
    subject: Mapped[str]  # report | case | retention
    subject_id: Mapped[int | None]  # until it is done; then only the hash stays
    subject_hash: Mapped[str] = mapped_column(index=True)
    requested_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    rows: Mapped[dict[str, Any]]


class SourceState(Base):
    """How a source is doing, for the supervisor's page: a row a source, counted where the ledger is written."""

    __tablename__ = "source_state"

    source: Mapped[Source] = mapped_column(primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)  # ledger lines ever written
    refused: Mapped[int] = mapped_column(default=0)  # came, but outside the scope or not readable
    last_taken_at: Mapped[datetime | None]
    last_run_at: Mapped[datetime | None]  # a connector asked; a stream says so again and again
    last_error: Mapped[str | None]  # an error code; None again after a run that went well
    last_error_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]  # a rate limit: nobody asks before


class SourceCursor(Base):
    """Where a connector goes on, and what it told the other side (the rules of a stream): a JSON value a key."""

    __tablename__ = "source_cursor"

    source: Mapped[Source] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class PaidReads(Base):
    """What a source's month of paid reads has cost; counted when they arrive, before they are read."""

    __tablename__ = "paid_reads"

    source: Mapped[Source] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)  # 2026-11, in UTC as the bill
    reads: Mapped[int] = mapped_column(default=0)
