"""Assignment, many cases at once, the office of a case, and saved views."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.clock import now
from detector.config import settings
from detector.errors import BadInput, NotFound
from detector.places.models import Office
from detector.review_queue.assignment import NobodyToAssign, assign, assign_waiting, candidates, set_office
from detector.review_queue.bulk import MOST, assign_many, release_many, set_office_of_many
from detector.review_queue.service import AlreadyClaimed, claim
from detector.review_queue.views import drop_view, save_view, views_of
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office

ELSEWHERE = "أُعيدت لأن الباحثة في إجازة"


@pytest.fixture
def lead(session: Session) -> Actor:
    return an_actor(session, Role.SUPERVISOR)


def test_who_holds_least_in_the_office_of_the_catchment_is_named_first(session: Session, office: Office) -> None:
    busy, free = (an_account(session, office=office) for _ in range(2))
    an_account(session, office=an_office(session, region="NG"))
    an_account(session, Role.SUPERVISOR, office=office)
    for _ in range(2):
        a_case(session, office=office, status=Status.CLAIMED, holder=busy)
    a_case(session, office=office, status=Status.DECIDED)
    case = a_case(session, office=office)
    assert [(one.account_id, one.held) for one in candidates(session, case)] == [(free.id, 0), (busy.id, 2)]


def test_an_assigned_case_is_in_somebody_s_hands_with_a_lease_and_its_move_is_the_supervisor_s(
    session: Session, office: Office, lead: Actor
) -> None:
    member = an_account(session, office=office)
    case = assign(session, lead, a_case(session, office=office).number)
    assert (case.status, case.holder_id) == (Status.CLAIMED, member.id)
    assert case.lease_until is not None
    assert case.lease_until > now()
    with pytest.raises(AlreadyClaimed):
        assign(session, lead, case.number, member.id)
    with pytest.raises(AlreadyClaimed):
        claim(session, lead, case.number)


def test_nobody_is_given_what_they_cannot_read(session: Session, office: Office, lead: Actor) -> None:
    case = a_case(session, office=office)
    with pytest.raises(NobodyToAssign):
        assign(session, lead, case.number)
    for stranger in (an_account(session, office=an_office(session)), an_account(session, Role.ADMIN)):
        with pytest.raises(BadInput):
            assign(session, lead, case.number, stranger.id)
    with pytest.raises(NotAllowed):
        assign(session, an_actor(session, office=office), case.number)


def test_the_program_hands_nothing_out_unless_it_is_told_to_and_then_urgent_cases_first_and_not_without_end(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = an_account(session, office=office)
    ordinary = a_case(session, office=office, household_size=3)
    urgent = a_case(session, office=office, urgency="immediate")
    nobodys = a_case(session, office_id=None, region_code=None)
    assert assign_waiting(session) == 0
    monkeypatch.setattr(settings(), "auto_assign", True)
    monkeypatch.setattr(settings(), "auto_assign_most", 1)
    assert assign_waiting(session) == 1
    assert (urgent.status, urgent.holder_id) == (Status.CLAIMED, member.id)
    assert {ordinary.status, nobodys.status} == {Status.QUEUED}


def test_a_supervisor_says_whose_catchment_it_is_while_the_case_waits(
    session: Session, office: Office, lead: Actor
) -> None:
    case = a_case(session, office_id=None, region_code=None)
    set_office(session, lead, case.number, office.id)
    assert (case.office_id, case.region_code) == (office.id, office.region_code)
    with pytest.raises(BadInput):
        set_office(session, lead, case.number, 10**6)


def test_of_many_cases_each_has_its_own_answer_and_a_refusal_stops_no_other(
    session: Session, office: Office, lead: Actor
) -> None:
    member = an_account(session, office=office)
    waiting = [a_case(session, office=office).number for _ in range(3)]
    decided = a_case(session, office=office, status=Status.DECIDED).number
    session.info.pop("journal", None)
    results = {one.number: one.problem for one in assign_many(session, lead, [*waiting, decided, "D-26-1"], member.id)}
    assert [results[number] for number in waiting] == [None] * 3
    assert results[decided] is not None
    assert results[decided].code == "Q202"
    assert isinstance(results["D-26-1"], NotFound)
    noted = [entry.action for entry in session.info["journal"]]
    assert noted.count("case.assigned") == 3
    back = release_many(session, lead, waiting, ELSEWHERE)
    assert [one.problem for one in back] == [None] * 3
    other = an_office(session, region="NG")
    assert [one.problem for one in set_office_of_many(session, lead, waiting, other.id)] == [None] * 3


def test_a_member_returns_their_own_and_nobody_else_s(session: Session, office: Office) -> None:
    me = an_account(session, office=office)
    mine = a_case(session, office=office, status=Status.CLAIMED, holder=me).number
    theirs = a_case(session, office=office, status=Status.CLAIMED).number
    results = {one.number: one.problem for one in release_many(session, Actor.of(me), [mine, theirs], ELSEWHERE)}
    assert results[mine] is None
    assert results[theirs] is not None
    assert results[theirs].code == "Q203"


@pytest.mark.parametrize("numbers", [[], [f"D-26-{n}" for n in range(MOST + 1)]])
def test_none_and_too_many_are_refused_as_a_whole(session: Session, lead: Actor, numbers: list[str]) -> None:
    with pytest.raises(BadInput):
        release_many(session, lead, numbers, ELSEWHERE)


def test_views_are_one_s_own_until_a_supervisor_shares_them_with_an_office(
    session: Session, office: Office, lead: Actor
) -> None:
    me, colleague = an_actor(session, office=office), an_actor(session, office=office)
    own = save_view(session, me, "الأيتام في رفحاء", {"q": "رفحاء", "lane": "0"})
    assert save_view(session, me, "الأيتام في رفحاء", {"q": "رفحا"}).id == own.id
    shared = save_view(session, lead, "العاجل المتأخر", {"overdue": "1"}, office_id=office.id)
    assert [view.id for view in views_of(session, me)] == [own.id, shared.id]
    assert [view.id for view in views_of(session, colleague)] == [shared.id]
    assert views_of(session, an_actor(session, office=an_office(session))) == []
    with pytest.raises(NotAllowed):
        save_view(session, me, "لنا", {"lane": "0"}, office_id=office.id)
    with pytest.raises(NotFound):
        drop_view(session, colleague, shared.id)
    drop_view(session, lead, shared.id)
    assert views_of(session, colleague) == []


@pytest.mark.parametrize("filters", [{}, {"q": ""}, {"sort": "x"}, {"q": "0501234567"}, {"q": "١٢٣٤"}])
def test_a_view_keeps_filters_and_no_number(session: Session, office: Office, filters: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        save_view(session, an_actor(session, office=office), "بحثي", filters)


def test_a_number_is_given_to_views_only_in_scope(session: Session, office: Office) -> None:
    from detector.review_queue.models import SavedView

    regional = an_actor(session, Role.SUPERVISOR, region="JF")
    with pytest.raises(BadInput):
        save_view(session, regional, "العاجل", {"lane": "0"}, office_id=office.id)
    assert session.scalars(select(SavedView)).all() == []
