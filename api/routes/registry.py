"""The household's persons, their matches and the agencies' answers. Numbers leave masked, but for the one journalled reveal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Db, RowId, Signed
from detector.cases.queries import get_case
from detector.journal.service import record
from detector.registry import claims, service
from detector.registry.agency_questions import ask_agency
from detector.registry.asking import look_up as ask_registry
from detector.registry.duplicates import elsewhere
from detector.registry.judgement import Judgement
from detector.registry.models import AgencyAnswer, Answer, Match
from detector.registry.queries import PersonRow, agency_lines, persons_of
from detector.registry.questions import QuestionState

router = APIRouter(prefix="/api/v1/cases/{number}", tags=["registry"])


class NewPerson(BaseModel):
    """An adult of the household; the ID in any digits, the day of birth in either calendar."""

    full_name: str
    national_id: str
    birth_date: date | None = None
    birth_hijri: str | None = None


class PersonId(BaseModel):
    id: int
    masked: str


class MatchOut(BaseModel):
    """`answer`: registered | not_registered | unknown. `compared` holds masked values; `same` None: cannot be told."""

    id: int
    person_id: int
    client: str
    at: datetime
    as_of: date | None
    answer: str
    judgement: Judgement | None
    registry_status: str | None
    compared: list[dict[str, Any]]

    @classmethod
    def of(cls, match: Match) -> MatchOut:
        return cls(**{name: getattr(match, name) for name in cls.model_fields})


class Waiting(BaseModel):
    """A question without an answer yet: due | asked, or given_up (a person has to ask anew)."""

    state: QuestionState
    attempts: int
    next_at: datetime


class PersonOut(BaseModel):
    id: int
    full_name: str
    masked: str
    birth: str | None
    recorded_at: datetime
    match: MatchOut | None
    waiting: Waiting | None


class AnswerOut(BaseModel):
    """A yes is a claim to verify. `verified`: confirmed | refuted, by a person."""

    id: int
    agency: str
    reason: str
    answer: Answer
    as_of: date | None
    valid_until: date | None
    link: str
    person_id: int | None
    asked_at: datetime
    disputed_at: datetime | None
    verified: str | None

    @classmethod
    def of(cls, answer: AgencyAnswer) -> AnswerOut:
        return cls(**{name: getattr(answer, name) for name in cls.model_fields})


class LineOut(BaseModel):
    agency: str
    reason: str
    linked: bool
    askable: bool
    expired: bool
    answer: AnswerOut | None


class Household(BaseModel):
    """Empty lists where no consent is in force."""

    persons: list[PersonOut]
    agencies: list[LineOut]
    same_persons_in: list[str]
    known_to_another_office: bool


class Settlement(BaseModel):
    judgement: Judgement
    reason: str


class Reason(BaseModel):
    reason: str


class Revealed(BaseModel):
    national_id: str


class NewAnswer(BaseModel):
    agency: str
    reason: str
    answer: Answer
    as_of: date | None = None
    valid_until: date | None = None
    note: str | None = None


class Verification(BaseModel):
    verified: claims.Verified
    reason: str


@router.get("/household")
def read(number: str, db: Db, actor: Signed) -> Household:
    """Looking at a household is written to the journal."""
    case = get_case(db, actor, number)
    record(db, actor, "household.viewed", subject="case", subject_id=case.id)
    persons = [
        PersonOut(
            id=row.id, full_name=row.full_name, masked=row.masked, birth=row.birth, recorded_at=row.recorded_at,
            match=MatchOut.of(row.newest) if row.newest else None, waiting=_waiting(row),
        )
        for row in persons_of(db, case)
    ]  # fmt: skip
    lines = [
        LineOut(
            agency=line.agency, reason=line.reason, linked=line.linked, askable=line.askable, expired=line.expired,
            answer=AnswerOut.of(line.answer) if line.answer else None,
        )
        for line in agency_lines(db, case)
    ]  # fmt: skip
    others = elsewhere(db, actor, case)
    return Household(
        persons=persons, agencies=lines, same_persons_in=list(others.numbers), known_to_another_office=others.hidden
    )  # fmt: skip


def _waiting(row: PersonRow) -> Waiting | None:
    asked = row.waiting
    return Waiting(state=asked.state, attempts=asked.attempts, next_at=asked.next_at) if asked else None


@router.post("/persons", status_code=201)
def add(number: str, person: NewPerson, db: Db, actor: Signed) -> PersonId:
    """Needs the family's consent to a registry match; the same number again corrects the person."""
    added = service.add_person(db, actor, number, **person.model_dump())
    return PersonId(id=added.id, masked=added.masked)


@router.post("/persons/{person_id}/matches", status_code=201)
def look_up(number: str, person_id: RowId, actor: Signed) -> MatchOut:
    """A registry that cannot be asked, or answers later, gives `unknown`, never `not_registered`; it is asked again."""
    return MatchOut.of(ask_registry(actor, number, person_id))


@router.post("/matches/{match_id}/settlement", status_code=201)
def settle(number: str, match_id: RowId, said: Settlement, db: Db, actor: Signed) -> MatchOut:
    """A person says what an unsure match is."""
    return MatchOut.of(service.settle_match(db, actor, number, match_id, said.judgement, said.reason))


@router.post("/persons/{person_id}/reveal")
def reveal(number: str, person_id: RowId, why: Reason, db: Db, actor: Signed) -> Revealed:
    """The whole number, for a reason that is kept in the journal."""
    return Revealed(national_id=service.reveal_id(db, actor, number, person_id, why.reason))


@router.post("/agency-answers", status_code=201)
def answer(number: str, given: NewAnswer, db: Db, actor: Signed) -> AnswerOut:
    """What an agency said; `as_of` is needed for a yes or a no."""
    return AnswerOut.of(claims.record_agency_answer(db, actor, number, **given.model_dump()))


@router.post("/agencies/{agency}/{reason}/question", status_code=201)
def ask(number: str, agency: str, reason: str, actor: Signed) -> list[AnswerOut]:
    """Ask a linked agency about each adult; no answer is `unknown`."""
    return [AnswerOut.of(row) for row in ask_agency(actor, number, agency=agency, reason=reason)]


@router.post("/agency-answers/{answer_id}/dispute")
def dispute(number: str, answer_id: RowId, why: Reason, db: Db, actor: Signed) -> AnswerOut:
    """The family says that a yes is wrong."""
    return AnswerOut.of(claims.dispute(db, actor, number, answer_id, why.reason))


@router.post("/agency-answers/{answer_id}/verification")
def verify(number: str, answer_id: RowId, said: Verification, db: Db, actor: Signed) -> AnswerOut:
    """A person looked into a yes; a disputed one needs somebody else than who recorded it."""
    return AnswerOut.of(claims.verify_claim(db, actor, number, answer_id, said.verified, said.reason))
