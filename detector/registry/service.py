"""The household's persons, their look-up in the registry, and the agencies' answers.

Nothing here happens without the family's consent to that very purpose: no name or number is written down, looked up or
shown before it is given, nor after it is withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.cases.service import must_hold
from detector.clock import RIYADH, now
from detector.config import settings
from detector.errors import BadInput, DetectorError, NotFound
from detector.journal.service import record
from detector.outreach.models import Consent
from detector.outreach.queries import require_consent
from detector.outreach.rules import Purpose
from detector.places.models import Region
from detector.registry.birth_dates import day_of_birth
from detector.registry.clients import RegistryAnswer, RegistryClient, RegistryUnavailable
from detector.registry.clients.table import TableClient
from detector.registry.judgement import Identity, Judgement, judge_records
from detector.registry.models import AgencyAnswer, Match, Person, Question
from detector.registry.national_id import parse
from detector.registry.waiting import again_later, drop_questions, open_question
from detector.reports.items import storable
from detector.reports.redaction import mask, redact
from detector.staff.permissions import May
from detector.staff.scope import Actor

REGISTERED, NOT_REGISTERED, UNKNOWN = "registered", "not_registered", "unknown"
BY_PERSON = "by_person"  # the client of a match that somebody settled
IN_HAND = frozenset({Status.CLAIMED, Status.VISIT_PLANNED, Status.VISITED})
ADULT = 18
MAX_NAME = 200
MIN_REASON, MOST_REASON = 10, 2_000  # characters


class NotInHand(DetectorError):
    """Nobody works on the case in this status; facts: `case`, `now`."""

    code, status = "M404", 409


class ChildNotRecorded(DetectorError):
    """Children are counted in the visit's form, not written down by name."""

    code, status = "M405", 422


class NobodyRecorded(DetectorError):
    """Nobody of the household is written down yet, so nobody can be asked about; facts: `case`."""

    code, status = "M417", 409


def in_work(session: Session, actor: Actor, number: str) -> Case:
    """The case, locked, while somebody works on it; raises `NotFound`, `NotInHand`."""
    case = get_case(session, actor, number, lock=True)
    if case.status not in IN_HAND:
        raise NotInHand(case=case.number, now=case.status.value)
    return case


def in_hand(session: Session, actor: Actor, number: str) -> Case:
    """The case, locked, while `actor` works on it; raises also `NotHolder` and `LeaseExpired`."""
    case = in_work(session, actor, number)
    must_hold(case, actor)
    return case


def checked_reason(reason: str) -> str:
    """A reason that explains, of ten letters at least. Long numbers in it are masked: the journal keeps it for good."""
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise BadInput(field="reason", why="too_short", least=MIN_REASON)
    if len(reason) > MOST_REASON:
        raise BadInput(field="reason", why="too_long", most=MOST_REASON)
    return redact(storable(reason), ())[0]


def add_person(
    session: Session, actor: Actor, number: str, *, full_name: str, national_id: str,
    birth_date: date | None = None, birth_hijri: str | None = None,
) -> Person:  # fmt: skip
    """Write down an adult of the household; the same ID again corrects name and birth date.

    `birth_hijri` is the day as an older card has it (1405/6/11, ١١ رجب ١٤٠٥); it is kept as the Gregorian day.

    Raises `ConsentMissing` (V303), `InvalidNationalId`, `ChildNotRecorded`, `BadInput` for the name or a date to come.
    """
    actor.must(May.MATCH_REGISTRY)
    case = in_hand(session, actor, number)
    require_consent(session, case, Purpose.REGISTRY_MATCH)
    digits = parse(national_id, demo=settings().demo)
    name, born = _checked_name(full_name), _checked_birth(birth_date or _from_hijri(birth_hijri))
    index = crypto.blind_index("national_id", digits)
    person = session.scalar(select(Person).where(Person.case_id == case.id, Person.national_id_index == index))
    known = person is not None
    person = person or Person(
        case_id=case.id, national_id=digits, national_id_index=index, masked=mask(digits), recorded_at=now(),
        recorded_by_id=actor.account_id,
    )  # fmt: skip
    person.full_name, person.birth_date = name, born
    session.add(person)
    session.flush()
    act = "person.corrected" if known else "person.recorded"
    record(session, actor, act, subject="case", subject_id=case.id, person=person.id)
    return person


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 2 <= len(name) <= MAX_NAME or not name.replace(" ", "").isprintable():
        raise BadInput(field="full_name", why="length")
    return name


def _from_hijri(text: str | None) -> date | None:
    if not (text or "").strip():
        return None
    born = day_of_birth(text or "")
    if born is None:
        raise BadInput(field="birth_hijri", why="date")
    return born


