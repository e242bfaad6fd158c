"""Proposing, seconding and reopening. The rules say what is missing; the word is a person's, and an adverse one two persons'."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.queries import get_case, moves_of
from detector.cases.service import must_hold, set_status
from detector.cases.written import written
from detector.clock import now
from detector.config import settings
from detector.decisions.models import Decision
from detector.decisions.queries import decision_of, known
from detector.decisions.rules import ADVERSE, DecisionState, Outcome, fits, missing, move
from detector.errors import BadInput, DetectorError
from detector.journal.service import record
from detector.registry.queries import persons_of
from detector.registry.service import MOST_REASON, checked_reason, reveal_id
from detector.staff.permissions import May
from detector.staff.scope import Actor


class DecisionIncomplete(DetectorError):
    """The file lacks something for this outcome; facts: `outcome`, `missing` (codes of decisions.rules)."""

    code, status = "E501", 409


class SameOfficer(DetectorError):
    """Who proposed a decision cannot second it; facts: `case`."""

    code, status = "E502", 409


class NothingToSecond(DetectorError):
    """No proposal waits: there was none, or a colleague was quicker; facts: `case`."""

    code, status = "E503", 409


def propose(
    session: Session, actor: Actor, number: str, *, outcome: Outcome, reason: str, reason_code: str | None = None
) -> Decision:
    """Decide a case that one holds. An adverse outcome waits for its second officer; the others are final at once.

    Raises `DecisionIncomplete`, `BadInput` (reason, reason_code), `NotHolder`, `LeaseExpired`, `IllegalMove`.
    """
    actor.must(May.PROPOSE_DECISION)
    case = get_case(session, actor, number, lock=True)
    must_hold(case, actor)
    to = Status.PROPOSED if outcome in ADVERSE else Status.DECIDED
    if case.status not in (Status.CLAIMED, Status.VISITED):
        raise IllegalMove(now=case.status.value, to=to.value)
    why = checked_reason(reason)
    if not fits(outcome, reason_code):
        raise BadInput(field="reason_code", why="not_this_outcome")
    if lacks := missing(outcome, known(session, case), reason_code):
        raise DecisionIncomplete(outcome=outcome.value, missing=list(lacks))
    state = DecisionState.PROPOSED if to is Status.PROPOSED else DecisionState.FINAL
    decision = Decision(
        case_id=case.id, outcome=outcome, reason_code=reason_code, reason=why, state=state,
        proposed_by_id=actor.account_id, proposed_at=now(),
    )  # fmt: skip
    session.add(decision)
    session.flush()
    _move(session, case, to, actor)
    _note(session, actor, "decision.proposed", decision)
    return decision


def _move(session: Session, case: Case, to: Status, actor: Actor) -> None:
    """A decided case is nobody's; one that was sent back is its holder's again, under a new lease."""
    set_status(session, case, to, by=actor)
    leased = to is Status.CLAIMED
    case.lease_until = now() + timedelta(hours=settings().lease_hours) if leased else None
    if to is Status.DECIDED:
        case.holder_id = None


def _note(session: Session, actor: Actor, act: str, decision: Decision) -> None:
    record(
        session, actor, act, subject="case", subject_id=decision.case_id, decision=decision.id,
        outcome=decision.outcome.value, reason_code=decision.reason_code, state=decision.state.value,
    )  # fmt: skip


def second(session: Session, actor: Actor, number: str, *, agree: bool, note: str | None = None) -> Decision:
    """The second officer's word: agreed, the case is decided; sent back, its holder works on. A "no" needs a note.

    Raises `SameOfficer`, `NothingToSecond` (also when a colleague was quicker), `BadInput`, `NotAllowed`.
    """
    actor.must(May.SECOND_DECISION)
    case = get_case(session, actor, number, lock=True)
    waiting = (Decision.case_id == case.id, Decision.state == DecisionState.PROPOSED)
    decision = session.scalar(select(Decision).where(*waiting).with_for_update())
    if decision is None:
        raise NothingToSecond(case=case.number)
    if decision.proposed_by_id == actor.account_id:
        raise SameOfficer(case=case.number)
    decision.second_note = checked_reason(note or "") if not agree else written(note, "note", most=MOST_REASON)
    decision.state = move(decision.state, DecisionState.FINAL if agree else DecisionState.RETURNED)
    decision.seconded_by_id, decision.seconded_at = actor.account_id, now()
    _move(session, case, Status.DECIDED if agree else _before(session, case), actor)
    _note(session, actor, "decision.seconded" if agree else "decision.returned", decision)
    return decision


def _before(session: Session, case: Case) -> Status:
    """The status from which the waiting decision was proposed."""
    proposed = next(one for one in reversed(moves_of(session, case)) if one.new is Status.PROPOSED)
    return proposed.old or Status.CLAIMED


def reopen(session: Session, actor: Actor, number: str, reason: str) -> Case:
    """An objection or a new fact: a decided case goes back to the queue. The decision stays in the file."""
    actor.must(May.PROPOSE_DECISION)
    case = get_case(session, actor, number, lock=True)
    if case.status is not Status.DECIDED:  # a claimed case may go back too, but that is its holder's to do
        raise IllegalMove(now=case.status.value, to=Status.QUEUED.value)
    set_status(session, case, Status.QUEUED, by=actor, reason=checked_reason(reason))
    return case


def hand_off(session: Session, actor: Actor, number: str, reason: str) -> dict[int, str]:
    """The national IDs of a household decided REGISTERED, by person: each is a reveal in the journal.

    Raises `NothingToHandOff`, and what `registry.service.reveal_id` raises.
    """
    case = get_case(session, actor, number)
    decision = decision_of(session, case)
    if case.status is not Status.DECIDED or decision is None or decision.outcome is not Outcome.REGISTERED:
        raise NothingToHandOff(case=case.number)
    return {row.id: reveal_id(session, actor, number, row.id, reason) for row in persons_of(session, case)}


class NothingToHandOff(DetectorError):
    """The case is not decided as registered; facts: `case`."""

    code, status = "E504", 409
