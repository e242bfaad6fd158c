"""Sources: off without a recorded approval, and only a supervisor records one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from detector.clock import RIYADH, now
from detector.db import transaction
from detector.journal.models import Entry
from detector.reports.approvals import newest, why_off
from detector.reports.models import Source
from detector.reports.state import keep_cursors, note_error, note_taken, spend_reads
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
GROUND = {"approved_by": "الإدارة القانونية", "legal_basis": "المادة 10", "reference": "ق-77"}


def in_days(days: int) -> str:
    return (now().astimezone(RIYADH).date() + timedelta(days=days)).isoformat()


def state(source: Source) -> str | None:
    with transaction(write=False) as session:
        return why_off(newest(session, source))


def test_every_source_is_listed_with_its_state_and_why_it_is_off(browser_of: Signed) -> None:
    page = browser_of("lead").open("/sources")
    for name in ("منصة إكس", "واتساب", "الصحف والأخبار", "نموذج البلاغ", "مكتب الضمان", "ملف مستورد"):
        assert name in page.text
    assert page.text.count("موقوف: لا موافقة") == 3
    assert page.text.count("مفعّل") == 3
    assert "بانتظار تأكيد مشرف" in page.text


def test_an_approval_switches_a_source_on_as_far_as_it_reaches(browser_of: Signed) -> None:
    browser = browser_of("lead")
    browser.open("/sources")
    keywords = "أرملة محتاجة\n\n  فصلوا الكهرباء \n"
    page = browser.send("/sources/x/approve", **GROUND, expires_at=in_days(90), keywords=keywords, accounts="daman_sa")
    assert "سُجّلت الموافقة على المصدر." in page.text
    assert "أرملة محتاجة، فصلوا الكهرباء" in page.text
    with transaction(write=False) as session:
        approval = newest(session, Source.X)
        assert approval is not None
        assert approval.scope == {
            "mentions": [], "keywords": ["أرملة محتاجة", "فصلوا الكهرباء"], "accounts": ["daman_sa"],
        }  # fmt: skip
        assert approval.expires_at.astimezone(RIYADH).date().isoformat() == in_days(90)
        assert "source.approved" in session.scalars(select(Entry.action)).all()
    assert state(Source.X) is None


def test_a_renewal_offers_the_scope_that_was_approved_before(browser_of: Signed) -> None:
    browser = browser_of("lead")
    browser.open("/sources")
    browser.send("/sources/news/approve", **GROUND, expires_at=in_days(9), feeds="https://example.org/rss")
    assert browser.last is not None
    assert browser.last.form("/sources/news/approve").values()["feeds"] == ["https://example.org/rss"]


def test_a_date_gone_by_is_refused_beside_its_field_and_nothing_typed_is_lost(browser_of: Signed) -> None:
    browser = browser_of("lead")
    browser.open("/sources")
    page = browser.send("/sources/x/approve", 422, **GROUND, expires_at=in_days(-1), keywords="أرملة")
    assert "التاريخ مضى" in page.text
    assert page.form("/sources/x/approve").values()["keywords"] == ["أرملة"]
    assert page.form("/sources/x/approve").values()["approved_by"] == ["الإدارة القانونية"]
    assert page.form("/sources/news/approve").values()["approved_by"] == [""]
    assert state(Source.X) == "none"


@pytest.mark.parametrize("field", [*GROUND, "expires_at"])
def test_an_approval_needs_who_on_what_ground_and_until_when(browser_of: Signed, field: str) -> None:
    browser = browser_of("lead")
    browser.open("/sources")
    typed = {**GROUND, "expires_at": in_days(5), field: " "}
    assert "هذا الحقل مطلوب." in browser.send("/sources/whatsapp/approve", 422, **typed).text
    assert state(Source.WHATSAPP) == "none"


def test_a_source_is_switched_off_with_a_reason(browser_of: Signed) -> None:
    browser = browser_of("lead")
    browser.open("/sources")
    browser.send("/sources/files/revoke", 422, revoke_reason="")
    assert state(Source.FILES) is None
    page = browser.send("/sources/files/revoke", revoke_reason="انتهى الاتفاق")
    assert "أُوقف المصدر." in page.text
    assert "موقوف: سُحبت الموافقة" in page.text
    assert state(Source.FILES) == "revoked"


def test_the_page_says_how_each_source_is_doing(browser_of: Signed) -> None:
    browser = browser_of("lead")
    browser.open("/sources")
    browser.send("/sources/x/approve", **GROUND, expires_at=in_days(90), keywords="أرملة")
    with transaction() as session:
        note_taken(session, Source.X, 1_234)
        spend_reads(session, Source.X, 2_000)
        keep_cursors(session, Source.X, {"rules": {"rules": ['("أرملة") -is:retweet lang:ar']}})
        note_error(session, Source.X, "R113")
    page = browser.open("/sources")
    for said in ("1,234", "2,000 من 100,000", "-is:retweet lang:ar", "المنصة لا تجيب أو رفضت الطلب"):
        assert said in page.text, said
    with transaction() as session:
        spend_reads(session, Source.X, 98_000)
    assert "بلغت القراءة المدفوعة حد الشهر" in browser.open("/sources").text


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("accounts", "حساب", "اسم حساب واحد"), ("keywords", 'أرملة" OR "', "بلا علامات تنصيص")],
)
def test_a_scope_that_x_would_read_otherwise_is_refused_beside_its_field(
    browser_of: Signed, name: str, value: str, said: str
) -> None:
    browser = browser_of("lead")
    browser.open("/sources")
    assert said in browser.send("/sources/x/approve", 422, **GROUND, expires_at=in_days(9), **{name: value}).text
    assert state(Source.X) == "none"


def test_a_source_that_is_not_there_is_a_page_that_is_not_there(browser_of: Signed) -> None:
    browser = browser_of("lead")
    csrf = browser.open("/sources").form("/sources/x/approve").values()["csrf"]
    assert "لم نجد ما طلبته" in browser.post("/sources/radio/approve", {"csrf": csrf}, 404).text


@pytest.mark.parametrize("username", ["member", "press", "root"])
def test_others_neither_see_nor_change_sources(browser_of: Signed, username: str) -> None:
    browser = browser_of(username)
    assert "غير مسموح" in browser.open("/sources", 403).text
    csrf = browser.open("/tips/new").form("/sign-out").values()["csrf"]
    typed = {name: [value] for name, value in {**GROUND, "expires_at": in_days(5)}.items()}
    browser.post("/sources/x/approve", {"csrf": csrf, **typed}, 403)
    browser.post("/sources/files/revoke", {"csrf": csrf, "revoke_reason": ["لا سبب"]}, 403)
    assert state(Source.X) == "none"
    assert state(Source.FILES) is None
