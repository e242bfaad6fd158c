"""Looking somebody up, whatever the client: what the database knows, then the network, then what came of it.

No transaction is open while another machine is waited for: on SQLite it would stop every writer, on PostgreSQL it would
hold a lock on the case. So this module opens its own short ones, like a job or a route: it is an edge.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import log
from detector.cases.models import Case
from detector.clock import now
from detector.db import transaction
from detector.outreach.models import Consent
from detector.registry.clients import RegistryAnswer, RegistryUnavailable
from detector.registry.clients.choice import DCI, chosen, dci_client, is_async
from detector.registry.clients.dci.envelope import Ids
from detector.registry.clients.table import TableClient
from detector.registry.models import Match, Person, Question
from detector.registry.questions import QuestionState
from detector.registry.service import IN_HAND, match, to_ask, write_match
from detector.registry.waiting import again_later, answered, begin, cancel, open_question
from detector.staff.scope import Actor

logger = log.get("registry")
AT_ONCE = 20  # questions of one round of the job
_DOWN = {"time_out", "no_connection"}


def look_up(actor: Actor, number: str, person_id: int) -> Match:
    """The registry's answer, or `unknown` while it is waited for. Raises what `registry.service.match` raises."""
    if chosen() != DCI:
        with transaction() as session:
            return match(session, actor, number, person_id)
    dci_client()  # a missing key is said before anything is written
    with transaction() as session:
        case, consent, person = to_ask(session, actor, number, person_id)
        question = open_question(session, actor, case, person, consent)
        ids, national_id = _ids(question), person.national_id
        write_match(session, actor, case, person, consent.id, DCI, None)
    _ask(question.id, ids, national_id)
    with transaction(write=False) as session:
        newest = select(Match).where(Match.person_id == person_id).order_by(Match.id.desc()).limit(1)
        return session.scalars(newest).one()


def ask_due() -> int:
    """Ask again what is due, and what was waited for long enough; how many were asked. For the job."""
    with transaction(write=False) as session:
        states = (QuestionState.DUE, QuestionState.ASKED)
        due = select(Question.id).where(Question.state.in_(states), Question.next_at <= now())
        waiting = list(session.scalars(due.order_by(Question.next_at).limit(AT_ONCE)))
    asked = 0
    for question_id in waiting:
        up = _ask_again(question_id)
        asked += up is not None
        if up is False:
            break  # the others would only wait for the same silence
    return asked


def _ask_again(question_id: int) -> bool | None:
    """None: nothing to ask. False: asked, and nobody is there."""
    with transaction() as session:
        question = session.scalar(select(Question).where(Question.id == question_id).with_for_update(skip_locked=True))
        if question is None or question.next_at > now():
            return None  # another worker was quicker
        silent = question.state is QuestionState.ASKED
        if silent and not again_later(session, question, RegistryUnavailable(why="no_callback")):
            return None
        if (why := _no_longer(session, question)) is not None:
            cancel(session, question, why)
            return None
        person = session.get_one(Person, question.person_id)
        ids, national_id = begin(session, question), person.national_id
        local = chosen() != DCI
        if local:
            _take(session, question, _from_table(session, national_id))
    return True if local else _ask(question_id, ids, national_id)


def _no_longer(session: Session, question: Question) -> str | None:
    """Why a question may not be asked, nor its answer be taken: the family took its consent back, or the case moved on."""
    consent = session.get_one(Consent, question.consent_id)
    if consent.withdrawn_at is not None:
        return "consent_withdrawn"
    return None if session.get_one(Case, question.case_id).status in IN_HAND else "case_moved_on"


def _from_table(session: Session, national_id: str) -> RegistryAnswer | RegistryUnavailable:
    try:
        return TableClient(session).look_up(national_id)
    except RegistryUnavailable as error:
        return error


def _ask(question_id: int, ids: Ids, national_id: str) -> bool:
    """Send it; False when nobody is there. What came, or why nothing did, is written down.

    A worker that dies in between leaves the question asked: `ask_due` takes it up when its patience is over.
    """
    correlation: str | None = None
    answer: RegistryAnswer | RegistryUnavailable | None = None
    try:
        if is_async():
            correlation = dci_client().ask(national_id, ids)
        else:
            answer = dci_client().look_up(national_id)
    except RegistryUnavailable as error:
        logger.warning("registry.unavailable", question=question_id, why=error.facts.get("why"))
        answer = error
    with transaction() as session:
        question = session.scalar(select(Question).where(Question.id == question_id).with_for_update())
        if question is None or question.state is not QuestionState.ASKED or question.transaction_id != ids.transaction:
            return True
        if answer is None:
            question.correlation_id = correlation
        else:
            _take(session, question, answer)
    return not (isinstance(answer, RegistryUnavailable) and answer.facts.get("why") in _DOWN)


def _take(session: Session, question: Question, answer: RegistryAnswer | RegistryUnavailable) -> None:
    if isinstance(answer, RegistryUnavailable):
        again_later(session, question, answer)
    else:
        take_answer(session, question, answer)


def take_answer(session: Session, question: Question, answer: RegistryAnswer) -> None:
    """Write the answer beside the `unknown`, unless the family took its consent back in the meantime."""
    if (why := _no_longer(session, question)) is not None:
        cancel(session, question, why)
        return
    case, person = session.get_one(Case, question.case_id), session.get_one(Person, question.person_id)
    answered(session, question)
    write_match(
        session, Actor.system(), case, person, question.consent_id, chosen(), answer, by=question.asked_by_id
    )  # fmt: skip


def _ids(question: Question) -> Ids:
    return Ids(question.message_id or "", question.transaction_id or "", question.reference_id or "")
