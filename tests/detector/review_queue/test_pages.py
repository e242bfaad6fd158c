"""Pages of the queue on a real database file."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.errors import BadInput
from detector.places.models import Office
from detector.review_queue.cursor import Place, read, write
from detector.review_queue.queries import counts, page
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_actor, an_office

NOBODYS = {"office_id": None, "region_code": None}


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session, region="NG")


@pytest.fixture
def member(session: Session, office: Office) -> Actor:
    return an_actor(session, office=office)


def some_cases(session: Session, office: Office, how_many: int) -> list[Case]:
    chance = random.Random(7)
    return [
        a_case(
            session,
            office=office,
            urgency=chance.choice(["none", "soon", "immediate"]),
            needs=chance.sample(["widow", "food", "debt", "housing"], 2),
            opened_at=now() - timedelta(days=chance.randint(0, 3)) if chance.random() < 0.7 else None,
        )
        for _ in range(how_many)
    ]


def walk(session: Session, actor: Actor, limit: int, **asked: object) -> list[str]:
    numbers: list[str] = []
    after = None
    while True:
        found = page(session, actor, after=after, limit=limit, **asked)  # type: ignore[arg-type]
        assert set(numbers).isdisjoint(row.number for row in found.items)
        numbers += [row.number for row in found.items]
        if found.next is None:
            return numbers
        after = found.next


@pytest.mark.parametrize("limit", [1, 3, 30, 31])
def test_pages_hold_every_case_once_in_the_order_of_lane_then_rank(
    session: Session, office: Office, member: Actor, limit: int
) -> None:
    cases = some_cases(session, office, 30)
    expected = [c.number for c in sorted(cases, key=lambda c: (c.lane, -c.rank, c.id))]
    assert walk(session, member, limit) == expected


def test_cases_of_equal_rank_are_neither_lost_nor_doubled_between_pages(
    session: Session, office: Office, member: Actor
) -> None:
    cases = [a_case(session, office=office, lane=1, rank=5.0) for _ in range(7)]
    assert walk(session, member, 2) == [c.number for c in cases]


def test_cases_that_arrive_while_somebody_reads_neither_hide_nor_double_the_others(
    session: Session, office: Office, member: Actor
) -> None:
    before = {c.number for c in some_cases(session, office, 25)}
    seen: list[str] = []
    after = None
    while True:
        found = page(session, member, after=after, limit=4)
        assert set(seen).isdisjoint(row.number for row in found.items)
        seen += [row.number for row in found.items]
        some_cases(session, office, 3)
        if found.next is None or before <= set(seen):
            break
        after = found.next
    assert before <= set(seen)


def test_the_urgent_lane_comes_first_however_long_an_ordinary_case_waited(
    session: Session, office: Office, member: Actor
) -> None:
    old = a_case(session, office=office, urgency="soon", opened_at=now() - timedelta(days=900))
    urgent = a_case(session, office=office, urgency="immediate")
    assert walk(session, member, 10) == [urgent.number, old.number]
    assert walk(session, member, 10, lane=1) == [old.number]


def test_a_line_shows_the_sum_that_it_is_ordered_by(session: Session, office: Office, member: Actor) -> None:
    a_case(session, office=office, opened_at=now() - timedelta(days=10), household_size=6)
    (row,) = page(session, member).items
    assert row.waiting == 5.0
    assert row.points == pytest.approx(sum(p["points"] for p in row.parts) + row.waiting)
    assert {"name": "household", "points": 6.0, "why": "6"} in row.parts
    assert row.office == office.name


def test_an_office_sees_its_own_cases_and_those_nobody_owns_and_no_others(session: Session, member: Actor) -> None:
    office = session.get_one(Office, member.office_id)
    own, nobodys = a_case(session, office=office), a_case(session, **NOBODYS)
    others = a_case(session, office=an_office(session, region="NG"), place_name="رفحاء")
    assert set(walk(session, member, 10)) == {own.number, nobodys.number}
    assert walk(session, member, 10, office_id=others.office_id) == []
    assert walk(session, member, 10, search=others.number) == []
    assert walk(session, member, 10, search="رفحاء") == []
    assert counts(session, member)[Status.QUEUED] == 2
    region = an_actor(session, Role.SUPERVISOR, region="NG")
    assert set(walk(session, region, 10)) == {own.number, nobodys.number, others.number}
    assert walk(session, region, 10, office_id=others.office_id) == [others.number]


@pytest.mark.parametrize("role", [Role.JOURNALIST, Role.ADMIN])
def test_who_reads_no_family_s_file_reads_no_queue(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowed):
        page(session, an_actor(session, role))
    with pytest.raises(NotAllowed):
        counts(session, an_actor(session, role))


@pytest.mark.parametrize("typed", ["الأحساء", "الاحساء", "احساء", "الأحسـاء", "الإحساء حي السلام", "الأَحْساء"])
def test_a_place_is_found_as_people_type_it(session: Session, office: Office, member: Actor, typed: str) -> None:
    case = a_case(session, office=office, place_name="الأحساء")
    a_case(session, office=office, place_name="حقل")
    assert walk(session, member, 10, search=typed) == [case.number]


def test_a_number_is_found_whole_in_part_and_in_arabic_digits_in_any_status(
    session: Session, office: Office, member: Actor
) -> None:
    case = a_case(session, office=office, number="D-26-000123", status=Status.DECIDED)
    a_case(session, office=office, number="D-26-001230")
    for typed in ("D-26-000123", " d-26-123 ", "123", "D-٢٦-٠٠٠١٢٣", "١٢٣", "26-000123"):
        assert walk(session, member, 10, search=typed) == [case.number], typed
    assert walk(session, member, 10, search="123", status=Status.QUEUED) == []
    assert walk(session, member, 10, search="🙂%_") == []


def test_mine_shows_what_i_hold_in_every_status(session: Session, office: Office) -> None:
    me = an_account(session, office=office)
    held = {a_case(session, office=office, status=s, holder=me).number for s in (Status.CLAIMED, Status.VISITED)}
    a_case(session, office=office, status=Status.CLAIMED)
    found = page(session, Actor.of(me), mine=True).items
    assert {row.number for row in found} == held
    assert all(row.is_mine and row.holder == me.display_name for row in found)


def test_every_status_is_counted_also_at_zero(session: Session, office: Office, member: Actor) -> None:
    a_case(session, office=office)
    a_case(session, office=office, status=Status.DECIDED)
    assert counts(session, member) == dict.fromkeys(Status, 0) | {Status.QUEUED: 1, Status.DECIDED: 1}


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "%%%", "رفحاء", "W10", "bnVsbA", "WzEsMiwzXQ", "WzEsIDIuMCwgMywgNF0", "WzksMi4wLDNd",
        write(Place(1, float("nan"), 3)), write(Place(1, float("inf"), 3)), write(Place(1, 2.0, 2**63)),
        write(Place(1, 2.0, -1)), write(Place(True, 2.0, 1)), "W" * 100_000,
    ],
)  # fmt: skip
def test_a_cursor_that_we_did_not_write_is_refused(session: Session, member: Actor, cursor: str) -> None:
    with pytest.raises(BadInput) as refused:
        page(session, member, after=cursor)
    assert refused.value.facts["why"] == "bad_cursor"


def test_a_cursor_is_read_back_to_the_last_bit() -> None:
    place = Place(0, -1204.4930555555557, 2**40)
    assert read(write(place)) == place


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_page_has_at_least_one_and_at_most_a_hundred_rows(session: Session, member: Actor, limit: int) -> None:
    with pytest.raises(BadInput):
        page(session, member, limit=limit)


def test_a_page_costs_the_same_few_statements_whatever_its_length(
    session: Session, office: Office, member: Actor, count_queries: list[str]
) -> None:
    some_cases(session, office, 60)
    count_queries.clear()
    assert len(page(session, member, limit=50).items) == 50
    assert len(count_queries) <= 2
