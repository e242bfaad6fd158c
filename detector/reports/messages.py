"""Questions to a sender and what they answer, through the receipt alone: no telephone, no account.

Whoever holds the code may read the questions and write; what was written is shown to staff only, for a receipt may fall into
other hands. Numbers in an answer are masked and kept beside it as those of a report are.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector import crypto
from detector.clock import now
from detector.errors import BadInput, DetectorError, NotFound
from detector.journal.service import record
from detector.reports.attachments import attach
from detector.reports.items import storable
from detector.reports.models import Direction, Report, ReportIdentifier, Tip, TipMessage
from detector.reports.pictures import Picture
from detector.reports.redaction import redact
from detector.reports.tips import by_receipt
from detector.staff.permissions import May
from detector.staff.scope import Actor
from nlp_models.extract.identifiers import identifiers

MOST_QUESTION, MOST_ANSWER = 300, 2_000  # characters
MOST_FROM_SENDER, MOST_TO_SENDER = 10, 5  # messages of one tip


class ConversationOver(DetectorError):
    """Enough was asked or written about this tip, or its text is gone; facts: `most`."""

    code, status = "R121", 409


def messages_of(session: Session, report_ids: Sequence[int]) -> dict[int, list[TipMessage]]:
    """By report, oldest first."""
    found: dict[int, list[TipMessage]] = {}
    for one in session.scalars(select(TipMessage).where(TipMessage.report_id.in_(report_ids)).order_by(TipMessage.id)):
        found.setdefault(one.report_id, []).append(one)
    return found


def conversation(session: Session, receipt: str) -> list[TipMessage]:
    """The messages of a receipt's tip, or `NotFound`. Show the sender's own only as "you answered"."""
    tip = by_receipt(session, receipt)
    return messages_of(session, [tip.report_id]).get(tip.report_id, [])


def answer(session: Session, receipt: str, text: str, photos: Sequence[Picture] = ()) -> TipMessage:
    """What the holder of a receipt adds or answers. Raises `NotFound`, `BadInput`, `ConversationOver`."""
    return _answer(session, Actor.system(), by_receipt(session, receipt), text, photos)


def answer_own(session: Session, actor: Actor, report_id: int, text: str) -> TipMessage:
    """As `answer`, by the account that filed the tip; another's is `NotFound`."""
    actor.must(May.FILE_TIP)
    tip = session.get(Tip, report_id)
    if tip is None or actor.account_id is None or tip.account_id != actor.account_id:
        raise NotFound(report=report_id)
    return _answer(session, actor, tip, text, ())


def _answer(session: Session, actor: Actor, tip: Tip, text: str, photos: Sequence[Picture]) -> TipMessage:
    report = session.get_one(Report, tip.report_id, with_for_update=True)
    words = storable(text).strip()
    if not words:
        raise BadInput(field="answer", why="empty")
    if len(words) > MOST_ANSWER:
        raise BadInput(field="answer", why="too_long", most=MOST_ANSWER)
    if report.text is None or written(session, report.id, Direction.FROM_SENDER) >= MOST_FROM_SENDER:
        raise ConversationOver(most=MOST_FROM_SENDER)
    shown, hidden = redact(words, identifiers(words))
    message = TipMessage(report_id=report.id, direction=Direction.FROM_SENDER, at=now(), by_id=None, text=shown)
    session.add(message)
    session.flush()
    session.add_all(
        ReportIdentifier(
            report_id=report.id, message_id=message.id, type=h.type, start=h.start, end=h.end, valid=h.valid,
            masked=h.masked, value=h.value, blind_index=crypto.blind_index(h.type, h.value),
        )
        for h in hidden
    )  # fmt: skip
    attach(session, report.id, photos)
    record(
        session, actor, "tip.answered", subject="report", subject_id=report.id,
        message=message.id, photos=len(photos),
    )  # fmt: skip
    return message


def written(session: Session, report_id: int, direction: Direction) -> int:
    """How many messages went this way about a tip."""
    count = select(func.count()).select_from(TipMessage)
    return session.scalar(count.where(TipMessage.report_id == report_id, TipMessage.direction == direction)) or 0
