"""Rows of the WhatsApp source. No id of WhatsApp's own is kept plain: a wamid holds the telephone number in base64."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from detector.db import Base, Encrypted
from detector.reports.sources.whatsapp.lifecycle import MessageState, ReplyKind, ReplyState


class Delivery(Base):
    """A webhook's body as it came, until it has been taken apart: its 200 is only said when this row is committed."""

    __tablename__ = "whatsapp_delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Encrypted)
    received_at: Mapped[datetime] = mapped_column(index=True)


class Sender(Base):
    """Somebody who wrote to us. WhatsApp names people by number, by an id of its own, or by both: either finds the row."""

    __tablename__ = "whatsapp_sender"

    id: Mapped[int] = mapped_column(primary_key=True)
    number_index: Mapped[str | None] = mapped_column(unique=True)
    user_index: Mapped[str | None] = mapped_column(unique=True)
    number: Mapped[str | None] = mapped_column(Encrypted)  # digits with the country's, no plus: as WhatsApp writes it
    user: Mapped[str | None] = mapped_column(Encrypted)
    last_wrote_at: Mapped[datetime]  # the free answers' 24 hours begin here
    told_at: Mapped[datetime | None]  # the notice of what happens with their words
    agreed_at: Mapped[datetime | None]  # they may be called
    opted_out_at: Mapped[datetime | None]


class Message(Base):
    """A message by the blind index of its wamid: delivered twice, it is read once.

    `content` is its text while it waits, or the whole of a message that nobody here can read yet; else None.
    """

    __tablename__ = "whatsapp_message"
    __table_args__ = (Index("ix_whatsapp_message_waiting", "state", "sender_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(unique=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("whatsapp_sender.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]  # text, image, audio … as WhatsApp calls it
    state: Mapped[MessageState]
    is_forwarded: Mapped[bool] = mapped_column(default=False)
    content: Mapped[str | None] = mapped_column(Encrypted)
    place: Mapped[str | None] = mapped_column(Encrypted)  # of a shared location: name, address, co-ordinates
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id", ondelete="SET NULL"), index=True)


class Reply(Base):
    """What goes back to a sender. `content` (it may hold a receipt code) is emptied when it was sent or given up."""

    __tablename__ = "whatsapp_reply"
    __table_args__ = (Index("ix_whatsapp_reply_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("whatsapp_sender.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ReplyKind]
    state: Mapped[ReplyState]
    content: Mapped[str | None] = mapped_column(Encrypted)
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]  # while somebody sends it: when it may be tried again
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
