"""Claiming, giving back, handing over and lapsing, on a database file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.queries import get_case, moves_of
from detector.cases.service import LeaseExpired, NotHolder
from detector.config import settings
from detector.errors import BadInput, NotFound
from detector.journal.models import Entry
from detector.places.models import Office
from detector.review_queue.service import AlreadyClaimed, claim, expire_leases, hand_over, rank_case, release
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office

NOON = datetime(2026, 8, 2, 9, tzinfo=UTC)


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session, region="NG")


@pytest.fixture
def member(session: Session, office: Office) -> Actor:
    return an_actor(session, office=office)


@pytest.fixture
def colleague(session: Session, office: Office) -> Actor:
    return an_actor(session, office=office)


def reread(session: Session, case: Case) -> Case:
    session.flush()
    session.expire_all()
    return session.get_one(Case, case.id)


def test_a_claimed_case_has_its_holder_its_lease_and_its_move(session: Session, office: Office, member: Actor) -> None:
    with time_machine.travel(NOON, tick=False):
        number = a_case(session, office=office).number
        case = reread(session, claim(session, member, number))
        assert (case.status, case.holder_id) == (Status.CLAIMED, member.account_id)
        assert case.lease_until == NOON + timedelta(hours=settings().lease_hours)
        last = moves_of(session, case)[-1]
        assert (last.old, last.new, last.by_id) == (Status.QUEUED, Status.CLAIMED, member.account_id)


def test_a_claim_is_in_the_journal_once_it_is_committed(session: Session, office: Office, member: Actor) -> None:
    case = claim(session, member, a_case(session, office=office).number)
    session.commit()
    entry = session.scalars(select(Entry).where(Entry.action == "case.claimed")).one()
    assert (entry.subject_id, entry.actor_id) == (case.id, member.account_id)


def test_the_second_to_claim_is_told_that_a_colleague_was_quicker(
    session: Session, office: Office, member: Actor, colleague: Actor
) -> None:
    number = a_case(session, office=office).number
    claim(session, member, number)
    with pytest.raises(AlreadyClaimed) as refused:
        claim(session, colleague, number)
    assert refused.value.code == "Q201"
    assert refused.value.facts == {"case": number}


def test_a_second_click_on_one_s_own_claim_changes_nothing(session: Session, office: Office, member: Actor) -> None:
    number = a_case(session, office=office).number
    first = claim(session, member, number)
    session.flush()
    version = first.version
    assert reread(session, claim(session, member, number)).version == version


@pytest.mark.parametrize("status", [Status.DECIDED, Status.GUIDED, Status.MERGED, Status.WITHDRAWN])
def test_what_does_not_wait_in_the_queue_cannot_be_claimed(
    session: Session, office: Office, member: Actor, status: Status
) -> None:
    with pytest.raises(IllegalMove):
        claim(session, member, a_case(session, office=office, status=status).number)


def test_another_office_s_committee_finds_no_such_case(session: Session, office: Office, member: Actor) -> None:
    stranger = an_actor(session, office=an_office(session, region="NG"))
    number = a_case(session, office=office).number
    account_id = member.account_id or 0
    with pytest.raises(NotFound):
        claim(session, stranger, number)
    claim(session, member, number)
    with pytest.raises(NotFound):
        claim(session, stranger, number)
    with pytest.raises(NotFound):
        release(session, stranger, number, "ليست من نطاقنا")
    with pytest.raises(NotFound):
        hand_over(session, stranger, number, account_id)
    with pytest.raises(NotFound):
        claim(session, member, "D-26-999999999")


def test_a_case_that_no_office_owns_becomes_the_claiming_office_s_own(
    session: Session, office: Office, member: Actor
) -> None:
    case = a_case(session)
    stranger = an_actor(session, office=an_office(session, region="RD"))
    claim(session, member, case.number)
    session.flush()
    assert (case.office_id, case.region_code) == (office.id, "NG")
    with pytest.raises(NotFound):
        get_case(session, stranger, case.number)


@pytest.mark.parametrize("role", [Role.JOURNALIST, Role.ADMIN])
def test_journalists_and_admins_work_no_cases(session: Session, office: Office, role: Role) -> None:
    number = a_case(session, office=office).number
    with pytest.raises(NotAllowed):
        claim(session, an_actor(session, role, office=office), number)


def test_a_released_case_waits_again_in_its_old_place(session: Session, office: Office, member: Actor) -> None:
    case = a_case(session, office=office)
    rank = case.rank
    claim(session, member, case.number)
    case = reread(session, release(session, member, case.number, " خارج نطاق الفريق هذا الأسبوع "))
    assert (case.status, case.holder_id, case.lease_until, case.rank) == (Status.QUEUED, None, None, rank)
    assert moves_of(session, case)[-1].reason == "خارج نطاق الفريق هذا الأسبوع"


def test_only_the_holder_releases_and_only_with_a_reason(
    session: Session, office: Office, member: Actor, colleague: Actor
) -> None:
    number = claim(session, member, a_case(session, office=office).number).number
    with pytest.raises(NotHolder):
        release(session, colleague, number, "ليست لي")
    with pytest.raises(BadInput):
        release(session, member, number, "  ")


def test_a_case_with_a_planned_visit_is_not_released(session: Session, office: Office) -> None:
    me = an_account(session, office=office)
    case = a_case(session, office=office, status=Status.VISIT_PLANNED, holder=me)
    with pytest.raises(IllegalMove):
        release(session, Actor.of(me), case.number, "سبب")


def test_a_lease_that_ran_out_gives_the_case_back_with_the_reason(
    session: Session, office: Office, member: Actor, colleague: Actor
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        lapsing = claim(session, member, a_case(session, office=office).number)
        clock.shift(timedelta(hours=1))
        running = claim(session, colleague, a_case(session, office=office).number)
        planned = a_case(session, office=office, status=Status.VISIT_PLANNED)
        clock.shift(timedelta(hours=settings().lease_hours - 1))
        assert expire_leases(session) == 1
        assert expire_leases(session) == 0
        lapsing = reread(session, lapsing)
        assert (lapsing.status, lapsing.holder_id, lapsing.lease_until) == (Status.QUEUED, None, None)
        last = moves_of(session, lapsing)[-1]
        assert (last.reason, last.by_id) == ("lease_expired", None)
        assert reread(session, running).status is Status.CLAIMED
        assert reread(session, planned).status is Status.VISIT_PLANNED


def test_after_the_lease_the_holder_must_claim_again_and_a_colleague_may_be_quicker(
    session: Session, office: Office, member: Actor, colleague: Actor
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        number = claim(session, member, a_case(session, office=office).number).number
        clock.shift(timedelta(hours=settings().lease_hours))
        with pytest.raises(LeaseExpired):
            release(session, member, number, "سبب")
        case = claim(session, colleague, number)
        session.flush()
        assert case.holder_id == colleague.account_id
        told = [(m.old, m.new, m.by_id) for m in moves_of(session, case)[-2:]]
        assert told == [
            (Status.CLAIMED, Status.QUEUED, None),
            (Status.QUEUED, Status.CLAIMED, colleague.account_id),
        ]
        clock.shift(timedelta(hours=settings().lease_hours))
        assert claim(session, member, number).holder_id == member.account_id


def test_a_case_is_handed_to_a_colleague_with_a_fresh_lease(session: Session, office: Office, member: Actor) -> None:
    friend = an_account(session, office=office)
    with time_machine.travel(NOON, tick=False) as clock:
        number = claim(session, member, a_case(session, office=office).number).number
        clock.shift(timedelta(hours=10))
        case = hand_over(session, member, number, friend.id)
        assert (case.holder_id, case.status) == (friend.id, Status.CLAIMED)
        assert case.lease_until == NOON + timedelta(hours=10 + settings().lease_hours)
        with pytest.raises(NotHolder):
            release(session, member, number, "سبب")


def test_a_supervisor_hands_over_what_an_absent_colleague_holds(session: Session, office: Office) -> None:
    case = a_case(session, office=office, status=Status.VISIT_PLANNED)
    friend = an_account(session, office=office)
    with pytest.raises(NotHolder):
        hand_over(session, Actor.of(friend), case.number, friend.id)
    lead = an_actor(session, Role.SUPERVISOR, region="NG")
    assert hand_over(session, lead, case.number, friend.id).holder_id == friend.id
    with pytest.raises(NotHolder):
        hand_over(session, lead, a_case(session, office=office).number, friend.id)


def test_nobody_is_handed_a_case_that_they_could_not_work(session: Session, office: Office, member: Actor) -> None:
    number = claim(session, member, a_case(session, office=office).number).number
    gone = an_account(session, office=office)
    gone.active = False
    outside = an_account(session, office=an_office(session, region="NG"))
    journalist = an_account(session, Role.JOURNALIST)
    for account_id in (gone.id, outside.id, journalist.id, 10**9):
        with pytest.raises(BadInput):
            hand_over(session, member, number, account_id)


def test_a_report_that_tells_more_moves_its_case_up(session: Session, office: Office) -> None:
    case = a_case(session, office=office, needs=["debt"], urgency="soon")
    before = case.rank
    case.needs, case.urgency = ["debt", "food"], "immediate"
    rank_case(session, case)
    assert case.lane == 0
    assert case.rank > before
    assert sum(part["points"] for part in case.priority["parts"]) == pytest.approx(case.priority["points"])
