"""The life of a case moves only along its table, and every move is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from detector.cases.lifecycle import MOVES, IllegalMove, Status, move
from detector.cases.queries import moves_of
from detector.cases.service import LeaseExpired, NotHolder, must_hold, set_status
from detector.clock import now
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office


def test_every_status_has_its_row_and_nothing_leaves_withdrawn() -> None:
    assert set(MOVES) == set(Status)
    assert MOVES[Status.WITHDRAWN] == frozenset()


def test_every_status_can_be_reached_from_the_queue_or_by_opening() -> None:
    reached, frontier = {Status.QUEUED}, [Status.QUEUED]
    while frontier:
        for to in MOVES[frontier.pop()] - reached:
            reached.add(to)
            frontier.append(to)
    assert reached == set(Status)


@pytest.mark.parametrize("now_", list(Status))
@pytest.mark.parametrize("to", list(Status))
def test_a_move_is_legal_exactly_when_the_table_has_it(now_: Status, to: Status) -> None:
    if to in MOVES[now_]:
        assert move(now_, to) is to
    else:
        with pytest.raises(IllegalMove):
            move(now_, to)


def test_changing_a_status_writes_the_move(session: Session) -> None:
    case, actor = a_case(session), an_actor(session)
    set_status(session, case, Status.CLAIMED, by=actor, reason="قريبة منا")
    session.flush()
    last = moves_of(session, case)[-1]
    assert (last.old, last.new, last.by_id, last.reason) == (
        Status.QUEUED, Status.CLAIMED, actor.account_id, "قريبة منا",
    )  # fmt: skip


def test_only_the_holder_works_on_a_case_and_only_while_the_lease_runs(session: Session) -> None:
    office = an_office(session)
    holder = an_account(session, office=office)
    case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    with pytest.raises(NotHolder):
        must_hold(case, an_actor(session, office=office))
    must_hold(case, Actor.of(holder))
    with time_machine.travel(now() + timedelta(hours=73), tick=False), pytest.raises(LeaseExpired):
        must_hold(case, Actor.of(holder))
