"""Two people, one case, at the same moment: real transactions on a real PostgreSQL."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case, CaseMove
from detector.cases.queries import get_case
from detector.cases.service import NotHolder, must_hold
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.errors import NotFound
from detector.journal.service import verify
from detector.review_queue.assignment import assign, assign_waiting
from detector.review_queue.bulk import assign_many
from detector.review_queue.queries import page
from detector.review_queue.service import AlreadyClaimed, claim, expire_leases, hand_over
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office

pytestmark = pytest.mark.postgres
PEOPLE = 8


def office_with(people: int, cases: int) -> tuple[list[Actor], list[str]]:
    with transaction() as session:
        office = an_office(session, region="NG")
        return (
            [an_actor(session, office=office) for _ in range(people)],
            [a_case(session, office=office).number for _ in range(cases)],
        )


def test_of_eight_people_who_claim_at_once_exactly_one_wins(postgres: str) -> None:
    people, numbers = office_with(PEOPLE, 5)
    together = Barrier(PEOPLE)

    def try_all(actor: Actor) -> list[bool]:
        won = []
        for number in numbers:
            together.wait(timeout=30)
            try:
                with transaction() as session:
                    claim(session, actor, number)
                won.append(True)
            except AlreadyClaimed:
                won.append(False)
        return won

    with ThreadPoolExecutor(PEOPLE) as pool:
        results = list(pool.map(try_all, people))
    assert [sum(column) for column in zip(*results, strict=True)] == [1] * len(numbers)
    with transaction() as session:
        for n, number in enumerate(numbers):
            case = session.scalars(select(Case).where(Case.number == number)).one()
            (winner,) = [a.account_id for a, won in zip(people, results, strict=True) if won[n]]
            assert (case.status, case.holder_id) == (Status.CLAIMED, winner)
            claims = session.scalars(
                select(CaseMove.by_id).where(CaseMove.case_id == case.id, CaseMove.new == Status.CLAIMED)
            ).all()
            assert claims == [winner]
        assert verify(session) is None


@pytest.mark.parametrize("first_commits", [True, False])
def test_who_comes_second_waits_for_the_first_and_wins_only_if_the_first_gives_up(
    postgres: str, first_commits: bool
) -> None:
    (first, second), (number,) = office_with(2, 1)
    taken = Event()

    def be_first() -> None:
        with transaction() as session:
            claim(session, first, number)
            session.flush()
            taken.set()
            time.sleep(0.3)
            if not first_commits:
                session.rollback()

    def be_second() -> bool:
        taken.wait(timeout=30)
        try:
            with transaction() as session:
                claim(session, second, number)
        except AlreadyClaimed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(be_first), pool.submit(be_second)
        one.result(timeout=30)
        assert two.result(timeout=30) is not first_commits


def test_a_case_that_is_being_worked_on_is_not_given_back_under_the_hands_of_its_holder(postgres: str) -> None:
    with transaction() as session:
        office = an_office(session, region="NG")
        me = an_account(session, office=office)
        number = a_case(session, office=office, status=Status.CLAIMED, holder=me).number
        actor = Actor.of(me)
    with transaction() as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        case.lease_until = now() + timedelta(seconds=0.5)
    with transaction() as working:
        must_hold(get_case(working, actor, number, lock=True), actor)
        working.flush()
        time.sleep(0.6)
        with transaction() as job:
            assert expire_leases(job) == 0
    with transaction() as session:
        assert session.scalars(select(Case.status).where(Case.number == number)).one() is Status.CLAIMED
        assert expire_leases(session) == 0


def test_pages_read_while_others_insert_hold_every_case_that_was_there_exactly_once(postgres: str) -> None:
    (actor,), numbers = office_with(1, 60)
    office_id = actor.office_id
    done = Event()

    def insert() -> int:
        inserted = 0
        while not done.is_set() and inserted < 300:
            with transaction() as session:
                urgency = ("immediate", "soon", "none")[inserted % 3]
                a_case(session, office_id=office_id, region_code="NG", urgency=urgency)
            inserted += 1
        return inserted

    seen: list[str] = []
    with ThreadPoolExecutor(1) as pool:
        inserting = pool.submit(insert)
        after = None
        while True:
            with transaction(write=False) as session:
                found = page(session, actor, after=after, limit=5)
            seen += [row.number for row in found.items]
            time.sleep(0.02)
            if found.next is None or set(numbers) <= set(seen):
                break
            after = found.next
        done.set()
        assert inserting.result(timeout=60) > 0
    assert set(numbers) <= set(seen)
    assert len(seen) == len(set(seen))


def test_of_a_claim_two_assignments_and_a_round_of_the_program_at_once_one_wins(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (member, other), numbers = office_with(2, 4)
    monkeypatch.setattr(settings(), "auto_assign", True)
    with transaction() as session:
        leads = [an_actor(session, Role.SUPERVISOR) for _ in range(2)]
    together = Barrier(4)

    def act(what: str, number: str) -> bool:
        together.wait(timeout=30)
        try:
            with transaction() as session:
                if what == "claim":
                    claim(session, member, number)
                elif what == "program":
                    return assign_waiting(session) > 0
                else:
                    assign(session, leads[int(what)], number, other.account_id)
        except (AlreadyClaimed, IllegalMove):
            return False
        return True

    for number in numbers:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(act, ("claim", "program", "0", "1"), [number] * 4))
    with transaction() as session:
        for number in numbers:
            case = session.scalars(select(Case).where(Case.number == number)).one()
            moves = select(CaseMove.new).where(CaseMove.case_id == case.id, CaseMove.new == Status.CLAIMED)
            assert len(session.scalars(moves).all()) == 1
            assert case.holder_id in (member.account_id, other.account_id)
        assert verify(session) is None


def test_two_people_who_act_on_the_same_many_cases_wait_for_each_other_and_never_lock(postgres: str) -> None:
    _, numbers = office_with(0, 12)
    with transaction() as session:
        office = session.scalars(select(Case.office_id).where(Case.number == numbers[0])).one()
        leads = [an_actor(session, Role.SUPERVISOR) for _ in range(2)]
        member = an_account(session)
        member.office_id = office
        account = member.id
    together = Barrier(2)

    def act(lead: Actor, order: list[str]) -> int:
        together.wait(timeout=30)
        with transaction() as session:
            return sum(one.problem is None for one in assign_many(session, lead, order, account))

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(act, leads, [numbers, numbers[::-1]]))
    assert sorted(done) == [0, 12]


def test_a_case_is_handed_over_once_by_its_holder_and_a_supervisor_at_the_same_moment(postgres: str) -> None:
    (holder, first, second), (number,) = office_with(3, 1)
    with transaction() as session:
        claim(session, holder, number)
        lead = an_actor(session, Role.SUPERVISOR)
    together = Barrier(2)

    def give(actor: Actor, to: Actor) -> bool:
        together.wait(timeout=30)
        try:
            with transaction() as session:
                hand_over(session, actor, number, to.account_id or 0)
        except NotHolder:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(give, (holder, lead), (first, second)))
    assert done[1]
    with transaction() as session:
        held = session.scalars(select(Case.holder_id).where(Case.number == number)).one()
        assert held in (first.account_id, second.account_id)
        assert verify(session) is None


def test_the_scope_holds_on_postgresql_too(postgres: str) -> None:
    _, (number,) = office_with(0, 1)
    with transaction() as session:
        stranger = an_actor(session, office=an_office(session, region="NG"))
        assert session.get(Account, stranger.account_id) is not None
        assert page(session, stranger).items == []
        assert page(session, stranger, search=number).items == []


def test_a_number_that_no_database_can_hold_is_a_case_that_is_not_there(postgres: str) -> None:
    (actor,), _ = office_with(1, 1)
    with transaction() as session:
        for number in ("D\x00", "D-26-\ud800"):
            with pytest.raises(NotFound):
                claim(session, actor, number)
        assert page(session, actor, search="D\x00").items == []
