"""Letters to a family: plain, without names, numbers or unverified periods; and set as a PDF that reads from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest

from detector.cases.lifecycle import Status
from detector.config import settings
from detector.db import transaction
from detector.decisions.rules import Outcome
from detector.decisions.service import propose, second
from detector.staff.scope import Actor
from review_ui.letter_pdf import pdf
from review_ui.letters import Letter
from tests.review_ui import families
from tests.review_ui.browsing import Browsing
from tests.review_ui.families import Staff

Signed = Callable[[str], Browsing]
DECISION = "/cases/D-26-000001/decision"
LETTER = "/cases/D-26-000001/letter"


@pytest.fixture
def decided(people: Staff, browser_of: Signed) -> Browsing:
    """In front of a case that two officers decided to be none."""
    with transaction() as session:
        case = families.widow(session, 1)
        case.status, case.holder_id = Status.CLAIMED, people.member.id
        session.flush()
        propose(
            session,
            Actor.of(people.member),
            case.number,
            outcome=Outcome.NOT_A_CASE,
            reason="ملاحظة داخلية بين الموظفين",
            reason_code="announcement",
        )
        second(session, Actor.of(people.supervisor), case.number, agree=True)
    return browser_of("member")


def test_the_letter_tells_the_decision_in_both_calendars_and_how_to_object(decided: Browsing) -> None:
    text = decided.open(LETTER).text
    assert "هـ)" in text
    assert "لكم أن تعترضوا" in text
    assert "القرار: أُغلق البلاغ" in text


def test_it_says_nothing_of_what_officers_wrote_for_each_other(decided: Browsing) -> None:
    assert "ملاحظة داخلية بين الموظفين" not in decided.open(LETTER).text


def test_a_period_that_nobody_verified_is_not_told(decided: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "آخر يوم للاعتراض" not in decided.open(LETTER).text
    monkeypatch.setenv("DAMAN_OBJECTION_SOURCE", "اللائحة")
    settings.cache_clear()
    assert "آخر يوم للاعتراض" in decided.open(LETTER).text
    settings.cache_clear()


def test_the_pdf_is_one_page_and_its_first_word_stands_on_the_right(decided: Browsing) -> None:
    values = decided.open(LETTER).form(LETTER).values() | {"words": ["زرناكم يوم الأحد ولم نجد حاجة."]}
    answer = decided.client.post(LETTER, data={name: many[-1] for name, many in values.items()})
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    page = document[0].render(scale=1).to_pil().convert("L")
    title = page.crop((0, 150, page.width, 190))
    left, right = title.crop((0, 0, title.width // 2, 40)), title.crop((title.width // 2, 0, title.width, 40))
    ink = [sum(1 for shade in half.get_flattened_data() if shade < 128) for half in (left, right)]
    assert ink[1] > ink[0]


def test_letters_join_in_the_pdf_and_nothing_is_left_out() -> None:
    made = pdf(Letter("خطاب", (), ("السلام عليكم D-26-000123", "مرحبا"), ()))
    fonts = [line for line in made.split(b"\n") if b"/BaseFont" in line]
    assert any(b"Plex" in line for line in fonts)
    assert b"notdef" not in made


def test_there_is_no_letter_before_a_decision(browser_of: Signed) -> None:
    browser = browser_of("member")
    with transaction() as session:
        families.widow(session, 1)
    assert "لا خطاب قبل قرار نهائي." in browser.open(LETTER, 409).text
    assert LETTER not in browser.open("/cases/D-26-000001").links


def test_an_objection_is_taken_on_the_page_and_marked_as_unverified(decided: Browsing) -> None:
    decided.open(DECISION)
    text = decided.send("/cases/D-26-000001/objections", grounds="تقول الأسرة إنها لم تُزر").text
    assert "سُجّل الاعتراض." in text
    assert "مدة غير متحققة" in text
    assert "يرد عليه مشرف لم يشارك في القرار" in text
