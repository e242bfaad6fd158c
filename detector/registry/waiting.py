"""Questions to the registry that wait: opened, asked again later, settled. `_set` is the only door to their state."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.clock import now
from detector.config import settings
from detector.errors import DetectorError
from detector.journal.service import record
from detector.outreach.models import Consent
from detector.registry.clients.dci.envelope import Ids
from detector.registry.models import Person, Question
from detector.registry.questions import OPEN, QuestionState, move, wait_after
from detector.staff.scope import Actor


def _set(session: Session, question: Question, to: QuestionState, *, why: str | None = None) -> None:
    question.state, question.since, question.why = move(question.state, to), now(), why
    record(
        session, Actor.system(), f"question.{to.value}", subject="case", subject_id=question.case_id,
        question=question.id, attempts=question.attempts, why=why,
    )  # fmt: skip


def open_question(session: Session, actor: Actor, case: Case, person: Person, consent: Consent) -> Question:
    """A question that is asked at this moment (ASKED, attempt 1); another open one of this person is dropped."""
    drop_questions(session, person)
    question = Question(
        case_id=case.id, person_id=person.id, consent_id=consent.id, asked_by_id=actor.account_id,
        state=QuestionState.DUE, since=now(), attempts=0, next_at=now(), seen=[],
    )  # fmt: skip
    session.add(question)
    session.flush()
    begin(session, question)
    return question


def begin(session: Session, question: Question) -> Ids:
    """Mark it as asked under new names, so that a late answer to an older attempt is no answer to this one."""
    ids = Ids.new()
    question.attempts += 1
    question.message_id, question.transaction_id, question.reference_id = ids.message, ids.transaction, ids.reference
    question.correlation_id, question.seen, question.raw = None, [], None
    question.next_at = now() + timedelta(minutes=settings().registry_patience_minutes)
    _set(session, question, QuestionState.ASKED)
    return ids


def again_later(session: Session, question: Question, error: DetectorError) -> bool:
    """The registry did not answer: due again after a longer wait; False when it was asked often enough and is given up."""
    why = str(error.facts.get("why"))
    if question.attempts >= settings().registry_attempts:
        _set(session, question, QuestionState.GIVEN_UP, why=why)
        return False
    question.next_at = now() + wait_after(question.attempts)
    _set(session, question, QuestionState.DUE, why=why)
    return True


def answered(session: Session, question: Question) -> None:
    _set(session, question, QuestionState.ANSWERED)


def cancel(session: Session, question: Question, why: str) -> None:
    _set(session, question, QuestionState.CANCELLED, why=why)


def drop_questions(session: Session, person: Person) -> None:
    """Cancel the open questions of a person: one has just been asked anew, or answered."""
    stmt = select(Question).where(Question.person_id == person.id, Question.state.in_(OPEN))
    for question in session.scalars(stmt):
        cancel(session, question, "asked_anew")
