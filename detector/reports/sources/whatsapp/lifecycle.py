"""What becomes of a message and of a reply. Pure."""

from __future__ import annotations

import enum

from detector.errors import DetectorError


class MessageState(enum.StrEnum):
    WAITING = "waiting"  # for what its sender may add
    FILED = "filed"  # part of a tip
    TOO_SHORT = "too_short"  # a greeting: its words are forgotten, and more was asked for
    COMMAND = "command"  # stop, start, agree: done
    UNREAD = "unread"  # a voice message, a sticker, a new type: kept whole, counted, and the sender was told
    WITHDRAWN = "withdrawn"  # its sender deleted it


class ReplyKind(enum.StrEnum):
    NOTICE = "notice"
    RECEIPT = "receipt"
    ASK_MORE = "ask_more"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    STARTED = "started"
    AGREED = "agreed"


class ReplyState(enum.StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    LATE = "late"  # the 24 hours were over, and no template is approved
    REFUSED = "refused"  # WhatsApp says that it cannot be delivered
    DROPPED = "dropped"  # the sender wrote "stop" before it left


class IllegalStep(DetectorError):
    """A message or reply cannot go from one state to the other; facts: `now`, `to`."""

    code, status = "R131", 409


M, R = MessageState, ReplyState
MOVES: dict[MessageState, set[MessageState]] = {
    M.WAITING: {M.FILED, M.TOO_SHORT, M.WITHDRAWN},
    M.FILED: {M.WITHDRAWN},
    M.TOO_SHORT: {M.WITHDRAWN},
    M.COMMAND: {M.WITHDRAWN},
    M.UNREAD: {M.WITHDRAWN},
    M.WITHDRAWN: set(),
}
ENDS: dict[ReplyState, set[ReplyState]] = {
    R.QUEUED: {R.SENT, R.LATE, R.REFUSED, R.DROPPED},
    R.SENT: set(), R.LATE: set(), R.REFUSED: set(), R.DROPPED: set(),
}  # fmt: skip


def move(now: MessageState, to: MessageState) -> MessageState:
    if to not in MOVES[now]:
        raise IllegalStep(now=now.value, to=to.value)
    return to


def end(now: ReplyState, to: ReplyState) -> ReplyState:
    if to not in ENDS[now]:
        raise IllegalStep(now=now.value, to=to.value)
    return to
