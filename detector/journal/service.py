"""Writing to the journal. `record` notes an act; it is numbered and chained when the transaction commits.

Chaining at the very end keeps the chain's lock (an advisory lock on PostgreSQL) the last one that any transaction takes,
so two transactions can never wait for each other.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, select, text
from sqlalchemy.orm import Session, SessionTransaction

from detector.clock import now
from detector.journal.chain import GENESIS, digest, first_break
from detector.journal.models import Entry
from detector.staff.scope import Actor

_LOCK = 0x64616D616E  # "daman"


def record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    subject: str,
    subject_id: int | None = None,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Note that `actor` did `action` to `subject`/`subject_id`; it is stored with this transaction or not at all."""
    entry = Entry(
        at=now(),
        actor_id=actor.account_id,
        actor_name=actor.name if actor.account_id is None else f"account:{actor.account_id}",
        action=action,
        subject=subject,
        subject_id=subject_id,
        reason=reason,
        facts=facts,
    )
    session.info.setdefault("journal", []).append(entry)


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint is released; the edge is still to come
        return
    pending: list[Entry] = session.info.pop("journal", [])
    if not pending:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = session.execute(select(Entry.seq, Entry.hash).order_by(Entry.seq.desc()).limit(1)).first()
    seq, before = (last.seq, last.hash) if last else (0, GENESIS)
    for entry in pending:
        seq += 1
        entry.seq, entry.hash = seq, ""
        entry.hash = before = digest(before, entry)
    session.add_all(pending)


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    """Remember how much was noted before a savepoint."""
    if transaction.nested:
        session.info.setdefault("journal_marks", WeakKeyDictionary())[transaction] = len(
            session.info.get("journal", ())
        )


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, given_up: SessionTransaction) -> None:
    """What did not happen is not noted; what a savepoint was put after stays noted."""
    if given_up.nested or given_up.parent is None:
        before = session.info.get("journal_marks", {}).pop(given_up, 0)
        del session.info.get("journal", [])[before:]


def verify(session: Session) -> int | None:
    """The seq of the first broken entry, or None; reads in chunks, so it runs on any size."""
    return first_break(session.scalars(select(Entry).order_by(Entry.seq).execution_options(yield_per=5_000)))
