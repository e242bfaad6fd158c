"""When a payment asks for attention again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.clock import now
from detector.errors import BadInput, NotFound
from detector.guidance.escalation import escalate, officers
from detector.guidance.models import Payment
from detector.guidance.queries import page
from detector.guidance.reminders import Due, Periods, Window, complaint_window, due
from detector.guidance.reminding import handle, open_reminders, raise_due, reminded_cases
from detector.guidance.rules import PAYMENT_MOVES, PaymentState, Step, move
from detector.guidance.service import do_step, open_issue, set_payment_state
from detector.places.models import Office
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office

PERIODS = Periods(step=7, complaint_answer=15, update=180, opens_day=10, window=30)
JULY, LISTED = date(2026, 7, 1), date(2026, 7, 2)
REJECTED = PaymentState.REJECTED
FIRST = {Step.LINK_IBAN: date(2026, 7, 3), Step.CHECK_BANK: date(2026, 7, 4)}
THREE = FIRST | {Step.RESUME_PAYMENT: date(2026, 7, 5)}


@pytest.mark.parametrize(
    ("state", "done", "expected"),
    [
        (REJECTED, {}, {Due.NEXT_STEP: date(2026, 7, 9)}),
        (REJECTED, FIRST, {Due.NEXT_STEP: date(2026, 7, 11)}),
        (
            PaymentState.RESUMED, THREE,
            {Due.PAYMENT_RUN: date(2026, 8, 1), Due.COMPLAINT_WINDOW: date(2026, 8, 2)},
        ),
        (REJECTED, THREE, {Due.NEXT_STEP: date(2026, 7, 12), Due.COMPLAINT_WINDOW: date(2026, 8, 2)}),
        (
            REJECTED, THREE | {Step.FINANCIAL_COMPLAINT: date(2026, 8, 3)},
            {Due.COMPLAINT_ANSWER: date(2026, 8, 18)},
        ),
        (
            REJECTED, {Step.UPDATE_DATA: date(2026, 7, 3)},
            {Due.NEXT_STEP: date(2026, 7, 10), Due.UPDATE_DATA: date(2026, 12, 30)},
        ),
        (PaymentState.PAID, THREE, {}),
    ],
)  # fmt: skip
def test_what_is_due_follows_from_what_was_done(
    state: PaymentState, done: dict[Step, date], expected: dict[Due, date]
) -> None:
    assert due(state, JULY, done, LISTED, PERIODS) == expected


def test_the_complaint_window_is_counted_from_its_day_of_the_month() -> None:
    assert complaint_window(JULY, PERIODS) == Window(date(2026, 7, 10), date(2026, 8, 9))


def test_steps_that_came_after_the_window_warn_of_no_window() -> None:
    late = dict.fromkeys(THREE, date(2026, 9, 1))
    assert Due.COMPLAINT_WINDOW not in due(REJECTED, JULY, late, LISTED, PERIODS)


def test_december_is_followed_by_january() -> None:
    done = dict.fromkeys(THREE, date(2026, 12, 5))
    assert due(PaymentState.RESUMED, JULY, done, LISTED, PERIODS)[Due.PAYMENT_RUN] == date(2027, 1, 1)


def test_what_is_known_of_a_payment_is_never_unlearned() -> None:
    assert all(PaymentState.UNKNOWN not in to for to in PAYMENT_MOVES.values())
    with pytest.raises(IllegalMove):
        move(PaymentState.PAID, PaymentState.RESUMED)
    assert move(PaymentState.PAID, PaymentState.PAID) is PaymentState.PAID


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def actor(session: Session, office: Office) -> Actor:
    return an_actor(session, office=office)


def guided(session: Session, office: Office, told: str = "دفعة الضمان مرفوضة والايبان باسمي") -> tuple[Case, Payment]:
    case = a_case(session, office=office, status=Status.GUIDED, kind="payment_issue")
    open_issue(session, case, programme="daman", text=told)
    session.flush()
    return case, session.scalars(select(Payment).where(Payment.case_id == case.id)).one()


def test_the_job_reminds_once_and_a_step_answers_it(session: Session, office: Office, actor: Actor) -> None:
    case, payment = guided(session, office)
    assert raise_due(session) == 0
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert (raise_due(session), raise_due(session)) == (1, 0)
        assert reminded_cases(session, actor) == {case.id}
        assert reminded_cases(session, an_actor(session, office=an_office(session))) == set()
        do_step(session, actor, payment.id, Step.LINK_IBAN)
        assert open_reminders(session, case) == []


def test_the_money_answers_every_reminder(session: Session, office: Office, actor: Actor) -> None:
    case, payment = guided(session, office)
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        raise_due(session)
        set_payment_state(session, actor, payment.id, PaymentState.PAID)
        assert open_reminders(session, case) == []


def test_a_reminder_is_handled_on_its_own_case(session: Session, office: Office, actor: Actor) -> None:
    case, _ = guided(session, office)
    other, _ = guided(session, office)
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        raise_due(session)
        [(reminder, _)] = open_reminders(session, case)
        with pytest.raises(NotFound):
            handle(session, actor, other.number, reminder.id)
        assert handle(session, actor, case.number, reminder.id).handled_by_id == actor.account_id
        assert open_reminders(session, case) == []


def test_a_payment_is_reached_through_its_own_case_only(session: Session, office: Office, actor: Actor) -> None:
    """Both cases are the actor's: the scope alone would let the wrong address pass."""
    _, payment = guided(session, office)
    other, _ = guided(session, office)
    with pytest.raises(NotFound):
        do_step(session, actor, payment.id, Step.LINK_IBAN, of_case=other.number)
    with pytest.raises(NotFound):
        set_payment_state(session, actor, payment.id, PaymentState.PAID, of_case=other.number)


def test_an_escalation_lands_on_the_desk_with_the_fewest(session: Session, office: Office, actor: Actor) -> None:
    one, two = (an_account(session, Role.SUPERVISOR, office=office) for _ in range(2))
    stranger = an_account(session, Role.SUPERVISOR, office=an_office(session, region="MK"))
    stop = "وقفوا الضمان عن الوالدة ولا قالوا السبب"
    cases = []
    for _ in range(2):
        case = a_case(session, office=office, status=Status.GUIDED, kind="payment_issue")
        open_issue(session, case, programme="daman", text=stop)
        cases.append(case)
    taken = [escalate(session, actor, case.number, "مضت مدة الرد").escalated_to_id for case in cases]
    assert set(taken) <= {account.id for account in officers(session, cases[0])}
    assert len(set(taken)) == 2
    assert {one.id, two.id} & set(taken)
    with pytest.raises(BadInput):
        escalate(session, actor, cases[0].number, "مضت مدة الرد", to_id=stranger.id)
    mine = page(session, Actor.of(one), mine=True)
    assert all(row.issue.escalated_to_id == one.id for row in mine.items)
