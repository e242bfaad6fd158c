"""The estimate of a pension: prefilled from the visit form, every figure with its source, and the ministry's word at its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from detector.db import transaction
from detector.journal.models import Entry
from tests.detector.eligibility.visited import a_filed_visit
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
PAGE = "/cases/D-26-000001/estimate"
CERTAIN = {"liquid_assets": "0", "moved_over": "no"}


@pytest.fixture
def member(browser_of: Signed) -> Browsing:
    """In front of a family of five whose visit form tells of a salary of 3,000."""
    browser = browser_of("member")
    with transaction() as session:
        a_filed_visit(session, families.widow(session, 1), members=5, salary=3000)
    browser.open(PAGE)
    return browser


def test_the_form_is_filled_in_from_the_visit(member: Browsing) -> None:
    values = member.last.form(PAGE).values()
    assert values["dependants"] == ["4"]
    assert (values["income_kind_1"], values["income_amount_1"]) == (["salary"], ["3000"])
    assert "من نموذج الزيارة" in member.last.text


def test_what_nobody_asked_makes_a_range_and_the_question(member: Browsing) -> None:
    assert "من 0 إلى 3,960 ريال" in member.last.text
    assert "اسأل الآن: هل لدى الأسرة مدخرات" in " ".join(member.last.text.split())


def test_once_answered_it_is_the_worked_example(member: Browsing) -> None:
    text = member.send(PAGE, **CERTAIN).text
    assert "2,460 ريال" in text
    assert "من 0 إلى" not in text
    assert "أدخله الموظف" in text


def test_it_ends_with_whose_decision_it_is_and_marks_what_is_no_law(member: Browsing) -> None:
    assert "القرار للوزارة" in member.last.text
    assert "غير متحقق" in member.last.text
    assert "calc-sa.com" in member.last.text


def test_a_family_that_nobody_visited_has_questions_and_no_sum(browser_of: Signed) -> None:
    browser = browser_of("member")
    with transaction() as session:
        families.widow(session, 2)
    text = browser.open("/cases/D-26-000002/estimate").text
    assert "ولا حدّ أعلى معروف" in text


def test_a_wrong_entry_gets_its_message_and_keeps_what_was_typed(member: Browsing) -> None:
    member.send(PAGE, 422, dependants="كثير")
    assert member.last.form(PAGE).values()["dependants"] == ["كثير"]


def test_no_income_and_an_income_contradict_each_other(member: Browsing) -> None:
    text = member.send(PAGE, 422, no_income="1").text
    assert "قيل إنه لا دخل وأُدخل دخل" in text


def test_a_month_before_the_rules_is_explained(member: Browsing) -> None:
    assert "لا قاعدة محفوظة" in member.send(PAGE, 422, month="1999-01").text


def test_working_it_out_is_journalled_without_its_sums(member: Browsing) -> None:
    member.send(PAGE, **CERTAIN)
    with transaction(write=False) as session:
        made = select(Entry).where(Entry.action == "eligibility.estimated").order_by(Entry.seq)
        facts = [entry.facts for entry in session.scalars(made)]
    assert [one["by_hand"] for one in facts] == [False, True]
    assert all(one.keys() == {"rules", "month", "by_hand"} for one in facts)


def test_another_office_finds_no_such_case(member: Browsing, browser_of: Signed) -> None:
    browser_of("stranger").open(PAGE, 404)
    with transaction(write=False) as session:
        seen = select(func.count()).select_from(Entry).where(Entry.action == "eligibility.estimated")
        assert session.scalar(seen) == 1
