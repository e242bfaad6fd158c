"""The journal is written with the act, numbered without gaps, and a change to it is found."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from detector.db import transaction
from detector.journal.models import Entry
from detector.journal.service import record, verify
from detector.staff.scope import Actor


def _write(count: int) -> None:
    for number in range(count):
        with transaction() as session:
            record(session, Actor.system(), "case.viewed", subject="case", subject_id=number, reason="سبب", share=0.5)


def test_entries_form_an_unbroken_chain(database: str) -> None:
    _write(3)
    with transaction(write=False) as session:
        assert verify(session) is None
        assert [e.subject_id for e in session.scalars(select(Entry).order_by(Entry.seq))][-3:] == [0, 1, 2]


def test_an_act_that_is_rolled_back_is_not_in_the_journal(database: str) -> None:
    with pytest.raises(RuntimeError), transaction() as session:
        record(session, Actor.system(), "case.viewed", subject="case", subject_id=77)
        raise RuntimeError
    with transaction(write=False) as session:
        assert session.scalar(select(Entry).where(Entry.subject_id == 77)) is None


def test_a_savepoint_does_not_write_the_journal_early(database: str) -> None:
    with transaction() as session:
        record(session, Actor.system(), "outer", subject="case")
        with session.begin_nested():
            record(session, Actor.system(), "inner", subject="case")
        assert session.scalar(select(Entry).where(Entry.action == "outer")) is None
    with transaction(write=False) as session:
        assert session.scalar(select(Entry).where(Entry.action == "inner")) is not None
        assert verify(session) is None


@pytest.mark.parametrize("tamper", ["change", "remove"])
def test_a_changed_or_missing_entry_is_found(database: str, tamper: str) -> None:
    _write(4)
    with transaction() as session:
        middle = session.scalars(select(Entry.seq).order_by(Entry.seq)).all()[-2]
        if tamper == "change":
            session.execute(update(Entry).where(Entry.seq == middle).values(reason="آخر"))
        else:
            session.execute(delete(Entry).where(Entry.seq == middle))
    with transaction(write=False) as session:
        assert verify(session) == middle


def test_parallel_transactions_on_postgres_keep_one_chain(postgres: str) -> None:
    threads = [threading.Thread(target=_write, args=(10,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with transaction(write=False) as session:
        assert verify(session) is None
        assert len(session.scalars(select(Entry).where(Entry.action == "case.viewed")).all()) == 40


def test_a_savepoint_that_is_given_up_takes_its_own_notes_and_no_earlier_ones(session: Session) -> None:
    record(session, Actor.system(), "before", subject="test")
    with pytest.raises(RuntimeError), session.begin_nested():
        record(session, Actor.system(), "inside", subject="test")
        raise RuntimeError
    with session.begin_nested():
        record(session, Actor.system(), "after", subject="test")
    session.commit()
    assert [entry.action for entry in session.scalars(select(Entry).order_by(Entry.seq))][-2:] == ["before", "after"]
    assert verify(session) is None
