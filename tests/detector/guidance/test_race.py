"""Two colleagues at one payment, and two decisions on one case, at once on a real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from detector.cases.lifecycle import IllegalMove, Status
from detector.db import transaction
from detector.decisions.models import Decision, Objection
from detector.decisions.objecting import ObjectionOpen, file_objection
from detector.decisions.rules import Outcome
from detector.decisions.service import propose, second
from detector.errors import DetectorError
from detector.guidance.models import Payment, StepDone
from detector.guidance.rules import Step
from detector.guidance.service import do_step, open_issue
from detector.journal.models import Entry
from detector.journal.service import verify
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("postgres")]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each act in a thread and a transaction of its own; "done", or the name of the refusal."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except DetectorError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_a_step_that_two_tick_at_once_is_one_step() -> None:
    with transaction() as session:
        office = an_office(session)
        actors = [an_actor(session, office=office) for _ in range(2)]
        case = a_case(session, office=office, status=Status.GUIDED, kind="payment_issue")
        open_issue(session, case, programme="daman", text="دفعة الضمان مرفوضة")
        payment_id = session.scalars(select(Payment.id)).one()

    def tick(actor: Actor) -> Callable[[], object]:
        def act() -> None:
            with transaction() as session:
                do_step(session, actor, payment_id, Step.LINK_IBAN)

        return act

    assert at_once(*map(tick, actors)) == ["done", "done"]
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(StepDone)) == 1
        noted = select(func.count()).select_from(Entry).where(Entry.action == "guidance.step_done")
        assert session.scalar(noted) == 1
        assert verify(session) is None


def test_of_two_decisions_sent_at_once_one_stands() -> None:
    """The same officer on two telephones: a double tap."""
    with transaction() as session:
        office = an_office(session)
        holder = an_account(session, office=office)
        number = a_case(session, office=office, status=Status.CLAIMED, holder=holder).number

    def decide(outcome: Outcome, code: str | None) -> Callable[[], object]:
        def act() -> None:
            with transaction() as session:
                propose(session, Actor.of(holder), number, outcome=outcome, reason="بعد الزيارة", reason_code=code)

        return act

    said = at_once(decide(Outcome.REFERRED, "charity"), decide(Outcome.NOT_A_CASE, "opinion"))
    assert said in (["NotHolder", "done"], [IllegalMove.__name__, "done"])
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 1
        assert verify(session) is None


def test_of_two_objections_written_down_at_once_one_waits() -> None:
    with transaction() as session:
        office = an_office(session)
        holder = an_account(session, office=office)
        actors = [an_actor(session, office=office) for _ in range(2)]
        number = a_case(session, office=office, status=Status.CLAIMED, holder=holder).number
        propose(
            session,
            Actor.of(holder),
            number,
            outcome=Outcome.NOT_A_CASE,
            reason="إعلان لا حالة فيه",
            reason_code="announcement",
        )
        second(session, an_actor(session, Role.SUPERVISOR, office=office), number, agree=True)

    def object_(actor: Actor) -> Callable[[], object]:
        def act() -> None:
            with transaction() as session:
                file_objection(session, actor, number, "لم يسأل عنا أحد")

        return act

    assert at_once(*map(object_, actors)) == [ObjectionOpen.__name__, "done"]
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Objection)) == 1
