"""Reads of payment issues: the list of guided cases and the checklist of each payment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import visible
from detector.errors import BadInput
from detector.guidance.models import Payment, PaymentIssue, StepDone
from detector.guidance.rules import WARNINGS, Step, Track, Warning_, open_steps
from detector.staff.permissions import May
from detector.staff.scope import Actor


@dataclass(frozen=True, slots=True)
class PaymentChecklist:
    """`open_steps` in the article's order; a complaint is among them only after steps 1–3."""

    payment: Payment
    done: tuple[StepDone, ...]
    open_steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a guided case shows, in the order in which it is shown: the two warnings always come first."""

    warnings: tuple[Warning_, ...]
    issue: PaymentIssue
    payments: tuple[PaymentChecklist, ...]


@dataclass(frozen=True, slots=True)
class GuidedRow:
    case: Case
    issue: PaymentIssue


@dataclass(frozen=True, slots=True)
class Page:
    """`next`: give it as `after` for the following page; None on the last one."""

    items: list[GuidedRow]
    next: str | None


def checklist(session: Session, case: Case) -> list[PaymentChecklist]:
    """The case's payments, oldest first, with what is done and what comes next; nothing on the other tracks."""
    issue = session.get(PaymentIssue, case.id)
    if issue is None or issue.track is not Track.PAYMENT:
        return []
    payments = session.scalars(select(Payment).where(Payment.case_id == case.id).order_by(Payment.due)).all()
    steps = session.scalars(
        select(StepDone)
        .join(Payment, Payment.id == StepDone.payment_id)
        .where(Payment.case_id == case.id)
        .order_by(StepDone.at)
    ).all()
    made = []
    for payment in payments:
        done = tuple(step for step in steps if step.payment_id == payment.id)
        made.append(PaymentChecklist(payment, done, open_steps({Step(step.step) for step in done})))
    return made


def guidance_of(session: Session, case: Case) -> Guidance | None:
    """Warnings, track and checklists; None for a case that is no payment issue."""
    issue = session.get(PaymentIssue, case.id)
    return None if issue is None else Guidance(WARNINGS, issue, tuple(checklist(session, case)))


def page(
    session: Session, actor: Actor, *, after: str | None = None, limit: int = 25, track: Track | None = None,
    mine: bool = False,
) -> Page:  # fmt: skip
    """Open payment issues in the actor's scope, oldest first; `mine`: those passed to this officer.

    `after` is the last page's `next`.
    """
    actor.must(May.GUIDE_PAYMENT)
    if after is not None and not (after.isdecimal() and len(after) <= 10):
        raise BadInput(field="after", why="no_cursor")
    stmt = (
        visible(actor)
        .join(PaymentIssue, PaymentIssue.case_id == Case.id)
        .add_columns(PaymentIssue)
        .where(PaymentIssue.closed_at.is_(None), Case.status.not_in((Status.MERGED, Status.WITHDRAWN)))
        .order_by(Case.id)
        .limit(limit + 1)
    )
    if track is not None:
        stmt = stmt.where(PaymentIssue.track == track)
    if mine:
        stmt = stmt.where(PaymentIssue.escalated_to_id == actor.account_id)
    if after is not None:
        stmt = stmt.where(Case.id > int(after))
    rows = [GuidedRow(case, issue) for case, issue in session.execute(stmt)]
    return Page(rows[:limit], str(rows[limit - 1].case.id) if len(rows) > limit else None)
