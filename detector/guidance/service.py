"""Payment issues: opened by the pipeline, led step by step by staff, beside the visit queue or, when need is told, in it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.queries import get_case, visible
from detector.cases.service import must_hold, set_status
from detector.cases.written import MOST_REASON, written
from detector.cases.written import reason as checked_reason
from detector.clock import RIYADH, now
from detector.errors import BadInput, DetectorError, NotFound
from detector.guidance.cues import payment_state, track
from detector.guidance.models import Payment, PaymentIssue, StepDone
from detector.guidance.reminders import SETTLED_BY, Due
from detector.guidance.reminding import settle
from detector.guidance.rules import PaymentState, Step, Track, check, check_iban, move
from detector.journal.service import record
from detector.staff.permissions import May
from detector.staff.scope import Actor
from nlp_models.types import PROGRAMMES

__all__ = [
    "add_payment", "check_iban", "close", "do_step", "open_issue", "open_one", "set_payment_state", "set_track",
    "to_guidance", "to_visit_queue",
]  # fmt: skip


class NotGuided(DetectorError):
    """The case has no open payment issue; facts: `case`."""

    code, status = "G601", 409


class WrongTrack(DetectorError):
    """The steps are for payments; this issue is an objection or a referral. Facts: `track`."""

    code, status = "G603", 409


def open_issue(session: Session, case: Case, *, programme: str, text: str, on: date | None = None) -> PaymentIssue:
    """The payment issue of a case, on its track, with this month's payment in the state that `text` names.

    Called by the pipeline in the transaction that opened the case; the text is read and not kept. A case in the visit
    queue moves to guidance. The same case again gives the same issue.
    """
    issue = session.get(PaymentIssue, case.id)
    if issue is not None:
        return issue
    issue = PaymentIssue(case_id=case.id, programme=programme, track=track(programme, text), opened_at=now())
    session.add(issue)
    session.flush()
    if issue.track is Track.PAYMENT:
        due = (on or _today()).replace(day=1)
        session.add(Payment(case_id=case.id, due=due, state=payment_state(text), listed_at=now()))
    if case.status is Status.QUEUED:
        set_status(session, case, Status.GUIDED, by=Actor.system())
    record(
        session, Actor.system(), "guidance.opened", subject="case", subject_id=case.id,
        programme=programme, track=issue.track.value,
    )  # fmt: skip
    return issue


def to_guidance(session: Session, actor: Actor, number: str, *, programme: str, to: Track, reason: str) -> PaymentIssue:
    """A claimed case turns out to be a payment issue: its holder gives it to guidance, where it needs no visit.

    Raises `BadInput` (programme, reason), `NotHolder`, `LeaseExpired`, `IllegalMove` for a case that is not claimed.
    """
    actor.must(May.GUIDE_PAYMENT)
    case = get_case(session, actor, number, lock=True)
    must_hold(case, actor)
    if programme not in PROGRAMMES:
        raise BadInput(field="programme", why="unknown")
    why = checked_reason(reason)
    set_status(session, case, Status.GUIDED, by=actor, reason=why)
    case.holder_id = case.lease_until = None
    issue = session.get(PaymentIssue, case.id)
    if issue is None:
        issue = PaymentIssue(case_id=case.id, opened_at=now())
        session.add(issue)
    issue.programme, issue.track, issue.closed_at = programme, to, None
    session.flush()
    record(
        session, actor, "guidance.opened", subject="case", subject_id=case.id, reason=why,
        programme=programme, track=to.value,
    )  # fmt: skip
    return issue


def _today() -> date:
    return now().astimezone(RIYADH).date()


def open_one(session: Session, actor: Actor, number: str) -> tuple[Case, PaymentIssue]:
    """The case, locked, and its open issue. Raises `NotFound`, `NotGuided`, `NotAllowed`."""
    actor.must(May.GUIDE_PAYMENT)
    case = get_case(session, actor, number, lock=True)
    issue = session.get(PaymentIssue, case.id)
    if issue is None or issue.closed_at is not None:
        raise NotGuided(case=case.number)
    return case, issue


def _payment(session: Session, actor: Actor, payment_id: int, of_case: str | None) -> tuple[Payment, PaymentIssue]:
    """The payment, with its case locked. Raises `NotFound` also for a payment of another case than `of_case`."""
    number = session.scalar(
        visible(actor)
        .join(Payment, Payment.case_id == Case.id)
        .where(Payment.id == payment_id)
        .with_only_columns(Case.number)
    )
    if number is None or of_case not in (None, number):
        raise NotFound(payment=payment_id)
    _, issue = open_one(session, actor, number)
    return session.get_one(Payment, payment_id), issue


def set_track(session: Session, actor: Actor, number: str, to: Track, reason: str) -> PaymentIssue:
    """A person knows better than the words: put the issue on another track."""
    case, issue = open_one(session, actor, number)
    record(
        session, actor, "guidance.track_set", subject="case", subject_id=case.id, reason=checked_reason(reason),
        old=issue.track.value, new=to.value,
    )  # fmt: skip
    issue.track = to
    return issue


def add_payment(session: Session, actor: Actor, number: str, due: date, state: PaymentState) -> Payment:
    """One more payment that did not arrive, by the month it was due. Raises `BadInput` for a month to come or one listed."""
    case, issue = open_one(session, actor, number)
    if issue.track is not Track.PAYMENT:
        raise WrongTrack(track=issue.track.value)
    month = due.replace(day=1)
    if month > _today():
        raise BadInput(field="due", why="in_the_future")
    if session.scalar(select(Payment.id).where(Payment.case_id == case.id, Payment.due == month)):
        raise BadInput(field="due", why="listed")
    payment = Payment(case_id=case.id, due=month, state=state, listed_at=now())
    session.add(payment)
    session.flush()
    _note(session, actor, "guidance.payment_added", payment, state=state.value)
    return payment


def set_payment_state(
    session: Session, actor: Actor, payment_id: int, state: PaymentState, *, of_case: str | None = None
) -> Payment:
    """What became of a payment; one that arrived needs no more reminders. Raises `IllegalMove`, `NotFound`."""
    payment, _ = _payment(session, actor, payment_id, of_case)
    if payment.state is not move(payment.state, state):
        _note(session, actor, "guidance.payment_state", payment, old=payment.state.value, state=state.value)
        payment.state = state
    if state is PaymentState.PAID:
        settle(session, actor, payment, frozenset(Due))
    return payment


def do_step(
    session: Session, actor: Actor, payment_id: int, step: Step, note: str | None = None, *, of_case: str | None = None
) -> StepDone:
    """Tick a step; a step that is ticked stays as it was. Raises `ComplaintTooEarly` before steps 1–3, `WrongTrack`."""
    payment, issue = _payment(session, actor, payment_id, of_case)
    if issue.track is not Track.PAYMENT:
        raise WrongTrack(track=issue.track.value)
    rows = {row.step: row for row in session.scalars(select(StepDone).where(StepDone.payment_id == payment.id))}
    if step.value in rows:
        return rows[step.value]
    check(step, {Step(done) for done in rows})
    row = StepDone(
        payment_id=payment.id,
        step=step.value,
        at=now(),
        by_id=actor.account_id,
        note=written(note, "note", most=MOST_REASON),
    )
    session.add(row)
    if step is Step.RESUME_PAYMENT and payment.state is not PaymentState.PAID:
        payment.state = move(payment.state, PaymentState.RESUMED)
    settle(session, actor, payment, SETTLED_BY[step])
    _note(session, actor, "guidance.step_done", payment, step=step.value)
    return row


def _note(session: Session, actor: Actor, act: str, payment: Payment, **facts: str) -> None:
    record(session, actor, act, subject="case", subject_id=payment.case_id, reason=None, payment=payment.id, **facts)


def to_visit_queue(session: Session, actor: Actor, number: str, reason: str) -> Case:
    """The beneficiary is also in need now: the case joins the visit queue, and its payment issue stays open beside it."""
    case, _ = open_one(session, actor, number)
    if case.status is not Status.GUIDED:  # a claimed case is its holder's to give back
        raise IllegalMove(now=case.status.value, to=Status.QUEUED.value)
    set_status(session, case, Status.QUEUED, by=actor, reason=checked_reason(reason))
    return case


def close(session: Session, actor: Actor, number: str, reason: str) -> PaymentIssue:
    """The issue is settled, or passed to where it belongs. A case that only waited for guidance is decided with it."""
    case, issue = open_one(session, actor, number)
    why = checked_reason(reason)
    issue.closed_at = now()
    record(session, actor, "guidance.closed", subject="case", subject_id=case.id, reason=why)
    if case.status is Status.GUIDED:
        set_status(session, case, Status.DECIDED, by=actor, reason=why)
    return issue
