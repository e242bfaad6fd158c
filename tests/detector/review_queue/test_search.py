"""A case is found as people type: the end of a telephone, parts of a place in any spelling; nothing outside the scope."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.places.models import Office
from detector.reports.models import Report, ReportIdentifier, Tip
from detector.review_queue.models import PhoneTail
from detector.review_queue.queries import page
from detector.review_queue.search_keys import index_numbers
from detector.staff.scope import Actor
from tests.factories import a_case, add_report, add_report_with_numbers, an_actor, an_office

TOLD = "أسرة في رفحاء بلا معيل، رقم الأم 0551239876 لمن أراد المساعدة"


def found(session: Session, actor: Actor, typed: str) -> list[str]:
    return [row.number for row in page(session, actor, search=typed).items]


@pytest.fixture
def member(session: Session, office: Office) -> Actor:
    return an_actor(session, office=office)


@pytest.mark.parametrize(
    "typed", ["9876", "٩٨٧٦", "239876", "0551239876", "966551239876", "055 123 9876", "+966 55 123 9876"]
)
def test_the_last_four_and_more_digits_of_a_telephone_find_its_case(
    session: Session, office: Office, member: Actor, typed: str
) -> None:
    case = a_case(session, office=office)
    numbers = add_report_with_numbers(session, case, TOLD)
    report = session.get_one(Report, numbers[0].report_id)
    index_numbers(session, report, numbers)
    index_numbers(session, report, numbers)
    a_case(session, office=office)
    assert found(session, member, typed) == [case.number]
    assert found(session, an_actor(session, office=an_office(session)), typed) == []


@pytest.mark.parametrize("typed", ["876", "9875", "5123"])
def test_fewer_digits_or_others_find_nobody(session: Session, office: Office, member: Actor, typed: str) -> None:
    case = a_case(session, office=office)
    numbers = add_report_with_numbers(session, case, TOLD)
    index_numbers(session, session.get_one(Report, numbers[0].report_id), numbers)
    assert found(session, member, typed) == []


def test_no_telephone_can_be_read_in_the_index(session: Session, office: Office) -> None:
    case = a_case(session, office=office)
    numbers = add_report_with_numbers(session, case, TOLD)
    index_numbers(session, session.get_one(Report, numbers[0].report_id), numbers)
    tails = session.scalars(select(PhoneTail.tail)).all()
    assert len(tails) == 6
    assert all(len(tail) == 32 for tail in tails)


@pytest.mark.parametrize(("may_call", "expected"), [(True, 6), (False, 0)])
def test_a_sender_who_did_not_agree_to_a_call_is_not_found_by_their_telephone(
    session: Session, office: Office, may_call: bool, expected: int
) -> None:
    report = add_report(session, a_case(session, office=office))
    tip = Tip(
        report_id=report.id, receipt_hash="x", sender_phone="+966551112222", may_be_contacted=may_call,
        is_about_self=False, created_at=now(),
    )  # fmt: skip
    none: list[ReportIdentifier] = []
    index_numbers(session, report, none, tip)
    assert session.scalar(select(func.count()).select_from(PhoneTail)) == expected


@pytest.mark.parametrize(
    ("place", "typed"),
    [("وادي الدواسر", "الدواسر"), ("وادي الدواسر", "وادى الدوا"), ("القريات", "قريات"), ("مكة المكرمة", "مكه"),
     ("أبها", "ابها"), ("إبها", "أبها"), ("الطائف", "الطائف حي الشهداء"), ("رَفْحاء", "رفحاء")],
)  # fmt: skip
def test_a_place_is_found_in_any_spelling(
    session: Session, office: Office, member: Actor, place: str, typed: str
) -> None:
    case = a_case(session, office=office, place_name=place)
    a_case(session, office=office, place_name="حقل")
    assert found(session, member, typed) == [case.number]


def test_a_page_of_a_search_goes_on_where_it_ended(session: Session, office: Office, member: Actor) -> None:
    here = [a_case(session, office=office, place_name="رفحاء", household_size=n % 7).number for n in range(9)]
    here += [a_case(session, office_id=None, region_code=None, place_name="رفحاء الجديدة").number for _ in range(4)]
    seen: list[str] = []
    after = None
    for _ in range(5):
        one = page(session, member, search="رفحاء", limit=3, after=after)
        seen += [row.number for row in one.items]
        after = one.next
        if after is None:
            break
    assert sorted(seen) == sorted(here)
