"""The queue: urgent first, the order explained, narrowing, keyset pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detector.db import transaction
from tests.review_ui import families
from tests.review_ui.browsing import Browsing
from tests.review_ui.page import Page

Signed = Callable[[str], Browsing]


@pytest.fixture
def member(browser_of: Signed) -> Browsing:
    browser = browser_of("member")
    with transaction() as session:
        families.widow(session, 1, place="رفحاء")
        for serial in range(2, 40):
            families.case(session, serial, urgency="soon", needs=("debt",), place="الخرج", days_ago=serial / 4)
    return browser


def numbers(page: Page) -> list[str]:
    return [link.rpartition("/")[2] for link in page.links if link.startswith("/cases/")]


def test_the_urgent_lane_comes_first_under_its_own_heading(member: Browsing) -> None:
    page = member.open("/queue")
    assert numbers(page)[0] == "D-26-000001"
    assert page.html.count('class="lane"') == 2


def test_each_case_explains_its_place(member: Browsing) -> None:
    page = member.open("/queue?lane=0")
    assert "لماذا هذا الترتيب؟" in page.text
    assert "تقدير القارئ الآلي للاحتياج: \u200e93%" in page.text
    assert "يدعو للتثبت: في النص رقم حساب" in page.text


def test_more_goes_on_where_the_page_ended_without_repeating_its_heading(member: Browsing) -> None:
    first = member.open("/queue")
    more = next(link for link in first.links if "after=" in link)
    second = member.open(more)
    assert len(numbers(first)) == 25
    assert not set(numbers(first)) & set(numbers(second))
    assert len(numbers(first) + numbers(second)) == 39
    assert 'class="lane"' not in second.html


@pytest.mark.parametrize("query", ["q=1", "q=D-26-000001", "q=رفحا"])
def test_a_case_is_found_by_its_number_and_by_its_place(member: Browsing, query: str) -> None:
    assert numbers(member.open(f"/queue?{query}")) == ["D-26-000001"]


@pytest.mark.parametrize("query", ["q=<script>", "status=no_such", "lane=9", "office=x", "after=broken", "q=%00"])
def test_senseless_questions_are_answered_kindly(member: Browsing, query: str) -> None:
    page = member.open(f"/queue?{query}", 422 if query.startswith("after") else 200)
    if query.startswith("after"):
        assert "قيمة غير مقبولة" in page.text
    elif "script" in query:
        assert numbers(page) == []
    else:  # a filter that is none filters nothing
        assert numbers(page)[0] == "D-26-000001"


def test_claimed_cases_leave_the_queue_and_stand_under_mine(member: Browsing) -> None:
    member.open("/queue")
    member.send("/cases/D-26-000001/claim")
    assert "D-26-000001" not in numbers(member.open("/queue"))
    assert numbers(member.open("/queue?mine=1")) == ["D-26-000001"]


def test_another_office_sees_none_of_them(member: Browsing, browser_of: Signed) -> None:
    page = browser_of("stranger").open("/queue")
    assert numbers(page) == []
    assert "لا حالات تنتظر هنا الآن" in page.text
