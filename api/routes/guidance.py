"""Payment issues: the list, the checklist of each payment, and the check of an IBAN's writing."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.deps import Db, ReadDb, RowId, Signed
from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.guidance import queries, service
from detector.guidance.escalation import escalate as escalate_issue
from detector.guidance.models import PaymentIssue
from detector.guidance.reminders import Due
from detector.guidance.reminding import handle, open_reminders
from detector.guidance.rules import PaymentState, Step, Track, Warning_, check_iban
from detector.guidance.service import NotGuided
from detector.journal.service import record

router = APIRouter(prefix="/api/v1", tags=["guidance"])


class IssueOut(BaseModel):
    number: str
    status: str
    programme: str
    track: Track
    opened_at: datetime
    escalated_at: datetime | None
    escalated_to_id: int | None
    closed_at: datetime | None

    @classmethod
    def of(cls, case: Case, issue: PaymentIssue) -> IssueOut:
        return cls(
            number=case.number, status=case.status.value, programme=issue.programme, track=issue.track,
            opened_at=issue.opened_at, escalated_at=issue.escalated_at,
            escalated_to_id=issue.escalated_to_id, closed_at=issue.closed_at,
        )  # fmt: skip


class StepOut(BaseModel):
    step: Step
    at: datetime
    note: str | None


class PaymentOut(BaseModel):
    """`open_steps` in the article's order."""

    id: int
    due: date
    state: PaymentState
    done: list[StepOut]
    open_steps: list[Step]


class ReminderOut(BaseModel):
    id: int
    payment_id: int
    what: Due
    due: date


class GuidanceOut(BaseModel):
    """The warnings come first, whatever the track."""

    warnings: list[Warning_]
    issue: IssueOut
    payments: list[PaymentOut]
    reminders: list[ReminderOut]


class PageOut(BaseModel):
    items: list[IssueOut]
    next: str | None


class NewPayment(BaseModel):
    due: date
    state: PaymentState


class State(BaseModel):
    state: PaymentState


class Note(BaseModel):
    note: str | None = None


class Reason(BaseModel):
    reason: str


class Escalation(Reason):
    """`to_id`: the officer; null gives it to the one of the scope with the fewest open escalations."""

    to_id: int | None = None


class NewTrack(Reason):
    track: Track


class ToGuidance(NewTrack):
    programme: str


class Iban(BaseModel):
    iban: str


class IbanOut(BaseModel):
    """Whether it is written right, which does not say that the account is open. `why`: what to look at again."""

    valid: bool
    masked: str | None
    why: str | None


def _shown(db: Session, case: Case) -> GuidanceOut:
    found = queries.guidance_of(db, case)
    if found is None:
        raise NotGuided(case=case.number)
    payments = [
        PaymentOut(
            id=one.payment.id, due=one.payment.due, state=one.payment.state, open_steps=list(one.open_steps),
            done=[StepOut(step=Step(row.step), at=row.at, note=row.note) for row in one.done],
        )
        for one in found.payments
    ]  # fmt: skip
    reminders = [
        ReminderOut(id=one.id, payment_id=payment.id, what=one.what, due=one.due)
        for one, payment in open_reminders(db, case)
    ]
    return GuidanceOut(
        warnings=list(found.warnings), issue=IssueOut.of(case, found.issue), payments=payments, reminders=reminders
    )


@router.get("/guidance")
def page(
    db: ReadDb,
    actor: Signed,
    after: str | None = None,
    limit: int = Query(25, ge=1, le=100),
    track: Track | None = None,
    mine: bool = False,
) -> PageOut:
    """Open payment issues, oldest first; `mine`: those that were passed to this officer."""
    found = queries.page(db, actor, after=after, limit=limit, track=track, mine=mine)
    return PageOut(items=[IssueOut.of(row.case, row.issue) for row in found.items], next=found.next)


@router.get("/cases/{number}/guidance")
def read(number: str, db: Db, actor: Signed) -> GuidanceOut:
    case = get_case(db, actor, number)
    record(db, actor, "guidance.viewed", subject="case", subject_id=case.id)
    return _shown(db, case)


@router.post("/cases/{number}/guidance", status_code=201)
def to_guidance(number: str, given: ToGuidance, db: Db, actor: Signed) -> GuidanceOut:
    """A claimed case turns out to be a payment issue."""
    service.to_guidance(db, actor, number, programme=given.programme, to=given.track, reason=given.reason)
    return _shown(db, get_case(db, actor, number))


@router.post("/cases/{number}/guidance/payments", status_code=201)
def add_payment(number: str, given: NewPayment, db: Db, actor: Signed) -> GuidanceOut:
    service.add_payment(db, actor, number, given.due, given.state)
    return _shown(db, get_case(db, actor, number))


@router.put("/guidance/payments/{payment_id}/state")
def set_state(payment_id: RowId, given: State, db: Db, actor: Signed) -> State:
    return State(state=service.set_payment_state(db, actor, payment_id, given.state).state)


@router.put("/guidance/payments/{payment_id}/steps/{step}")
def do_step(payment_id: RowId, step: Step, given: Note, db: Db, actor: Signed) -> StepOut:
    """Ticking a step twice is one step; a complaint only after steps 1–3."""
    row = service.do_step(db, actor, payment_id, step, given.note)
    return StepOut(step=step, at=row.at, note=row.note)


@router.put("/cases/{number}/guidance/track")
def set_track(number: str, given: NewTrack, db: Db, actor: Signed) -> GuidanceOut:
    service.set_track(db, actor, number, given.track, given.reason)
    return _shown(db, get_case(db, actor, number))


@router.post("/cases/{number}/guidance/escalation")
def escalate(number: str, why: Escalation, db: Db, actor: Signed) -> GuidanceOut:
    escalate_issue(db, actor, number, why.reason, to_id=why.to_id)
    return _shown(db, get_case(db, actor, number))


@router.put("/cases/{number}/guidance/reminders/{reminder_id}")
def handle_reminder(number: str, reminder_id: RowId, db: Db, actor: Signed) -> GuidanceOut:
    """Somebody looked into it."""
    handle(db, actor, number, reminder_id)
    return _shown(db, get_case(db, actor, number))


@router.post("/cases/{number}/guidance/visit")
def to_visit_queue(number: str, why: Reason, db: Db, actor: Signed) -> GuidanceOut:
    """The beneficiary is also in need now."""
    return _shown(db, service.to_visit_queue(db, actor, number, why.reason))


@router.post("/cases/{number}/guidance/close")
def close(number: str, why: Reason, db: Db, actor: Signed) -> GuidanceOut:
    service.close(db, actor, number, why.reason)
    return _shown(db, get_case(db, actor, number))


@router.post("/iban-check")
def iban(given: Iban, actor: Signed) -> IbanOut:
    """Nothing is stored."""
    found = check_iban(given.iban)
    return IbanOut(valid=found.valid, masked=found.masked, why=found.why)
