"""Two second officers at once, on a real PostgreSQL: the database picks one."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.db import transaction
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.decisions.service import NothingToSecond, propose, second
from detector.journal.models import Entry
from detector.journal.service import verify
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres")
def test_of_two_officers_who_second_at_once_one_wins() -> None:
    rounds = 5
    with transaction() as session:
        office = an_office(session)
        holder = an_account(session, office=office)
        officers = [an_actor(session, Role.SUPERVISOR, office=office) for _ in range(2)]
        numbers = [a_case(session, office=office, status=Status.CLAIMED, holder=holder).number for _ in range(rounds)]
        for number in numbers:
            propose(
                session,
                Actor.of(holder),
                number,
                outcome=Outcome.NOT_A_CASE,
                reason="إعلان لا حالة فيه",
                reason_code="announcement",
            )

    for number in numbers:
        start = threading.Barrier(2)

        def say(officer: Actor, agree: bool, number: str = number, start: threading.Barrier = start) -> str:
            start.wait()
            try:
                with transaction() as session:
                    note = "يلزم اتصال بالمرسل أولا"
                    return second(session, officer, number, agree=agree, note=note).state.value
            except NothingToSecond:
                return "late"

        with ThreadPoolExecutor(2) as pool:
            said = sorted(pool.map(say, officers, (True, False)))
        assert said in (["final", "late"], ["late", "returned"])

    with transaction() as session:
        states = session.scalars(select(Decision.state)).all()
        assert DecisionState.PROPOSED not in states
        for case in session.scalars(select(Case)):
            assert case.status in (Status.DECIDED, Status.CLAIMED)
        seconded = session.scalars(select(Entry).where(Entry.action.in_(("decision.seconded", "decision.returned"))))
        assert len(seconded.all()) == rounds
        assert verify(session) is None
