"""Who wrote: found by number or by WhatsApp's own id, and what they wish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from detector import crypto
from detector.clock import now
from detector.journal.service import record
from detector.reports.models import Source, Tip
from detector.reports.sources.whatsapp.lifecycle import ReplyKind
from detector.reports.sources.whatsapp.models import Message, Reply, Sender
from detector.reports.sources.whatsapp.phrases import Wish
from detector.reports.sources.whatsapp.replies import drop_queued, queue
from detector.reports.sources.whatsapp.wire import Incoming
from detector.staff.scope import Actor


def _index(kind: str, value: str | None) -> str | None:
    return crypto.blind_index(kind, value) if value else None


def sender_of(session: Session, message: Incoming) -> Sender:
    """The sender's row, made if need be. Two rows that turn out to be one person become one: a "stop" holds for both names."""
    number, user = _index("wa_id", message.number), _index("wa_user", message.user)
    names = [Sender.number_index == number] if number else []
    names += [Sender.user_index == user] if user else []
    known = list(session.scalars(select(Sender).where(or_(*names)).order_by(Sender.id).with_for_update()))
    if not known:
        sender = Sender(
            number_index=number, user_index=user, number=message.number, user=message.user,
            last_wrote_at=message.sent_at,
        )  # fmt: skip
        session.add(sender)
        session.flush()
        return sender
    sender = known[0]
    for other in known[1:]:
        _unite(session, sender, other)
    sender.number_index, sender.number = number or sender.number_index, message.number or sender.number
    sender.user_index, sender.user = user or sender.user_index, message.user or sender.user
    sender.last_wrote_at = max(sender.last_wrote_at, message.sent_at)
    session.flush()
    return sender


def _unite(session: Session, sender: Sender, other: Sender) -> None:
    for table in (Message, Reply):
        session.execute(update(table).where(table.sender_id == other.id).values(sender_id=sender.id))
    sender.last_wrote_at = max(sender.last_wrote_at, other.last_wrote_at)
    sender.told_at = _earliest(sender.told_at, other.told_at)
    sender.opted_out_at = _earliest(sender.opted_out_at, other.opted_out_at)
    sender.agreed_at = None if sender.opted_out_at else _earliest(sender.agreed_at, other.agreed_at)
    session.delete(other)
    session.flush()


def _earliest(a: datetime | None, b: datetime | None) -> datetime | None:
    return min((moment for moment in (a, b) if moment), default=None)


def heed(session: Session, sender: Sender, wish: Wish) -> None:
    """Do what somebody asked for with one word. Stopping is as easy as it is final: nothing leaves but its confirmation."""
    if wish is Wish.STOP:
        drop_queued(session, sender)
        sender.opted_out_at, sender.agreed_at = now(), None
        queue(session, sender, ReplyKind.STOPPED)
    elif wish is Wish.START:
        sender.opted_out_at = None
        queue(session, sender, ReplyKind.STARTED)
    else:
        sender.opted_out_at, sender.agreed_at = None, now()
        queue(session, sender, ReplyKind.AGREED)
    filed = select(Message.report_id).where(Message.sender_id == sender.id, Message.report_id.is_not(None))
    session.execute(
        update(Tip)
        .where(Tip.report_id.in_(filed), Tip.sender_phone.is_not(None))
        .values(may_be_contacted=sender.agreed_at is not None)
    )
    record(
        session, Actor.system(), f"whatsapp.{wish.value}", subject="whatsapp_sender", subject_id=sender.id,
        source=Source.WHATSAPP.value,
    )  # fmt: skip
