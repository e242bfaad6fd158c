"""A family that takes one consent back leaves no question behind, and no kept bytes of a registry's answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.clock import now
from detector.jobs.forgetting import forget_persons
from detector.registry.models import AgencyAnswer, Answer, Match, Person, Question
from detector.registry.service import add_person, match
from detector.staff.scope import Actor
from tests.factories import a_case, a_consent, an_account


def test_forgetting_the_persons_takes_questions_along_and_keeps_what_agencies_said_of_nobody(session: Session) -> None:
    holder = an_account(session)
    actor, case = Actor.of(holder), a_case(session, status=Status.CLAIMED, holder=holder)
    a_consent(session, case)
    person = add_person(session, actor, case.number, full_name="نورة سالم الحربي", national_id="1000000008")
    assert match(session, actor, case.number, person.id).answer == "unknown"
    session.add(
        AgencyAnswer(
            case_id=case.id, person_id=person.id, agency="gosi", reason="R3", answer=Answer.NO, as_of=date(2026, 1, 31),
            link="table@1", asked_at=now(), asked_by_id=holder.id,
        )
    )  # fmt: skip
    session.flush()
    rows = forget_persons(session, [case.id], answers=False)
    assert rows == {"registry_question": 1, "registry_match": 1, "person": 1}
    for table in (Question, Match, Person):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    kept = session.scalars(select(AgencyAnswer).execution_options(populate_existing=True)).one()
    assert (kept.answer, kept.person_id) == (Answer.NO, None)
