"""Asking an agency about the adults of a household, after consent. An edge of its own, like `asking`: it waits outside."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.journal.service import record
from detector.outreach.queries import require_consent
from detector.outreach.rules import Purpose
from detector.registry.agencies import AgencyNotLinked, agency_for
from detector.registry.claims import lasts_until
from detector.registry.clients import RegistryUnavailable
from detector.registry.clients.agency import Reply, Subject, agency_client, stands
from detector.registry.links import Link, links
from detector.registry.models import AgencyAnswer, Answer, Person
from detector.registry.service import NobodyRecorded, in_hand
from detector.staff.permissions import May
from detector.staff.scope import Actor


@dataclass(frozen=True, slots=True)
class _Asked:
    person_id: int
    subject: Subject


def ask_agency(actor: Actor, number: str, *, agency: str, reason: str) -> list[AgencyAnswer]:
    """Ask about each adult that was written down; a row for each, `unknown` where no answer that still stands came.

    Raises `ConsentMissing`, `AgencyNotLinked`, `NotAskable`, `NobodyRecorded`, `BadInput`.
    """
    actor.must(May.MATCH_REGISTRY)
    source = agency_for(agency, reason)
    link = links().get(source.code)
    if link is None:
        raise AgencyNotLinked(agency=agency, reason=reason)
    client = agency_client(link)
    with transaction() as session:
        asked = _people(session, actor, number)
    try:
        replies = client.ask([one.subject for one in asked], reason)
    except RegistryUnavailable:
        replies = {}
    with transaction() as session:
        return [
            _write(session, actor, number, link, reason, one, replies.get(one.subject.index)) for one in asked
        ]  # fmt: skip


def _people(session: Session, actor: Actor, number: str) -> list[_Asked]:
    case = in_hand(session, actor, number)
    require_consent(session, case, Purpose.AGENCY_CHECK)
    people = session.scalars(select(Person).where(Person.case_id == case.id).order_by(Person.id)).all()
    if not people:
        raise NobodyRecorded(case=case.number)
    return [_Asked(person.id, Subject(person.national_id_index, person.national_id)) for person in people]


def _write(
    session: Session, actor: Actor, number: str, link: Link, reason: str, asked: _Asked, reply: Reply | None
) -> AgencyAnswer:
    case = in_hand(session, actor, number)
    require_consent(session, case, Purpose.AGENCY_CHECK)  # it may have been withdrawn while the agency was asked
    standing = reply if reply is not None and stands(reply, settings().agency_answer_days) else None
    row = AgencyAnswer(
        case_id=case.id, person_id=asked.person_id, agency=link.agency, reason=reason,
        answer=standing.answer if standing else Answer.UNKNOWN, as_of=standing.as_of if standing else None,
        valid_until=(standing.valid_until or lasts_until(standing.as_of)) if standing else None, link=link.version,
        asked_at=now(), asked_by_id=actor.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(
        session, actor, "agency.answered", subject="case", subject_id=case.id, agency=link.agency, about=reason,
        answer=row.answer.value, id=row.id, link=link.version,
    )  # fmt: skip
    return row
