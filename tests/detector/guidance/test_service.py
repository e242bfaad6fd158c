"""A payment issue from its opening to its end."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case, CaseMove
from detector.cases.service import NotHolder
from detector.errors import BadInput, NotFound
from detector.guidance.escalation import EscalationTooEarly, escalate
from detector.guidance.models import Payment, StepDone
from detector.guidance.queries import checklist, guidance_of, page
from detector.guidance.rules import BEFORE_COMPLAINT, WARNINGS, ComplaintTooEarly, PaymentState, Step, Track
from detector.guidance.service import (
    NotGuided,
    WrongTrack,
    add_payment,
    close,
    do_step,
    open_issue,
    set_payment_state,
    set_track,
    to_guidance,
    to_visit_queue,
)
from detector.journal.models import Entry
from detector.places.models import Office
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office

REJECTED = "دفعة الضمان مرفوضة والايبان باسمي"
STOPPED = "وقفوا الضمان عن الوالدة ولا قالوا السبب"


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def actor(session: Session, office: Office) -> Actor:
    return an_actor(session, office=office)


def guided(session: Session, office: Office, told: str = REJECTED, programme: str = "daman") -> Case:
    case = a_case(session, office=office, status=Status.GUIDED, kind="payment_issue")
    open_issue(session, case, programme=programme, text=told)
    session.flush()
    return case


def only_payment(session: Session, case: Case) -> Payment:
    return session.scalars(select(Payment).where(Payment.case_id == case.id)).one()


def test_the_pipeline_opens_one_issue_with_this_months_payment(session: Session, office: Office) -> None:
    with time_machine.travel("2026-03-31T22:30:00Z", tick=False):  # in Riyadh it is April already
        case = guided(session, office)
        open_issue(session, case, programme="daman", text=REJECTED)
    payment = only_payment(session, case)
    assert (payment.due, payment.state) == (date(2026, 4, 1), PaymentState.REJECTED)


def test_an_issue_takes_its_case_out_of_the_visit_queue(session: Session, office: Office) -> None:
    case = a_case(session, office=office, kind="payment_issue")
    open_issue(session, case, programme="unsaid", text=REJECTED)
    assert case.status is Status.GUIDED


@pytest.mark.parametrize(
    ("told", "programme", "expected"),
    [(STOPPED, "daman", Track.OBJECTION), (REJECTED, "other_support", Track.REFERRAL)],
)
def test_a_stop_or_another_programme_gets_warnings_and_no_steps(
    session: Session, office: Office, actor: Actor, told: str, programme: str, expected: Track
) -> None:
    case = guided(session, office, told, programme)
    shown = guidance_of(session, case)
    assert shown is not None
    assert (shown.warnings, shown.issue.track, shown.payments) == (WARNINGS, expected, ())
    with pytest.raises(WrongTrack):
        add_payment(session, actor, case.number, date(2026, 1, 1), PaymentState.REJECTED)


def test_the_two_warnings_stand_before_everything_else(session: Session, office: Office) -> None:
    shown = guidance_of(session, guided(session, office))
    assert shown is not None
    assert [w.value for w in shown.warnings] == ["keep_account", "keep_application"]
    assert next(iter(type(shown).__dataclass_fields__)) == "warnings"


def test_a_complaint_comes_after_the_first_three_steps_of_that_payment(
    session: Session, office: Office, actor: Actor
) -> None:
    case = guided(session, office)
    payment = only_payment(session, case)
    other = add_payment(session, actor, case.number, date(2025, 12, 15), PaymentState.SUSPENDED)
    for step in BEFORE_COMPLAINT:
        with pytest.raises(ComplaintTooEarly):
            do_step(session, actor, payment.id, Step.FINANCIAL_COMPLAINT)
        do_step(session, actor, payment.id, step)
    do_step(session, actor, payment.id, Step.FINANCIAL_COMPLAINT)
    with pytest.raises(ComplaintTooEarly):
        do_step(session, actor, other.id, Step.FINANCIAL_COMPLAINT)
    lists = {one.payment.id: one for one in checklist(session, case)}
    assert next(one.payment.due for one in lists.values()) == date(2025, 12, 1), "oldest first, by its month"
    assert lists[payment.id].open_steps == (Step.UPDATE_DATA,)
    assert Step.FINANCIAL_COMPLAINT not in lists[other.id].open_steps


def test_resuming_reschedules_a_held_payment_but_not_a_paid_one(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office)
    payment = only_payment(session, case)
    do_step(session, actor, payment.id, Step.RESUME_PAYMENT)
    assert payment.state is PaymentState.RESUMED
    other = add_payment(session, actor, case.number, date(2025, 11, 1), PaymentState.PAID)
    do_step(session, actor, other.id, Step.RESUME_PAYMENT)
    assert other.state is PaymentState.PAID


def test_a_step_ticked_twice_is_one_step_and_its_note_is_encrypted(
    session: Session, office: Office, actor: Actor
) -> None:
    payment = only_payment(session, guided(session, office))
    first = do_step(session, actor, payment.id, Step.LINK_IBAN, "الحساب ينتهي 7519")
    again = do_step(session, actor, payment.id, Step.LINK_IBAN, "شيء آخر")
    session.flush()
    assert again is first
    assert again.note == "الحساب ينتهي 7519"
    raw = session.execute(text("SELECT note FROM guidance_step_done")).scalar_one()
    assert b"7519" not in raw
    assert len(session.scalars(select(StepDone)).all()) == 1


def test_a_month_is_listed_once_and_none_to_come(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office)
    add_payment(session, actor, case.number, date(2025, 12, 20), PaymentState.REJECTED)
    for due in (date(2025, 12, 1), date(2999, 1, 1)):
        with pytest.raises(BadInput):
            add_payment(session, actor, case.number, due, PaymentState.REJECTED)


def test_a_beneficiary_in_need_joins_the_visit_queue_and_keeps_the_guidance(
    session: Session, office: Office, actor: Actor
) -> None:
    case = guided(session, office)
    with pytest.raises(BadInput):
        to_visit_queue(session, actor, case.number, " ")
    to_visit_queue(session, actor, case.number, "ما عندهم أكل في البيت")
    assert case.status is Status.QUEUED
    do_step(session, actor, only_payment(session, case).id, Step.LINK_IBAN)
    close(session, actor, case.number, "نزلت الدفعة")
    assert case.status is Status.QUEUED, "the visit goes on when the payment is settled"


def test_closing_decides_a_case_that_only_waited_for_guidance(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office)
    close(session, actor, case.number, f"نزلت الدفعة على SA{'0' * 22}")
    session.flush()
    assert case.status is Status.DECIDED
    move = session.scalars(select(CaseMove).where(CaseMove.new == Status.DECIDED)).one()
    assert "0000000000" not in (move.reason or ""), "what is kept for good holds no account number"
    for act in (close, escalate, to_visit_queue):
        with pytest.raises(NotGuided):
            act(session, actor, case.number, "مرة ثانية")
    assert page(session, actor).items == []


def test_an_issue_goes_higher_after_the_complaint(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office)
    with pytest.raises(EscalationTooEarly):
        escalate(session, actor, case.number, "لا حل من المنصة")
    payment = only_payment(session, case)
    for step in (*BEFORE_COMPLAINT, Step.FINANCIAL_COMPLAINT):
        do_step(session, actor, payment.id, step)
    assert escalate(session, actor, case.number, "لا حل من المنصة").escalated_at is not None
    objection = guided(session, office, STOPPED)
    assert escalate(session, actor, objection.number, "مضت مدة الرد").escalated_at is not None


def test_a_person_can_put_an_issue_on_another_track(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office, STOPPED)
    set_track(session, actor, case.number, Track.PAYMENT, "الحالة في المنصة: معلق")
    payment = add_payment(session, actor, case.number, date(2026, 1, 1), PaymentState.SUSPENDED)
    set_payment_state(session, actor, payment.id, PaymentState.PAID)
    session.commit()
    acts = session.scalars(
        select(Entry.action).where(Entry.subject == "case", Entry.subject_id == case.id).order_by(Entry.seq)
    ).all()
    assert acts == ["guidance.opened", "guidance.track_set", "guidance.payment_added", "guidance.payment_state"]


def test_guidance_stays_in_its_office_and_with_those_who_may(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office)
    payment = only_payment(session, case)
    stranger = an_actor(session, office=an_office(session))
    with pytest.raises(NotFound):
        do_step(session, stranger, payment.id, Step.LINK_IBAN)
    with pytest.raises(NotFound):
        close(session, stranger, case.number, "نزلت")
    assert page(session, stranger).items == []
    assert [row.case.number for row in page(session, actor).items] == [case.number]
    for role in (Role.JOURNALIST, Role.ADMIN):
        with pytest.raises(NotAllowed):
            page(session, an_actor(session, role))


def test_the_list_of_guided_cases_is_read_page_by_page(session: Session, office: Office, actor: Actor) -> None:
    cases = [guided(session, office) for _ in range(5)]
    guided(session, office, STOPPED)
    seen: list[str] = []
    after: str | None = None
    while True:
        shown = page(session, actor, after=after, limit=2, track=Track.PAYMENT)
        seen += [row.case.number for row in shown.items]
        after = shown.next
        if after is None:
            break
    assert seen == [case.number for case in cases]
    with pytest.raises(BadInput):
        page(session, actor, after="x")


def test_a_claimed_case_is_its_holders_to_give_back(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office)
    to_visit_queue(session, actor, case.number, "ما عندهم أكل في البيت")
    for status in (Status.QUEUED, Status.CLAIMED):
        case.status = status
        with pytest.raises(IllegalMove):
            to_visit_queue(session, actor, case.number, "مرة ثانية")


def test_a_claimed_case_that_is_a_payment_issue_goes_to_guidance(session: Session, office: Office) -> None:
    holder = an_account(session, office=office)
    case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    give = {"programme": "daman", "to": Track.PAYMENT, "reason": "الأسرة مسجلة والدفعة معلقة"}
    with pytest.raises(NotHolder):
        to_guidance(session, an_actor(session, office=office), case.number, **give)
    with pytest.raises(BadInput):
        to_guidance(session, Actor.of(holder), case.number, **(give | {"programme": "bank"}))
    to_guidance(session, Actor.of(holder), case.number, **give)
    assert (case.status, case.holder_id, case.lease_until) == (Status.GUIDED, None, None)
    add_payment(session, Actor.of(holder), case.number, date(2026, 1, 1), PaymentState.SUSPENDED)
    assert len(checklist(session, case)) == 1


def test_reasons_and_notes_have_their_limit(session: Session, office: Office, actor: Actor) -> None:
    case = guided(session, office)
    with pytest.raises(BadInput):
        set_track(session, actor, case.number, Track.OBJECTION, "س" * 501)
