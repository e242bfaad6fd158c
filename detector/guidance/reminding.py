"""Reminders as rows: raised by a job on their day, once each; settled by a step, by the money, or by whoever looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import get_case, visible
from detector.clock import RIYADH, now
from detector.config import settings
from detector.errors import NotFound
from detector.guidance.models import Payment, PaymentIssue, Reminder, StepDone
from detector.guidance.reminders import Due, Periods, due
from detector.guidance.rules import PaymentState, Step, Track
from detector.journal.service import record
from detector.staff.permissions import May
from detector.staff.scope import Actor

CHUNK = 500  # payments that are held in memory at once


def periods() -> Periods:
    """The periods of this deployment."""
    ours = settings()
    return Periods(
        ours.guidance_step_days, ours.complaint_answer_days, ours.data_update_days, ours.complaint_opens_day,
        ours.complaint_days,
    )  # fmt: skip


def raise_due(session: Session) -> int:
    """Write down what is due today and was not yet raised; how many there were. A job: it tells staff, and nobody else."""
    today, raised, last = now().astimezone(RIYADH).date(), 0, 0
    while rows := _payments(session, after=last):
        last = rows[-1][0].id
        ids = [payment.id for payment, _ in rows]
        done: dict[int, dict[Step, date]] = defaultdict(dict)
        for step in session.scalars(select(StepDone).where(StepDone.payment_id.in_(ids))):
            done[step.payment_id][Step(step.step)] = step.at.astimezone(RIYADH).date()
        known = select(Reminder.payment_id, Reminder.what, Reminder.due).where(Reminder.payment_id.in_(ids))
        there = {tuple(row) for row in session.execute(known)}
        for payment, issue in rows:
            since = (payment.listed_at or issue.opened_at).astimezone(RIYADH).date()
            for what, on in due(payment.state, payment.due, done[payment.id], since, periods()).items():
                if on <= today and (payment.id, what, on) not in there:
                    session.add(Reminder(payment_id=payment.id, what=what, due=on, raised_at=now()))
                    record(
                        session, Actor.system(), "guidance.reminder", subject="case", subject_id=payment.case_id,
                        payment=payment.id, what=what.value,
                    )  # fmt: skip
                    raised += 1
        session.flush()
    return raised


def _payments(session: Session, *, after: int) -> list[tuple[Payment, PaymentIssue]]:
    rows = session.execute(
        select(Payment, PaymentIssue)
        .join(PaymentIssue, PaymentIssue.case_id == Payment.case_id)
        .join(Case, Case.id == Payment.case_id)
        .where(
            Payment.id > after,
            Payment.state != PaymentState.PAID,
            PaymentIssue.closed_at.is_(None),
            PaymentIssue.track == Track.PAYMENT,
            Case.status.not_in((Status.MERGED, Status.WITHDRAWN)),
        )
        .order_by(Payment.id)
        .limit(CHUNK)
    )
    return [(payment, issue) for payment, issue in rows]


def settle(session: Session, actor: Actor, payment: Payment, what: Set[Due]) -> None:
    """What was done answers these reminders."""
    session.execute(
        update(Reminder)
        .where(Reminder.payment_id == payment.id, Reminder.what.in_(what), Reminder.handled_at.is_(None))
        .values(handled_at=now(), handled_by_id=actor.account_id)
    )


def handle(session: Session, actor: Actor, number: str, reminder_id: int) -> Reminder:
    """Somebody looked into it. Handling it twice is handling it once. Raises `NotFound` for one of another case."""
    actor.must(May.GUIDE_PAYMENT)
    case = get_case(session, actor, number, lock=True)
    reminder = session.scalar(
        select(Reminder)
        .join(Payment, Payment.id == Reminder.payment_id)
        .where(Reminder.id == reminder_id, Payment.case_id == case.id)
    )
    if reminder is None:
        raise NotFound(reminder=reminder_id)
    if reminder.handled_at is None:
        reminder.handled_at, reminder.handled_by_id = now(), actor.account_id
        record(
            session, actor, "guidance.reminder_handled", subject="case", subject_id=case.id,
            payment=reminder.payment_id, what=reminder.what.value,
        )  # fmt: skip
    return reminder


def open_reminders(session: Session, case: Case) -> list[tuple[Reminder, Payment]]:
    """What asks for attention now, the oldest first; nothing once the issue is closed."""
    rows = session.execute(
        select(Reminder, Payment)
        .join(Payment, Payment.id == Reminder.payment_id)
        .join(PaymentIssue, PaymentIssue.case_id == Payment.case_id)
        .where(Payment.case_id == case.id, Reminder.handled_at.is_(None), PaymentIssue.closed_at.is_(None))
        .order_by(Reminder.due, Reminder.id)
    )
    return [(reminder, payment) for reminder, payment in rows]


def reminded_cases(session: Session, actor: Actor) -> set[int]:
    """Ids of the cases in the actor's scope that something is due for."""
    actor.must(May.GUIDE_PAYMENT)
    rows = session.scalars(
        visible(actor)
        .join(PaymentIssue, PaymentIssue.case_id == Case.id)
        .join(Payment, Payment.case_id == Case.id)
        .join(Reminder, Reminder.payment_id == Payment.id)
        .where(Reminder.handled_at.is_(None), PaymentIssue.closed_at.is_(None))
        .with_only_columns(Case.id)
        .distinct()
    )
    return set(rows)
