"""A stored delivery, taken apart: each message once, whatever the order or number of times in which it came."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from detector import crypto
from detector.clock import now
from detector.config import settings
from detector.reports.models import Source
from detector.reports.sources.whatsapp.lifecycle import MessageState, ReplyKind, move
from detector.reports.sources.whatsapp.models import Delivery, Message
from detector.reports.sources.whatsapp.phrases import wish_in
from detector.reports.sources.whatsapp.replies import queue
from detector.reports.sources.whatsapp.senders import heed, sender_of
from detector.reports.sources.whatsapp.wire import QUIET, Incoming, messages_in
from detector.reports.state import note_run


def read(session: Session, delivery_id: int) -> list[int]:
    """Take a delivery apart and forget its body; returns the reports that a sender withdrew, for the caller to empty."""
    delivery = session.scalar(select(Delivery).where(Delivery.id == delivery_id).with_for_update())
    if delivery is None:
        return []  # read already
    messages, refused = messages_in(json.loads(delivery.body), phone_id=settings().whatsapp_phone_id)
    withdrawn: list[int] = []
    for message in messages:
        try:
            with session.begin_nested():
                report_id = _take(session, message)
        except IntegrityError:  # another worker met the same message, or its sender's first one, at this moment
            with session.begin_nested():
                report_id = _take(session, message)
        if report_id is not None:
            withdrawn.append(report_id)
    session.delete(delivery)
    note_run(session, Source.WHATSAPP, refused=refused)
    return withdrawn


def mark_of(wamid: str) -> str:
    return crypto.blind_index("wamid", wamid)


def _known(session: Session, wamid: str) -> Message | None:
    return session.scalar(select(Message).where(Message.mark == mark_of(wamid)).with_for_update())


def _take(session: Session, message: Incoming) -> int | None:
    """Write a message down and do what it wishes; the id of the report that it withdraws, if any."""
    if _known(session, message.wamid):
        return None
    sender = sender_of(session, message)
    row = Message(
        mark=mark_of(message.wamid), sender_id=sender.id, kind=message.kind, state=MessageState.WAITING,
        is_forwarded=message.is_forwarded, sent_at=message.sent_at, received_at=now(),
    )  # fmt: skip
    session.add(row)
    withdrawn = None
    if message.withdraws:
        row.state = MessageState.COMMAND
        withdrawn = _withdraw(session, message.withdraws, row)
        if withdrawn is not None:
            queue(session, sender, ReplyKind.WITHDRAWN)
    elif message.replaces and _rewrite(session, message):
        row.state = MessageState.COMMAND
    elif wish := wish_in(message.text) if message.text and not message.is_forwarded else None:
        row.state = MessageState.COMMAND
        heed(session, sender, wish)
    elif message.text or message.place:
        row.content, row.place = message.text, message.place
    else:
        row.state, row.content = MessageState.UNREAD, message.raw
        if message.kind not in QUIET:
            queue(session, sender, ReplyKind.UNREADABLE)
    if sender.told_at is None and sender.opted_out_at is None:
        queue(session, sender, ReplyKind.NOTICE)
        sender.told_at = now()
    session.flush()
    return withdrawn


def _withdraw(session: Session, wamid: str, by: Message) -> int | None:
    """Forget the message, also one that has not come yet: deliveries overtake each other. Only its own sender may."""
    known = _known(session, wamid)
    if known is None:
        session.add(
            Message(
                mark=mark_of(wamid), sender_id=by.sender_id, kind="unknown", state=MessageState.WITHDRAWN,
                sent_at=by.sent_at, received_at=now(),
            )
        )  # fmt: skip
        return None
    if known.sender_id != by.sender_id or known.state is MessageState.WITHDRAWN:
        return None
    known.state, known.content, known.place = move(known.state, MessageState.WITHDRAWN), None, None
    return known.report_id


def _rewrite(session: Session, message: Incoming) -> bool:
    """Put edited words in the place of those that still wait; False when they are a tip already: then they are news."""
    known = _known(session, message.replaces or "")
    if known is None or known.state is not MessageState.WAITING or not message.text:
        return False
    known.content = message.text
    return True
