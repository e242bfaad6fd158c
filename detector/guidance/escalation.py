"""Passing an issue higher, to an officer by name: so that it waits on somebody's desk and not on everybody's."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.cases.written import reason as checked_reason
from detector.clock import now
from detector.errors import BadInput, DetectorError
from detector.guidance.models import Payment, PaymentIssue, StepDone
from detector.guidance.rules import Step, Track
from detector.guidance.service import open_one
from detector.journal.service import record
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.scope import Actor


class EscalationTooEarly(DetectorError):
    """A payment goes higher when its complaint did not help; facts: `missing`."""

    code, status = "G604", 409


def officers(session: Session, case: Case) -> list[Account]:
    """Supervisors whose scope holds the case, those with the fewest open escalations first."""
    waiting = (
        select(func.count())
        .select_from(PaymentIssue)
        .where(PaymentIssue.escalated_to_id == Account.id, PaymentIssue.closed_at.is_(None))
        .scalar_subquery()
    )
    everywhere = and_(Account.office_id.is_(None), Account.region_code.is_(None))
    theirs = [everywhere]
    if case.office_id is not None:
        theirs.append(Account.office_id == case.office_id)
    if case.region_code is not None:
        theirs.append(and_(Account.office_id.is_(None), Account.region_code == case.region_code))
    nobodys = case.office_id is None and case.region_code is None
    stmt = select(Account).where(Account.role == Role.SUPERVISOR, Account.active)
    if not nobodys:
        stmt = stmt.where(or_(*theirs))
    return list(session.scalars(stmt.order_by(waiting, Account.id)))


def escalate(session: Session, actor: Actor, number: str, reason: str, *, to_id: int | None = None) -> PaymentIssue:
    """Pass the issue to an officer (`to_id`), or to the one with the fewest; on the payment track only after a complaint (T3).

    Where no supervisor's scope holds the case it is marked and waits for one. Raises `EscalationTooEarly`, `BadInput`.
    """
    case, issue = open_one(session, actor, number)
    complained = select(StepDone.step).join(Payment, Payment.id == StepDone.payment_id).where(
        Payment.case_id == case.id, StepDone.step == Step.FINANCIAL_COMPLAINT.value
    )  # fmt: skip
    if issue.track is Track.PAYMENT and session.scalar(complained.limit(1)) is None:
        raise EscalationTooEarly(missing=[Step.FINANCIAL_COMPLAINT.value])
    may = {account.id: account for account in officers(session, case)}
    if to_id is not None and to_id not in may:
        raise BadInput(field="to_id", why="not_in_scope")
    why = checked_reason(reason)
    issue.escalated_at = now()
    issue.escalated_to_id = to_id if to_id is not None else next(iter(may), None)
    record(
        session, actor, "guidance.escalated", subject="case", subject_id=case.id, reason=why,
        officer=issue.escalated_to_id,
    )  # fmt: skip
    return issue
