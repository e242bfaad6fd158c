"""What the tests look up."""

from __future__ import annotations

from sqlalchemy import func, select

from detector.db import transaction
from detector.reports.models import Report, Source, Tip
from detector.reports.sources.whatsapp.models import Delivery, Message, Reply, Sender


def reports() -> list[Report]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Report).where(Report.source == Source.WHATSAPP).order_by(Report.id)))


def tips() -> list[Tip]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Tip).order_by(Tip.report_id)))


def states() -> list[str]:
    with transaction(write=False) as session:
        return [state.value for state in session.scalars(select(Message.state).order_by(Message.id))]


def messages() -> list[Message]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def senders() -> list[Sender]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Sender).order_by(Sender.id)))


def replies() -> list[Reply]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Reply).order_by(Reply.id)))


def deliveries() -> int:
    with transaction(write=False) as session:
        return session.scalar(select(func.count()).select_from(Delivery)) or 0
