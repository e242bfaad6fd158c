"""What goes back to a sender, and when it may not: only within 24 hours of their own message, and never after "stop"."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from detector.clock import now
from detector.defer import Job, defer
from detector.reports.sources.whatsapp.lifecycle import ReplyKind, ReplyState, end
from detector.reports.sources.whatsapp.models import Reply, Sender
from detector.reports.sources.whatsapp.phrases import PHRASES

WINDOW = timedelta(hours=24)  # WhatsApp's rule for free-form messages
ONCE_A_DAY = frozenset({ReplyKind.ASK_MORE, ReplyKind.UNREADABLE})


def queue(session: Session, sender: Sender, kind: ReplyKind, **facts: str) -> None:
    """Have a reply sent after this transaction; nothing to somebody who opted out, and no question twice a day."""
    if sender.opted_out_at is not None and kind is not ReplyKind.STOPPED:
        return
    if kind in ONCE_A_DAY and session.scalar(
        select(Reply.id)
        .where(Reply.sender_id == sender.id, Reply.kind == kind, Reply.queued_at > now() - WINDOW)
        .limit(1)
    ):
        return
    session.add(
        Reply(
            sender_id=sender.id, kind=kind, state=ReplyState.QUEUED, content=PHRASES[kind].format(**facts),
            queued_at=now(), due_at=now(),
        )
    )  # fmt: skip
    defer(session, Job.SEND_WHATSAPP)


def drop_queued(session: Session, sender: Sender) -> None:
    """Take back what has not left yet."""
    session.execute(
        update(Reply)
        .where(Reply.sender_id == sender.id, Reply.state == ReplyState.QUEUED)
        .values(state=end(ReplyState.QUEUED, ReplyState.DROPPED), content=None)
    )


def settle(reply: Reply, to: ReplyState, *, error: str | None = None) -> None:
    """The one door out of the queue; the words, which may hold a receipt code, are forgotten."""
    reply.state, reply.content, reply.error = end(reply.state, to), None, error
