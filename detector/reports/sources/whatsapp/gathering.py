"""Tips made of what somebody wrote in one go. People send a story in pieces: it is one tip, with one receipt.

A forwarded text is a tip of its own, about somebody else: its "I" is not the person who sent it to us.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.config import settings
from detector.errors import BadInput
from detector.reports.approvals import SourceOff, require_approved
from detector.reports.items import BadRow
from detector.reports.models import Report, Source
from detector.reports.sources.whatsapp.lifecycle import MessageState, ReplyKind, move
from detector.reports.sources.whatsapp.models import Message, Sender
from detector.reports.sources.whatsapp.replies import queue
from detector.reports.tips import MIN_TEXT, TipInput, by_receipt, checked_phone, file_tip

FORWARDED = "forwarded"  # a report's origin
MOST_SENDERS = 200  # in one transaction


def gather(session: Session) -> int:
    """File the tips of everybody who has been silent for `whatsapp_gather_seconds`; how many tips there were.

    While the source is off the messages wait. Somebody's tips beyond `whatsapp_tips_per_hour` wait for the next hour.
    """
    try:
        require_approved(session, Source.WHATSAPP)
    except SourceOff:
        return 0
    quiet_since = now() - timedelta(seconds=settings().whatsapp_gather_seconds)
    silent = (
        select(Message.sender_id)
        .where(Message.state == MessageState.WAITING)
        .group_by(Message.sender_id)
        .having(func.max(Message.received_at) <= quiet_since, func.count(Message.content) > 0)
        .limit(MOST_SENDERS)
    )
    senders = session.scalars(select(Sender).where(Sender.id.in_(silent)).with_for_update(skip_locked=True)).all()
    return sum(_gather_from(session, sender) for sender in senders)


def _gather_from(session: Session, sender: Sender) -> int:
    waiting = session.scalars(
        select(Message)
        .where(Message.sender_id == sender.id, Message.state == MessageState.WAITING)
        .order_by(Message.sent_at, Message.id)
        .with_for_update()
    ).all()
    room = settings().whatsapp_tips_per_hour - _filed_since(session, sender, now() - timedelta(hours=1))
    filed = asked = 0
    places = [message for message in waiting if message.content is None]
    for parts in _stories([message for message in waiting if message.content]):
        if filed >= room:
            return filed
        if _file(session, sender, [*parts, *places]):
            filed, places = filed + 1, []
        else:
            asked += 1
    if asked and not filed:
        queue(session, sender, ReplyKind.ASK_MORE)
    return filed


def _filed_since(session: Session, sender: Sender, moment: datetime) -> int:
    mine = select(func.count(Message.report_id.distinct())).where(Message.sender_id == sender.id)
    return session.scalar(mine.join(Report, Report.id == Message.report_id).where(Report.received_at > moment)) or 0


def _stories(messages: Sequence[Message]) -> list[list[Message]]:
    """The sender's own words together, as far as one text may reach; each forwarded text by itself."""
    stories: list[list[Message]] = []
    own: list[Message] | None = None
    for message in messages:
        if message.is_forwarded:
            stories.append([message])
        elif own is not None and len(_joined([*own, message])) <= settings().max_text_chars:
            own.append(message)
        else:
            own = [message]
            stories.append(own)
    return stories


def _joined(messages: Sequence[Message]) -> str:
    return "\n".join(message.content for message in messages if message.content)


def _file(session: Session, sender: Sender, parts: Sequence[Message]) -> bool:
    """A tip of these messages, with its receipt on the way; False when they say too little, which is forgotten."""
    tip = TipInput(
        text=_joined(parts)[: settings().max_text_chars],
        place_text=next((part.place for part in parts if part.place), None),
        sender_phone=_phone(sender),
        may_be_contacted=sender.agreed_at is not None and _phone(sender) is not None,
    )
    try:
        if len(tip.text.strip()) < MIN_TEXT:
            raise BadInput(field="text", why="too_short")
        receipt = file_tip(session, None, tip, source=Source.WHATSAPP)
    except (BadInput, BadRow):
        for part in parts:
            if part.content:  # a place alone waits for its story
                part.state, part.content = move(part.state, MessageState.TOO_SHORT), None
        return False
    report = session.get_one(Report, by_receipt(session, receipt).report_id)
    report.published_at = parts[0].sent_at
    report.origin = FORWARDED if parts[0].is_forwarded else None
    for part in parts:
        part.state, part.report_id = move(part.state, MessageState.FILED), report.id
        part.content = part.place = None  # the report has them now
    queue(session, sender, ReplyKind.RECEIPT, receipt=receipt)
    return True


def _phone(sender: Sender) -> str | None:
    try:
        return checked_phone(f"+{sender.number}") if sender.number else None
    except BadInput:
        return None
