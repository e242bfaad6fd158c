"""What only a real browser can show: scripts, drafts, a lost connection, layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from detector.clock import now
from detector.dashboard.refresh import refresh
from detector.db import transaction
from detector.outreach.rules import Channel, ConsentGround
from detector.outreach.service import record_consent
from detector.places.models import Governorate
from detector.reports.models import Tip
from detector.review_queue.service import claim
from detector.staff.scope import Actor
from detector.visits.models import Visit, VisitStatus
from detector.visits.service import plan
from tests.browser.pages_alone import serving_pages
from tests.browser.reading import Reader
from tests.review_ui import families

pytestmark = pytest.mark.browser
Tab = Callable[..., Reader]
TEXT = "أسرة من ثمانية أفراد في بيت بلا كهرباء شرق صبيا، الأب مقعد ولا دخل لهم"
NUMBER = "D-26-000001"


@pytest.fixture
def people(database: str) -> families.Staff:
    with transaction() as session:
        return families.staff(session)


@pytest.fixture
def tab(people: families.Staff, open_page: Callable[..., Reader]) -> Iterator[Tab]:
    """`tab()`: a browser on a small telephone in front of the pages; `width=1280` for a desk."""
    with serving_pages() as address:
        yield lambda **options: open_page(address, **{"width": 360, "height": 780, **options})


def member_of(tab: Tab, **options: Any) -> Reader:
    reader = tab(**options)
    reader.sign_in("member", families.PASSWORD)
    return reader


@pytest.fixture
def queue(people: families.Staff) -> None:
    with transaction() as session:
        families.widow(session, 1)
        for serial in range(2, 40):
            families.case(session, serial, urgency="soon")


@pytest.fixture
def planned(people: families.Staff, queue: None) -> None:
    """The widow's visit is on the calendar of `member`."""
    actor = Actor.of(people.member)
    with transaction() as session:
        claim(session, actor, NUMBER)
        record_consent(session, actor, NUMBER, ground=ConsentGround.CONSENT, given_by="الأم", channel=Channel.PHONE,
                       purposes=["visit"])  # fmt: skip
        plan(session, actor, NUMBER, planned_for=now() + timedelta(hours=30), team=["أ", "ب"], woman_on_team=True)


def tips() -> int:
    with transaction(write=False) as session:
        return session.scalar(select(func.count()).select_from(Tip)) or 0


def test_a_tip_is_filed_without_any_script(tab: Tab) -> None:
    reader = tab(java_script_enabled=False)
    reader.go("/tips/new")
    page = reader.page
    page.fill("#text", TEXT)
    page.get_by_label("عن شخص آخر").check()
    page.get_by_role("button", name="أرسل البلاغ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("وصل بلاغك")
    assert tips() == 1


def test_a_draft_outlives_a_closed_tab_and_is_forgotten_once_sent(tab: Tab) -> None:
    reader = tab()
    page = reader.page
    reader.go("/tips/new")
    page.fill("#text", TEXT)
    page.get_by_label("عن شخص آخر").check()
    reader.go("/tips/new")
    expect(page.locator("#text")).to_have_value(TEXT)
    expect(page.get_by_label("عن شخص آخر")).to_be_checked()
    expect(page.get_by_text("استعدنا ما كتبته")).to_be_visible()
    page.get_by_role("button", name="أرسل البلاغ").click()
    page.wait_for_url("**/tips/*?new=1")
    reader.go("/tips/new")
    expect(page.locator("#text")).to_have_value("")


def test_choosing_a_region_narrows_the_governorates(tab: Tab) -> None:
    with transaction(write=False) as session:
        there = session.scalar(select(func.count()).where(Governorate.region_code == "RD"))
    reader = tab()
    reader.go("/tips/new")
    page = reader.page
    assert page.locator("#governorate_id optgroup").count() == 13
    page.select_option("#region_code", "RD")
    expect(page.locator("#governorate_id optgroup")).to_have_count(1)
    expect(page.locator("#governorate_id optgroup option")).to_have_count(there or 0)


def test_more_of_the_queue_is_added_below_without_leaving_the_page(tab: Tab, queue: None) -> None:
    page = member_of(tab, width=1280).page
    expect(page.locator("tr.case")).to_have_count(25)
    page.get_by_role("link", name="عرض المزيد").click()
    expect(page.locator("tr.case")).to_have_count(39)
    expect(page.get_by_role("link", name="عرض المزيد")).to_have_count(0)
    expect(page.locator("tr.lane")).to_have_count(2)
    assert page.url.endswith("/queue")


def test_a_visit_form_that_is_sent_without_a_connection_arrives_once(tab: Tab, planned: None) -> None:
    reader = member_of(tab)
    page = reader.page
    reader.go(f"/cases/{NUMBER}/visit")
    for name, value in {"members": "7", "adults": "2", "children": "5"}.items():
        page.fill(f"#{name}", value)
    page.get_by_label("إيجار", exact=True).check()
    page.get_by_label("متهالك").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="أرسل النموذج").click()
    expect(page.get_by_text("لا اتصال الآن")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url("**done=visit_filed")
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).where(Visit.status == VisitStatus.FILED)) == 1
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes('visit')).length") == 0


def test_signing_out_leaves_no_familys_draft_on_the_phone(tab: Tab, planned: None) -> None:
    reader = member_of(tab)
    page = reader.page
    reader.go(f"/cases/{NUMBER}/visit")
    page.fill("#notes", "ملاحظة عن الأسرة")
    assert "ملاحظة" in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="خروج").click()
    page.wait_for_url("**/sign-in**")
    assert page.evaluate("localStorage.length") == 0


def test_charts_are_drawn_from_the_tables_beside_them(tab: Tab, queue: None) -> None:
    with transaction() as session:
        refresh(session)
    reader = tab(width=1280)
    reader.sign_in("lead", families.PASSWORD)
    page = reader.page
    expect(page.locator("[data-of=funnel] canvas")).to_be_visible()
    drawn = page.evaluate("Chart.getChart(document.querySelector('[data-of=funnel] canvas')).data.datasets[0].data")
    told = page.eval_on_selector_all("#funnel td[data-value]", "cells => cells.map(c => Number(c.dataset.value))")
    assert drawn == told
    assert sum(told) > 0


def test_what_is_wrong_takes_the_focus(tab: Tab) -> None:
    reader = tab()
    reader.go("/tips/new")
    page = reader.page
    page.get_by_role("button", name="أرسل البلاغ").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    page.get_by_role("link", name="ما الذي يحدث؟").click()
    expect(page.locator("#text")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_small_phone_and_a_thumb(tab: Tab, planned: None, scheme: str) -> None:
    reader = member_of(tab, color_scheme=scheme)
    page = reader.page
    for path in ("/tips/new", "/queue", "/cases/D-26-000002", f"/cases/{NUMBER}", f"/cases/{NUMBER}/visit",
                 f"/cases/{NUMBER}/match", f"/cases/{NUMBER}/decision", "/guidance"):  # fmt: skip
        reader.go(path)  # looks whether the page is wider than the telephone
        small = page.evaluate(
            "[...document.querySelectorAll('.btn, .nav a, input:not([type=hidden]):not([type=radio]):not([type=checkbox]),"
            " select, .choice label, .check')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == [], path
