"""Reads of persons, matches and agency answers: masked, and empty unless a consent is in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.clock import RIYADH, now
from detector.outreach.queries import active_consent
from detector.outreach.rules import Purpose
from detector.registry.agencies import AGENCIES
from detector.registry.judgement import mask_date
from detector.registry.links import Link, links
from detector.registry.models import AgencyAnswer, Match, Person, Question
from detector.registry.questions import OPEN, QuestionState


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`birth` shows the year alone; `newest` is the match that counts."""

    id: int
    full_name: str
    masked: str
    birth: str | None
    recorded_at: datetime
    newest: Match | None
    waiting: Question | None = None  # asked and not answered yet, or given up


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One question that could be asked, with the newest answer to it, if there is one.

    `askable`: the program can ask by itself. `expired`: the answer is past its day and must be asked anew.
    """

    agency: str
    reason: str
    linked: bool
    answer: AgencyAnswer | None
    askable: bool = False
    expired: bool = False


def matches_of(session: Session, case: Case) -> list[Match]:
    """Every look-up of the case's persons, oldest first; none without consent."""
    if active_consent(session, case, Purpose.REGISTRY_MATCH) is None:
        return []
    return list(session.scalars(select(Match).where(Match.case_id == case.id).order_by(Match.id)))


def newest_matches(session: Session, case: Case) -> list[Match]:
    """The last match of each person."""
    return list({match.person_id: match for match in matches_of(session, case)}.values())


def persons_of(session: Session, case: Case) -> list[PersonRow]:
    """The household's persons as a page may show them; none without consent."""
    if active_consent(session, case, Purpose.REGISTRY_MATCH) is None:
        return []
    newest = {match.person_id: match for match in newest_matches(session, case)}
    waiting = _waiting(session, case)
    persons = session.scalars(select(Person).where(Person.case_id == case.id).order_by(Person.id))
    return [
        PersonRow(
            id=person.id,
            full_name=person.full_name,
            masked=person.masked,
            birth=mask_date(date.fromisoformat(person.birth_date) if person.birth_date else None),
            recorded_at=person.recorded_at,
            newest=newest.get(person.id),
            waiting=waiting.get(person.id),
        )
        for person in persons
    ]


def _waiting(session: Session, case: Case) -> dict[int, Question]:
    """The newest question of each person, unless it was answered or dropped."""
    asked = session.scalars(select(Question).where(Question.case_id == case.id).order_by(Question.id))
    newest = {question.person_id: question for question in asked}
    shown = {*OPEN, QuestionState.GIVEN_UP}
    return {person: question for person, question in newest.items() if question.state in shown}


def agency_lines(session: Session, case: Case) -> list[AgencyLine]:
    """All questions of the agency table in its order, with their newest answers; unanswered without consent."""
    newest = {(row.agency, row.reason): row for row in agency_answers(session, case)}
    linked = links()
    return [
        _line(agency.code, reason.value, linked.get(agency.code), newest.get((agency.code, reason.value)))
        for agency in AGENCIES
        for reason in agency.reasons
    ]


def _line(agency: str, reason: str, link: Link | None, answer: AgencyAnswer | None) -> AgencyLine:
    today = now().astimezone(RIYADH).date()
    expired = answer is not None and answer.valid_until is not None and answer.valid_until < today
    return AgencyLine(agency, reason, link is not None, answer, link is not None and link.can_be_asked, expired)


def agency_answers(session: Session, case: Case) -> Iterable[AgencyAnswer]:
    """What agencies answered, oldest first; nothing without consent."""
    if active_consent(session, case, Purpose.AGENCY_CHECK) is None:
        return []
    return session.scalars(select(AgencyAnswer).where(AgencyAnswer.case_id == case.id).order_by(AgencyAnswer.id)).all()
