"""The missed-case audit on its pages: two supervisors read, one opens the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from detector.clock import now
from detector.db import transaction
from detector.jobs.local import work_all
from detector.reports.models import AuditSample, Report, Source
from detector.staff.permissions import Role
from detector.staff.service import add_account
from tests.review_ui.browsing import Browsing
from tests.review_ui.families import PASSWORD

Signed = Callable[[str], Browsing]
MISSED = "جدتي لحالها من سنتين واللي كان يصرف عليها راح <b>ومحد</b> يدري عنها"


@pytest.fixture
def samples(browser_of: Signed) -> None:
    with transaction() as session:
        add_account(
            session, username="lead2", display_name="منى", role=Role.SUPERVISOR, password=PASSWORD, office_id=None,
            region_code=None,
        )  # fmt: skip
        for n, text in enumerate((MISSED, "صباح الخير")):
            session.add(
                AuditSample(
                    source=Source.FILES, external_id=f"a{n}", text=text, hardship=0.01, region_code=None,
                    expires_at=now() + timedelta(days=n + 2),
                )
            )  # fmt: skip


@pytest.mark.usefixtures("samples")
def test_two_supervisors_find_a_missed_family_and_one_opens_it(browser_of: Signed) -> None:
    first, second = browser_of("lead"), browser_of("lead2")
    page = first.open("/audit")
    assert MISSED in page.text
    assert "0.01" not in page.text, "the reader's score must not lead the person"
    page = first.send("/audit/1/say", word="case")
    assert "سُجّل حكمك." in page.text
    assert "صباح الخير" in page.text
    first.send("/audit/2/say", word="no_case")
    assert "لا شيء ينتظرك الآن." in first.last.text
    page = second.open("/audit")
    assert "قال قارئ قبلك إن فيه حالة" in page.text
    second.send("/audit/1/say", word="case")
    assert MISSED in second.open("/audit/missed").text
    assert "لا شيء ينتظر الفتح." in second.send("/audit/1/open").text
    work_all()
    with transaction(write=False) as session:
        assert session.scalars(select(Report.origin)).all() == ["audit"]
    assert "D-" in second.open("/queue").text
    page = second.open("/audit/estimate")
    assert "فات 1 من 2" in page.text
    assert "لا نحفظ لهجة أحد" in page.text
    assert "ملف مستورد" in page.text


@pytest.mark.usefixtures("samples")
def test_a_form_without_a_word_or_for_a_settled_post_is_answered(browser_of: Signed) -> None:
    browser = browser_of("lead")
    browser.open("/audit")
    browser.send("/audit/1/say", 422)
    browser.send("/audit/1/say", word="no_case")
    values = {**browser.last.form("/audit/2/say").values(), "word": ["case"]}
    assert "سبق الحكم على هذا النص" in browser.post("/audit/1/say", values, 409).text
    browser.post("/audit/2/say", values)
    assert "القارئ الثاني غير الأول" in browser.post("/audit/2/say", values, 409).text


def test_with_nothing_sampled_the_pages_say_so(browser_of: Signed) -> None:
    browser = browser_of("lead")
    assert "لا شيء ينتظرك الآن." in browser.open("/audit").text
    assert "لم يُقرأ شيء بعد." in browser.open("/audit/estimate").text
