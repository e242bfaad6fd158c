"""The same form sent twice at the same moment, by a phone that got no answer: on a real PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from detector.cases.lifecycle import Status
from detector.cases.models import CaseMove
from detector.clock import now
from detector.db import transaction
from detector.errors import Conflict
from detector.staff.scope import Actor
from detector.visits.forms import VisitForm
from detector.visits.models import Visit, VisitStatus
from detector.visits.service import file, plan
from tests.detector.visits.test_forms import FORM
from tests.factories import a_case, a_consent, an_account, an_office

pytestmark = pytest.mark.postgres
SENDERS = 6


def a_planned_case() -> tuple[Actor, str]:
    with transaction() as session:
        office = an_office(session, region="NG")
        me = an_account(session, office=office)
        case = a_case(session, office=office, status=Status.CLAIMED, holder=me)
        a_consent(session, case, "visit")
        actor = Actor.of(me)
        plan(
            session, actor, case.number, planned_for=now() + timedelta(days=2), team=["نورة", "سعد"],
            woman_on_team=True,
        )  # fmt: skip
        return actor, case.number


def send_all(actor: Actor, number: str, client_ids: list[str]) -> list[int | None]:
    together = Barrier(len(client_ids))

    def send(client_id: str) -> int | None:
        together.wait(timeout=30)
        try:
            with transaction() as session:
                form = VisitForm.model_validate(FORM)
                return file(session, actor, number, form, client_id=client_id).id
        except Conflict:
            return None

    with ThreadPoolExecutor(len(client_ids)) as pool:
        return list(pool.map(send, client_ids))


def test_a_form_sent_six_times_at_once_is_filed_once_and_everybody_is_told_so(postgres: str) -> None:
    actor, number = a_planned_case()
    answers = send_all(actor, number, ["phone-1:7"] * SENDERS)
    assert len(set(answers)) == 1
    assert answers[0] is not None
    with transaction() as session:
        assert session.scalars(select(Visit.status)).all() == [VisitStatus.FILED]
        visited = select(func.count()).select_from(CaseMove).where(CaseMove.new == Status.VISITED)
        assert session.scalar(visited) == 1


def test_of_several_phones_one_files_and_the_others_are_told_of_the_conflict(postgres: str) -> None:
    actor, number = a_planned_case()
    answers = send_all(actor, number, [f"phone-{n}:1" for n in range(SENDERS)])
    assert sum(answer is not None for answer in answers) == 1
