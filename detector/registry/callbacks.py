"""The registry calls us: `on-search`, the answer to a question that it acknowledged. Signed, expected, and taken once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.db import transaction
from detector.registry.asking import take_answer
from detector.registry.clients import RegistryAnswer, RegistryUnavailable
from detector.registry.clients.choice import dci_client, is_async
from detector.registry.clients.dci.client import MOST_PAGES, TOO_MANY
from detector.registry.clients.dci.dialects import Dialect
from detector.registry.clients.dci.envelope import Ids, MessageRefused, opened
from detector.registry.clients.dci.search import Page, page_of
from detector.registry.models import Person, Question
from detector.registry.questions import QuestionState
from detector.registry.waiting import again_later


def on_search(raw: bytes, *, signed_by: str | None = None) -> str:
    """Take one page of an answer in a transaction of its own; returns the correlation id, for the ACK.

    The signature is checked before the database is touched: anybody can call. The last page completes the answer; until
    then the question waits. Raises `SignatureRefused` and `MessageRefused`, which change nothing: somebody else's message
    must not end a question.
    """
    if not is_async():
        raise MessageRefused(why="not_expected")
    client = dci_client()
    header, message = opened(raw, client.peer.verifier, "on-search", receiver=client.signer.sender, signed_by=signed_by)
    with transaction() as session:
        return _take_page(session, client.peer.dialect, raw, header, message)


def _take_page(
    session: Session, dialect: Dialect, raw: bytes, header: Mapping[str, Any], message: Mapping[str, Any]
) -> str:
    question = session.scalar(
        select(Question).where(Question.transaction_id == str(message.get("transaction_id"))).with_for_update()
    )
    if question is None:
        raise MessageRefused(why="transaction")
    if header["message_id"] in question.seen:
        raise MessageRefused(why="replayed")
    if question.state is not QuestionState.ASKED or question.correlation_id is None:
        raise MessageRefused(why="not_waiting")
    ids = Ids(question.message_id or "", question.transaction_id or "", question.reference_id or "")
    national_id = session.get_one(Person, question.person_id).national_id
    correlation = question.correlation_id
    try:
        page = page_of(dialect, header, message, ids, national_id, correlation=correlation)
    except RegistryUnavailable as error:
        if error.facts.get("why") != "not_ready":  # a state on the way (rcvd, pdng) only says: wait on
            again_later(session, question, error)
        return correlation
    question.seen = [*question.seen, header["message_id"]]
    pages = [*(json.loads(question.raw) if question.raw else []), raw.decode()]
    question.raw = json.dumps(pages, ensure_ascii=False)
    _complete(session, question, page, [_again(dialect, one, ids, national_id) for one in pages])
    return correlation


def _again(dialect: Dialect, raw: str, ids: Ids, national_id: str) -> Page:
    """A page out of its kept bytes, whose signature was checked when they came."""
    body = json.loads(raw)
    return page_of(dialect, body["header"], body["message"], ids, national_id)


def _complete(session: Session, question: Question, page: Page, pages: list[Page]) -> None:
    records = tuple(record for one in pages for record in one.records)
    if len(records) >= page.total:
        take_answer(session, question, RegistryAnswer(records, page.as_of))
    elif not page.records or len(pages) >= MOST_PAGES:
        again_later(session, question, RegistryUnavailable(why="partial" if not page.records else TOO_MANY))
