"""The queue's desk as pages: many cases at once after a look, weights after a preview, saved filters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.db import transaction
from detector.review_queue.models import QueueWeights, SavedView
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
FIRST, SECOND = "D-26-000001", "D-26-000002"


@pytest.fixture
def lead(browser_of: Signed) -> Browsing:
    browser = browser_of("lead")
    with transaction() as session:
        families.widow(session, 1)
        families.case(session, 2, urgency="soon", needs=("debt",), place="الخرج", days_ago=1)
    return browser


def statuses() -> dict[str, Status]:
    with transaction(write=False) as session:
        return dict(session.execute(select(Case.number, Case.status)).all())


def test_an_urgent_case_beyond_its_clock_is_marked_and_listed(lead: Browsing) -> None:
    assert "تجاوزت المهلة" in lead.open("/queue").text
    assert SECOND not in lead.open("/queue?overdue=1").text


def test_many_cases_are_assigned_after_a_look_and_each_says_what_became_of_it(lead: Browsing) -> None:
    page = lead.open(f"/queue/bulk?act=assign&numbers={FIRST}&numbers={SECOND}")
    assert "عبدالله الدوسري (في عهدته 0)" in page.text
    page = lead.send("/queue/bulk")
    assert page.text.count("تم") >= 2
    assert statuses() == {FIRST: Status.CLAIMED, SECOND: Status.CLAIMED}
    lead.open(f"/queue/bulk?act=assign&numbers={FIRST}")
    assert "سبقك زميل" in lead.send("/queue/bulk").text
    lead.open(f"/queue/bulk?act=return&numbers={FIRST}&numbers={SECOND}")
    assert "هذا الحقل مطلوب" in lead.send("/queue/bulk", 422).text
    lead.send("/queue/bulk", bulk_reason="الباحث في إجازة")
    assert set(statuses().values()) == {Status.QUEUED}


def test_nothing_chosen_and_a_stranger_s_case_are_answered_kindly(lead: Browsing, browser_of: Signed) -> None:
    assert "لم تختر حالة" in lead.open("/queue/bulk?act=assign", 422).text
    strange = browser_of("stranger").open(f"/queue/bulk?act=return&numbers={FIRST}", 422)
    assert "خارج نطاق مكتبك" in strange.text
    assert FIRST not in strange.text


def test_weights_are_saved_only_after_a_look_at_what_would_move(lead: Browsing) -> None:
    page = lead.open("/queue/weights")
    assert "احفظ الأوزان" not in page.text
    page = lead.send("/queue/weights", **{"need.debt": "٦٠", "step": "preview"})
    assert "ما سيتحرك" in page.text
    page = lead.send(
        "/queue/weights", **{"need.debt": "60", "step": "save", "weights_reason": "ديون المدارس أولى الآن"}
    )
    assert "ديون المدارس أولى الآن" in page.text
    with transaction(write=False) as session:
        assert session.scalars(select(QueueWeights)).one().weights["need.debt"] == 60
    lead.open("/queue/weights")
    assert "القيمة خارج المعقول" in lead.send("/queue/weights", 422, **{"daily": "99", "step": "preview"}).text


def test_filters_are_saved_under_a_name_and_shared(lead: Browsing, browser_of: Signed) -> None:
    lead.open("/queue?q=رفحاء&lane=0")
    with transaction(write=False) as session:
        office = str(session.scalars(select(Case.office_id)).first())
    lead.send("/queue/views", view_name="عاجل رفحاء", view_office=office)
    page = browser_of("member").open("/queue")
    assert "عاجل رفحاء" in page.text
    lead.open("/queue?q=1234")
    assert "لا تكتب أرقام" in lead.send("/queue/views", 422, view_name="رقم").text
    with transaction(write=False) as session:
        view = session.scalars(select(SavedView)).one()
    lead.open("/queue")
    lead.send(f"/queue/views/{view.id}/drop")
    assert "عاجل رفحاء" not in browser_of("member").open("/queue").text


def test_a_member_sees_no_desk(browser_of: Signed) -> None:
    member = browser_of("member")
    assert "أوزان الترتيب" not in member.open("/queue").text
    member.open("/queue/weights", 403)
