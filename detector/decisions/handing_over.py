"""The hand-off to the registry as a file: whole national IDs, each a reveal in the journal before it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from detector.clock import RIYADH
from detector.db import transaction
from detector.decisions.queries import Handoff, handoffs
from detector.journal.service import record
from detector.registry.service import checked_reason, reveal_id
from detector.staff.permissions import May
from detector.staff.scope import Actor

CHUNK = 100  # households in one transaction, and in memory at once


@dataclass(frozen=True, slots=True)
class HandoffRecord:
    """A person to be registered. `decided_on` in Riyadh."""

    case: str
    office_id: int | None
    decided_on: date
    person: int
    national_id: str
    full_name: str


def hand_over(actor: Actor, reason: str) -> Iterator[list[HandoffRecord]]:
    """Every household decided REGISTERED whose consent stands, a chunk at a time, committed before it is given out.

    A file that breaks off has every number that left it in the journal. Raises `NotAllowed` and `BadInput` at once, before
    the first chunk is asked for.
    """
    actor.must(May.READ_CASE)
    actor.must(May.REVEAL_ID)
    return _chunks(actor, checked_reason(reason))


def _chunks(actor: Actor, reason: str) -> Iterator[list[HandoffRecord]]:
    after: str | None = None
    while True:
        with transaction() as session:
            rows = handoffs(session, actor, after=after, limit=CHUNK)
            made = _records(session, actor, rows, reason)
        if not rows:
            return
        after = rows[-1].number
        yield made


def _records(session: Session, actor: Actor, rows: list[Handoff], reason: str) -> list[HandoffRecord]:
    if rows:
        record(
            session, actor, "handoffs.exported", subject="handoffs", cases=[row.number for row in rows], reason=reason
        )
    return [
        HandoffRecord(
            row.number, row.office_id, row.decided_at.astimezone(RIYADH).date(), person.id,
            reveal_id(session, actor, row.number, person.id, reason), person.full_name,
        )
        for row in rows
        for person in row.persons
    ]  # fmt: skip
