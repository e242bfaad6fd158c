"""Replies on their way: one claimed at a time, sent through pywa, and never marked as sent before WhatsApp took it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from pywa import errors
from pywa.client import WhatsApp
from pywa.types.templates import TemplateLanguage
from sqlalchemy import select

from detector import log
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.reports.models import Source
from detector.reports.sources.whatsapp.lifecycle import ReplyKind, ReplyState
from detector.reports.sources.whatsapp.models import Reply, Sender
from detector.reports.sources.whatsapp.replies import WINDOW, settle
from detector.reports.state import NotConfigured, Unavailable

LEASE = timedelta(minutes=2)  # a reply that its sender process took with it into a crash is tried again after this
TIMEOUT = 15.0  # seconds, of one request

logger = log.get("whatsapp")


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    kind: ReplyKind
    content: str
    address: str
    wrote_at: datetime
    tries: int


def send_due() -> int:
    """Send what is due; how many were taken by WhatsApp. Raises `NotConfigured`, and `Unavailable` when it takes none."""
    token, sent = settings().whatsapp_token.get_secret_value(), 0
    if not token:
        raise NotConfigured(source=Source.WHATSAPP.value, missing="DAMAN_WHATSAPP_TOKEN")
    with httpx.Client(timeout=TIMEOUT, trust_env=False) as http:
        graph = WhatsApp(settings().whatsapp_phone_id, token, session=http)
        version = http.base_url.path.strip("/")
        http.base_url = f"{settings().whatsapp_graph_url.rstrip('/')}/{version}"  # pywa has no setting for its host
        while reply := _claim():
            sent += _send(graph, reply)
    return sent


def _claim() -> Claimed | None:
    with transaction() as session:
        due = (
            select(Reply, Sender)
            .join(Sender, Sender.id == Reply.sender_id)
            .where(Reply.state == ReplyState.QUEUED, Reply.due_at <= now())
            .order_by(Reply.due_at, Reply.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=Reply)
        )
        found = session.execute(due).first()
        if found is None:
            return None
        reply, sender = found
        reply.due_at, reply.tries = now() + LEASE, reply.tries + 1
        return Claimed(
            reply.id, reply.kind, reply.content or "", sender.number or sender.user or "", sender.last_wrote_at,
            reply.tries,
        )  # fmt: skip


def _send(graph: WhatsApp, reply: Claimed) -> bool:
    try:
        if now() < reply.wrote_at + WINDOW:
            graph.send_message(to=reply.address, text=reply.content)
        elif reply.kind is ReplyKind.RECEIPT and settings().whatsapp_template:
            _send_template(graph, reply)
        else:
            return _settle(reply, ReplyState.LATE)
    except errors.ReEngagementMessage as error:
        return _settle(reply, ReplyState.LATE, error=str(error.code))
    except (errors.AuthorizationError, errors.ThrottlingError, errors.ServiceUnavailable) as error:
        _again(reply, str(error.code))
        raise Unavailable(source=Source.WHATSAPP.value, why=type(error).__name__) from None
    except errors.SendMessageError as error:
        return _settle(reply, ReplyState.REFUSED, error=str(error.code))
    except (errors.WhatsAppError, httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        # The last three: an answer of another shape. Messages may quote the request: only the type goes on.
        _again(reply, type(error).__name__)
        raise Unavailable(source=Source.WHATSAPP.value, why=type(error).__name__) from None
    return _settle(reply, ReplyState.SENT)


def _send_template(graph: WhatsApp, reply: Claimed) -> None:
    """After the 24 hours only an approved template may go out; its one parameter is the receipt's text."""
    graph.send_template(
        to=reply.address,
        name=settings().whatsapp_template,
        language=TemplateLanguage.ARABIC,
        params=[{"type": "body", "parameters": [{"type": "text", "text": reply.content.replace("\n", " ")}]}],
    )


def _settle(reply: Claimed, to: ReplyState, *, error: str | None = None) -> bool:
    """True when it was sent. Dropped meanwhile (the sender wrote "stop") stays dropped."""
    with transaction() as session:
        row = session.get(Reply, reply.id, with_for_update=True)
        if row is not None and row.state is ReplyState.QUEUED:
            settle(row, to, error=error)
    logger.info("whatsapp.reply", id=reply.id, kind=reply.kind.value, state=to.value, error=error)
    return to is ReplyState.SENT


def _again(reply: Claimed, error: str) -> None:
    """Later, with longer and longer waits; the window of 24 hours ends it."""
    with transaction() as session:
        row: Any = session.get(Reply, reply.id, with_for_update=True)
        if row is not None and row.state is ReplyState.QUEUED:
            row.due_at, row.error = now() + timedelta(seconds=min(15 * reply.tries**2, 1800)), error
