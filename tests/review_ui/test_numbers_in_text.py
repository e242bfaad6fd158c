"""Numbers in a report's text on the case file: masked, shown once for a reason, and never in an address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from detector.cases.models import Case
from detector.db import transaction
from detector.journal.models import Entry
from tests.factories import a_consent, add_report_with_numbers
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
CASE = "/cases/D-26-000001"
TEXT = "أم أيتام بلا دخل، جوالها 0500000012 ورقم هويتها 1000000001، ولا أحد سأل عنها"
WHY = "للاتصال بالأسرة كما طلبت في المنشور"


@pytest.fixture
def numbers(people: families.Staff) -> dict[str, str]:
    """The case with TEXT beside its first report; the address of each number's form by its type."""
    with transaction() as session:
        written = add_report_with_numbers(session, families.widow(session, 1), TEXT)
        return {one.type: f"{CASE}/identifiers/{one.id}" for one in written}


@pytest.fixture
def holder(browser_of: Signed, numbers: dict[str, str]) -> Browsing:
    browser = browser_of("member")
    browser.open("/queue")
    browser.send(f"{CASE}/claim")
    return browser


def forms(browser: Browsing) -> list[str]:
    return [form.action.partition("#")[0] for form in browser.open(CASE).forms if "/identifiers/" in form.action]


def test_a_report_lists_the_numbers_of_its_text_masked_and_in_words(holder: Browsing) -> None:
    page = holder.open(CASE)
    assert "أرقام في النص" in page.text
    assert re.search(r"جوال\s+05•+12", page.text)
    assert re.search(r"هوية وطنية\s+1•+01", page.text)
    assert "500000012" not in page.html
    assert "1000000001" not in page.html
    assert page.text.count("أرقام في النص") == 1  # a report without numbers has no such list


def test_a_mobile_is_shown_once_for_a_reason_and_can_be_called(holder: Browsing, numbers: dict[str, str]) -> None:
    holder.open(CASE)
    page = holder.send(numbers["mobile"], 422, number_reason="اتصل")
    assert "500000012" not in page.html
    assert page.form(numbers["mobile"]).values()["number_reason"] == ["اتصل"]
    page = holder.send(numbers["mobile"], number_reason=WHY)
    assert "tel:+966500000012" in page.links
    assert "يُعرض هذه المرة فقط" in page.text
    assert "0500000012" not in holder.path
    assert "500000012" not in holder.open(CASE).html
    with transaction(write=False) as session:
        acts = list(session.scalars(select(Entry.action)))
    assert acts.count("report.identifier_revealed") == 1


def test_an_id_has_no_form_before_consent_and_says_why(holder: Browsing, numbers: dict[str, str]) -> None:
    assert forms(holder) == [numbers["mobile"]]
    assert "لا موافقة مسجلة لهذا الغرض (المطابقة بالهوية مع سجل الضمان)" in holder.last.text
    csrf = holder.last.form(numbers["mobile"]).values()["csrf"]
    page = holder.post(numbers["national_id"], {"csrf": csrf, "number_reason": [WHY]}, 409)
    assert "1000000001" not in page.html
    holder.open(CASE)
    holder.send(
        f"{CASE}/consent", purposes=["registry_match"], ground="consent", given_by="الأم", consent_channel="phone"
    )
    assert forms(holder) == list(numbers.values())
    assert "قد يكون ناقصًا أو فيه خطأ" in holder.last.text
    assert "1000000001" in holder.send(numbers["national_id"], number_reason=WHY).text


def test_a_colleague_reads_masked_numbers_and_whom_to_ask(
    holder: Browsing, browser_of: Signed, numbers: dict[str, str]
) -> None:
    colleague = browser_of("colleague")
    assert forms(colleague) == []
    assert colleague.last.text.count("الحالة ليست في عهدتك") == 1
    csrf = holder.open(CASE).form(numbers["mobile"]).values()["csrf"]
    colleague.post(numbers["mobile"], {"csrf": csrf, "number_reason": [WHY]}, 403)


def test_another_office_finds_no_number(browser_of: Signed, numbers: dict[str, str]) -> None:
    stranger = browser_of("stranger")
    csrf = stranger.open("/queue").form("/sign-out").values()["csrf"]
    page = stranger.post(numbers["mobile"], {"csrf": csrf, "number_reason": [WHY]}, 404)
    assert "500000012" not in page.html


def test_the_reason_of_one_number_is_asked_beside_that_number_alone(holder: Browsing, numbers: dict[str, str]) -> None:
    with transaction() as session:
        a_consent(session, session.scalars(select(Case)).one())
    holder.open(CASE)
    page = holder.send(numbers["national_id"], 422)
    assert page.text.count("هذا الحقل مطلوب") == 1
