"""An objection: taken in time or late, answered by somebody who had no part in the decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.clock import RIYADH, now
from detector.decisions.objecting import (
    NoObjection,
    NothingDecided,
    NotImpartial,
    ObjectionOpen,
    answer_objection,
    clock,
    file_objection,
    is_late,
    waiting_objections,
    withdraw_objection,
)
from detector.decisions.objections import MOVES, Clock, ObjectionState, move
from detector.decisions.queries import decision_of
from detector.decisions.rules import Outcome
from detector.decisions.service import propose, second
from detector.errors import BadInput
from detector.places.models import Office
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import an_actor

GROUNDS = "تقول الأسرة إن الباحث لم يسأل عنها"


@pytest.fixture
def second_officer(session: Session, office: Office) -> Actor:
    return an_actor(session, Role.SUPERVISOR, office=office)


@pytest.fixture
def decided(session: Session, case: Case, me: Actor, second_officer: Actor) -> Case:
    propose(
        session, me, case.number, outcome=Outcome.NOT_A_CASE, reason="إعلان لا حالة فيه", reason_code="announcement"
    )
    second(session, second_officer, case.number, agree=True)
    return case


@pytest.fixture
def another(session: Session, office: Office) -> Actor:
    return an_actor(session, Role.SUPERVISOR, office=office)


def test_an_objection_that_is_upheld_opens_the_case_again(
    session: Session, decided: Case, me: Actor, another: Actor
) -> None:
    filed = file_objection(session, me, decided.number, GROUNDS)
    assert filed.answer_due == filed.filed_on + timedelta(days=clock().answer_within)
    assert [one.id for _, one in waiting_objections(session, another)] == [filed.id]
    answered = answer_objection(session, another, decided.number, uphold=True, answer="لم يُسأل عنها")
    assert (answered.state, decided.status) == (ObjectionState.UPHELD, Status.QUEUED)
    assert waiting_objections(session, another) == []


def test_one_that_is_rejected_leaves_the_decision_and_its_reasons(
    session: Session, decided: Case, me: Actor, another: Actor
) -> None:
    file_objection(session, me, decided.number, GROUNDS)
    answered = answer_objection(session, another, decided.number, uphold=False, answer="النص إعلان تجاري")
    assert (answered.state, answered.answer) == (ObjectionState.REJECTED, "النص إعلان تجاري")
    assert decided.status is Status.DECIDED


def test_nobody_answers_an_objection_to_a_decision_of_their_own(
    session: Session, decided: Case, me: Actor, second_officer: Actor
) -> None:
    file_objection(session, me, decided.number, GROUNDS)
    with pytest.raises(NotImpartial):
        answer_objection(session, second_officer, decided.number, uphold=False, answer="كما قررت")
    with pytest.raises(NotAllowed):
        answer_objection(session, me, decided.number, uphold=False, answer="كما قررت")
    assert waiting_objections(session, second_officer) == []


def test_a_late_objection_is_taken_and_marked(session: Session, decided: Case, me: Actor) -> None:
    decision = decision_of(session, decided)
    assert decision is not None
    assert decision.seconded_at is not None
    decision.seconded_at -= timedelta(days=clock().file_within + 1)
    assert is_late(file_objection(session, me, decided.number, GROUNDS), decision)


def test_an_objection_waits_alone(session: Session, decided: Case, me: Actor) -> None:
    file_objection(session, me, decided.number, GROUNDS)
    with pytest.raises(ObjectionOpen):
        file_objection(session, me, decided.number, GROUNDS)
    withdraw_objection(session, me, decided.number, "اتصلت ربة الأسرة")
    with pytest.raises(NoObjection):
        withdraw_objection(session, me, decided.number, "اتصلت ربة الأسرة")
    assert file_objection(session, me, decided.number, GROUNDS).state is ObjectionState.FILED


def test_there_is_nothing_to_object_to_before_a_decision(session: Session, case: Case, me: Actor) -> None:
    with pytest.raises(NothingDecided):
        file_objection(session, me, case.number, GROUNDS)


@pytest.mark.parametrize("days", [-400, 1])
def test_an_objection_comes_after_its_decision_and_not_tomorrow(
    session: Session, decided: Case, me: Actor, days: int
) -> None:
    on = now().astimezone(RIYADH).date() + timedelta(days=days)
    with pytest.raises(BadInput):
        file_objection(session, me, decided.number, GROUNDS, on=on)


def test_an_answer_is_given_once() -> None:
    for state, to in MOVES.items():
        if state is not ObjectionState.FILED:
            assert to == frozenset()
    with pytest.raises(IllegalMove):
        move(ObjectionState.REJECTED, ObjectionState.UPHELD)


def test_a_period_without_a_source_is_not_verified() -> None:
    assert not Clock(60, 60).verified
    assert Clock(60, 60, "اللائحة، المادة 1").verified