def _checked_birth(born: date | None) -> str | None:
    today = now().astimezone(RIYADH).date()
    if born is None:
        return None
    if born > today or today.year - born.year > 130:
        raise BadInput(field="birth_date", why="out_of_range")
    if (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < ADULT:
        raise ChildNotRecorded()
    return born.isoformat()


def match(
    session: Session, actor: Actor, number: str, person_id: int, *, client: RegistryClient | None = None
) -> Match:
    """Look the person up with a client that needs no network (the imported table), inside this transaction.

    A registry that cannot be asked leaves the answer `unknown`, never "not registered", and the question open: a job asks
    again. `registry.asking` is the door for every client.
    """
    case, consent, person = to_ask(session, actor, number, person_id)
    client = client or TableClient(session)
    try:
        answer = client.look_up(person.national_id)
    except RegistryUnavailable as error:
        again_later(session, open_question(session, actor, case, person, consent), error)
        return write_match(session, actor, case, person, consent.id, client.name, None)
    drop_questions(session, person)
    return write_match(session, actor, case, person, consent.id, client.name, answer)


def to_ask(session: Session, actor: Actor, number: str, person_id: int) -> tuple[Case, Consent, Person]:
    """What a look-up needs: the case in the actor's hand, a consent in force, the person."""
    actor.must(May.MATCH_REGISTRY)
    case = in_hand(session, actor, number)
    consent = require_consent(session, case, Purpose.REGISTRY_MATCH)
    return case, consent, _person(session, case, person_id)


def write_match(
    session: Session,
    actor: Actor,
    case: Case,
    person: Person,
    consent_id: int,
    client: str,
    answer: RegistryAnswer | None,
    *,
    by: int | None = None,
) -> Match:
    """A row of what the registry said; `by` is the account whose question it was, where a job or the registry acts."""
    found = answer.record if answer else None
    verdict = None
    if answer and answer.records:
        ours = identity_of(session, case, person)
        verdict = judge_records(ours, [record.identity for record in answer.records])
    row = Match(
        case_id=case.id, person_id=person.id, consent_id=consent_id, at=now(), by_id=by or actor.account_id,
        client=client, answer=UNKNOWN if answer is None else REGISTERED if found else NOT_REGISTERED,
        judgement=verdict.judgement if verdict else None, compared=list(verdict.compared) if verdict else [],
        registry_status=found.status if found else None, as_of=answer.as_of if answer else None,
    )  # fmt: skip
    return _journalled(session, actor, row, "registry.matched")


def identity_of(session: Session, case: Case, person: Person) -> Identity:
    """The person as our form has them; the place is the case's region."""
    born = date.fromisoformat(person.birth_date) if person.birth_date else None
    region = session.get(Region, case.region_code) if case.region_code else None
    return Identity(person.national_id, person.full_name, born, region.name if region else None)


def settle_match(
    session: Session, actor: Actor, number: str, match_id: int, judgement: Judgement, reason: str
) -> Match:
    """A person says what an UNSURE match is: a new row beside the old one. Raises `BadInput` where nothing is unsure."""
    actor.must(May.MATCH_REGISTRY)
    case = in_hand(session, actor, number)
    consent = require_consent(session, case, Purpose.REGISTRY_MATCH)
    unsure = session.scalar(select(Match).where(Match.id == match_id, Match.case_id == case.id))
    if unsure is None:
        raise NotFound(match=match_id)
    if unsure.judgement is not Judgement.UNSURE or judgement is Judgement.UNSURE:
        raise BadInput(field="judgement", why="nothing_to_settle")
    row = Match(
        case_id=case.id, person_id=unsure.person_id, consent_id=consent.id, at=now(), by_id=actor.account_id,
        client=BY_PERSON, answer=unsure.answer, judgement=judgement, compared=unsure.compared,
        registry_status=unsure.registry_status, as_of=unsure.as_of,
    )  # fmt: skip
    return _journalled(session, actor, row, "registry.settled", checked_reason(reason))


def _journalled(session: Session, actor: Actor, row: Match, act: str, reason: str | None = None) -> Match:
    session.add(row)
    session.flush()
    facts: dict[str, Any] = {"match": row.id, "person": row.person_id, "client": row.client, "answer": row.answer}
    facts["judgement"] = row.judgement.value if row.judgement else None
    record(session, actor, act, subject="case", subject_id=row.case_id, reason=reason, **facts)
    return row


def reveal_id(session: Session, actor: Actor, number: str, person_id: int, reason: str) -> str:
    """The whole national ID, for a reason that stands in the journal. Raises `NotAllowed`, `BadInput`, `ConsentMissing`."""
    actor.must(May.REVEAL_ID)
    case = get_case(session, actor, number)
    require_consent(session, case, Purpose.REGISTRY_MATCH)
    person = _person(session, case, person_id)
    record(
        session, actor, "person.id_revealed", subject="case", subject_id=case.id,
        reason=checked_reason(reason), person=person.id,
    )  # fmt: skip
    return person.national_id


def _person(session: Session, case: Case, person_id: int) -> Person:
    person = session.scalar(select(Person).where(Person.id == person_id, Person.case_id == case.id))
    if person is None:
        raise NotFound(person=person_id)
    return person


def forget_household(session: Session, case_ids: Sequence[int]) -> int:
    """Delete persons, matches and agency answers of withdrawn cases; how many persons there were. For the purge."""
    for table in (Match, AgencyAnswer, Question):
        session.execute(delete(table).where(table.case_id.in_(case_ids)))
    gone = session.scalars(delete(Person).where(Person.case_id.in_(case_ids)).returning(Person.id)).all()
    return len(gone)
