"""Taking and answering objections. An objection is answered by an officer who had no part in the decision."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import get_case, visible
from detector.cases.service import set_status
from detector.cases.written import reason as checked_reason
from detector.clock import RIYADH, now
from detector.config import settings
from detector.decisions.models import Decision, Objection
from detector.decisions.objections import Clock, ObjectionState, move
from detector.decisions.queries import decision_of
from detector.decisions.rules import DecisionState
from detector.errors import BadInput, DetectorError
from detector.journal.service import record
from detector.staff.permissions import May
from detector.staff.scope import Actor


class NothingDecided(DetectorError):
    """There is no final decision to object to, or the case is open again; facts: `case`."""

    code, status = "E513", 409


class ObjectionOpen(DetectorError):
    """An objection to this decision waits for its answer already; facts: `case`."""

    code, status = "E514", 409


class NoObjection(DetectorError):
    """No objection waits for an answer, or a colleague was quicker; facts: `case`."""

    code, status = "E515", 409


class NotImpartial(DetectorError):
    """Who proposed or seconded a decision does not answer the objection to it; facts: `case`."""

    code, status = "E516", 409


def clock() -> Clock:
    """The periods of this deployment."""
    ours = settings()
    return Clock(ours.objection_days, ours.objection_answer_days, ours.objection_source)


def file_objection(session: Session, actor: Actor, number: str, grounds: str, *, on: date | None = None) -> Objection:
    """Write down what the family objects; in time or late. Raises `NothingDecided`, `ObjectionOpen`, `BadInput`."""
    actor.must(May.PROPOSE_DECISION)
    case = get_case(session, actor, number, lock=True)
    decision = decision_of(session, case)
    if case.status is not Status.DECIDED or decision is None or decision.state is not DecisionState.FINAL:
        raise NothingDecided(case=case.number)
    if _waiting(session, case) is not None:
        raise ObjectionOpen(case=case.number)
    today = now().astimezone(RIYADH).date()
    filed = on or today
    if not decided_on(decision) <= filed <= today:
        raise BadInput(field="filed_on", why="in_the_future" if filed > today else "before_the_decision")
    assert actor.account_id is not None
    objection = Objection(
        case_id=case.id, decision_id=decision.id, state=ObjectionState.FILED, grounds=checked_reason(grounds, "grounds"),
        filed_on=filed, answer_due=clock().answer_due(filed), recorded_at=now(), recorded_by_id=actor.account_id,
    )  # fmt: skip
    session.add(objection)
    session.flush()
    _note(session, actor, "objection.filed", objection, late=is_late(objection, decision))
    return objection


def answer_objection(session: Session, actor: Actor, number: str, *, uphold: bool, answer: str) -> Objection:
    """The word of an officer who had no part in it. Upheld, the case goes back to the queue; else the decision stands.

    Raises `NoObjection` (also when a colleague was quicker), `NotImpartial`, `BadInput`, `NotAllowed`.
    """
    actor.must(May.SECOND_DECISION)
    case, objection = _open(session, actor, number)
    decision = session.get_one(Decision, objection.decision_id)
    if actor.account_id in (decision.proposed_by_id, decision.seconded_by_id):
        raise NotImpartial(case=case.number)
    why = checked_reason(answer, "answer")
    _close(objection, actor, ObjectionState.UPHELD if uphold else ObjectionState.REJECTED, why)
    if uphold:
        set_status(session, case, Status.QUEUED, by=actor, reason=why)
    _note(session, actor, f"objection.{objection.state.value}", objection)
    return objection


def withdraw_objection(session: Session, actor: Actor, number: str, why: str) -> Objection:
    """The family took it back. Raises `NoObjection`, `BadInput`."""
    actor.must(May.PROPOSE_DECISION)
    _, objection = _open(session, actor, number)
    _close(objection, actor, ObjectionState.WITHDRAWN, checked_reason(why, "answer"))
    _note(session, actor, "objection.withdrawn", objection)
    return objection


def _open(session: Session, actor: Actor, number: str) -> tuple[Case, Objection]:
    case = get_case(session, actor, number, lock=True)
    objection = _waiting(session, case)
    if objection is None:
        raise NoObjection(case=case.number)
    return case, objection


def _waiting(session: Session, case: Case) -> Objection | None:
    return session.scalar(
        select(Objection).where(Objection.case_id == case.id, Objection.state == ObjectionState.FILED)
    )


def _close(objection: Objection, actor: Actor, to: ObjectionState, answer: str) -> None:
    objection.state, objection.answer = move(objection.state, to), answer
    objection.answered_at, objection.answered_by_id = now(), actor.account_id


def _note(session: Session, actor: Actor, act: str, objection: Objection, **facts: bool) -> None:
    record(
        session, actor, act, subject="case", subject_id=objection.case_id,
        objection=objection.id, decision=objection.decision_id, **facts,
    )  # fmt: skip


def decided_on(decision: Decision) -> date:
    """The day on which it became final, in Riyadh."""
    return (decision.seconded_at or decision.proposed_at).astimezone(RIYADH).date()


def is_late(objection: Objection, decision: Decision) -> bool:
    """Whether it came after the period of the settings: shown beside it, never a reason for the program to refuse."""
    return objection.filed_on > clock().last_day(decided_on(decision))


def objections_of(session: Session, case: Case) -> list[Objection]:
    """Oldest first."""
    return list(session.scalars(select(Objection).where(Objection.case_id == case.id).order_by(Objection.id)))


def waiting_objections(session: Session, actor: Actor, *, limit: int = 100) -> list[tuple[Case, Objection]]:
    """What waits for an answer in the actor's scope, the nearest due day first; the own decisions are left out."""
    actor.must(May.SECOND_DECISION)
    rows = session.execute(
        visible(actor)
        .join(Objection, Objection.case_id == Case.id)
        .join(Decision, Decision.id == Objection.decision_id)
        .add_columns(Objection)
        .where(
            Objection.state == ObjectionState.FILED,
            Decision.proposed_by_id != actor.account_id,
            Decision.seconded_by_id.is_distinct_from(actor.account_id),
        )
        .order_by(Objection.answer_due, Objection.id)
        .limit(limit)
    )
    return [(case, objection) for case, objection in rows]
