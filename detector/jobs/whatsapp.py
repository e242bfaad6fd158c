"""The jobs of the WhatsApp source: take deliveries apart, file what waited, send what is due."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from detector import log
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.defer import Job, defer
from detector.jobs.retention import forget
from detector.journal.service import record
from detector.reports.models import Gone, Report, Source
from detector.reports.sources.whatsapp.gathering import gather
from detector.reports.sources.whatsapp.lifecycle import ReplyState
from detector.reports.sources.whatsapp.models import Delivery, Message, Reply, Sender
from detector.reports.sources.whatsapp.reading import read
from detector.reports.sources.whatsapp.sending import send_due
from detector.reports.state import NotConfigured, Unavailable, note_error, note_run
from detector.staff.scope import Actor

logger = log.get("whatsapp")


def read_whatsapp(session: Session, delivery_id: int) -> None:
    """Take a stored delivery apart; what a sender deleted is emptied here at once, wherever its words went."""
    withdrawn = read(session, delivery_id)
    kept = select(Report.id).where(Report.id.in_(withdrawn), Report.purged_at.is_(None))
    reports = list(session.scalars(kept)) if withdrawn else []
    if reports:
        forget(session, reports, why=Gone.REVOKED_MESSAGE)
        defer(session, Job.PURGE)  # which also shrinks the log that still holds the words
    for report_id in reports:
        record(
            session, Actor.system(), "report.withdrawn", subject="report", subject_id=report_id,
            source=Source.WHATSAPP.value, why="revoked",
        )  # fmt: skip
    defer(session, Job.GATHER_WHATSAPP, after=timedelta(seconds=settings().whatsapp_gather_seconds))


def gather_whatsapp(session: Session) -> None:
    """File what waited long enough; this also comes round by itself, so nothing waits for a job that was lost."""
    filed = gather(session)
    if filed:
        logger.info("whatsapp.filed", tips=filed)


def send_whatsapp() -> None:
    """Send what is due. That WhatsApp cannot be reached is no failed job: the replies wait, and the page says so."""
    with transaction(write=False) as session:
        due = select(Reply.id).where(Reply.state == ReplyState.QUEUED, Reply.due_at <= now()).limit(1)
        if session.scalar(due) is None:
            return
    try:
        sent = send_due()
    except (NotConfigured, Unavailable) as error:
        with transaction() as session:
            note_error(session, Source.WHATSAPP, error.code)
        logger.warning("whatsapp.waits", code=error.code, why=error.facts.get("why") or error.facts.get("missing"))
        return
    with transaction() as session:
        note_run(session, Source.WHATSAPP)
    logger.info("whatsapp.sent", replies=sent)


def forget_whatsapp(session: Session) -> int:
    """Drop what is past its date: unread and waiting words after `retain_unmatched_days`, rows after `retain_ledger_days`.

    A sender who wrote "stop" is remembered for as long as the wish holds; returns how many rows went.
    """
    _read_again(session)
    words = now() - timedelta(days=settings().retain_unmatched_days)
    rows = now() - timedelta(days=settings().retain_ledger_days)
    has_words = or_(Message.content.is_not(None), Message.place.is_not(None))
    session.execute(update(Message).where(has_words, Message.received_at <= words).values(content=None, place=None))
    busy = select(Message.sender_id).where(Message.received_at > rows)
    gone = (
        delete(Reply).where(Reply.queued_at <= rows),
        delete(Message).where(Message.received_at <= rows),
        delete(Sender).where(Sender.opted_out_at.is_(None), Sender.last_wrote_at <= rows, Sender.id.not_in(busy)),
    )
    return sum(int(getattr(session.execute(statement), "rowcount", 0)) for statement in gone)


def _read_again(session: Session) -> None:
    """A delivery whose job failed for good (a defect of ours) is tried once in this round: its body is still here."""
    stuck = select(Delivery.id).where(
        Delivery.received_at.between(now() - timedelta(days=7), now() - timedelta(hours=1))
    )
    for delivery_id in session.scalars(stuck.limit(100)):
        defer(session, Job.READ_WHATSAPP, delivery_id=delivery_id)
