"""A tip in a minute: the form, its messages, the receipt and the status page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.config import settings
from detector.db import transaction
from detector.places.models import Governorate
from detector.reports.models import Report, Tip
from tests.review_ui.browsing import Browsing
from tests.review_ui.families import Staff

Signed = Callable[[str], Browsing]
TEXT = "أسرة من ثمانية أفراد في بيت بلا كهرباء شرق صبيا، الأب مقعد ولا دخل لهم"


def receipt_of(browser: Browsing) -> str:
    return re.sub(r"^/tips/([A-Z0-9]+)\?new=1$", r"\1", browser.path)


def test_a_tip_is_answered_with_a_receipt_that_opens_its_status(visitor: Browsing) -> None:
    visitor.open("/tips/new")
    page = visitor.send("/tips/new", text=TEXT, about="other")
    code = receipt_of(visitor)
    assert len(code) == 26
    assert code in "".join(page.text.split())
    assert 'data-draft-done="tip"' in page.html
    spoken = " ".join(code[i : i + 4].lower() for i in range(0, 26, 4))
    visitor.open("/tips/follow?receipt=" + spoken.replace(" ", "+"))
    assert visitor.path == f"/tips/{code}"
    assert "حفظنا البلاغ" in visitor.last.text


def test_the_status_page_tells_nothing_of_the_household(visitor: Browsing) -> None:
    visitor.open("/tips/new")
    visitor.send("/tips/new", text=TEXT, about="other", place_text="بيت أبيض")
    page = visitor.open(f"/tips/{receipt_of(visitor)}")
    for word in ("ثمانية", "صبيا", "مقعد", "بيت أبيض"):
        assert word not in page.html


def test_what_was_told_is_stored_as_it_was_told(visitor: Browsing) -> None:
    with transaction(write=False) as session:
        place = session.scalars(select(Governorate).order_by(Governorate.id)).first()
    assert place is not None
    visitor.open("/tips/new")
    visitor.send(
        "/tips/new", text=TEXT, about="self", governorate_id=str(place.id), may_be_contacted="1",
        sender_phone="٠٥٠ ١٢٣ ٤٥٦٧", url="https://example.org/p/1",
    )  # fmt: skip
    with transaction(write=False) as session:
        tip, report = session.execute(select(Tip, Report).join(Report, Report.id == Tip.report_id)).one()
    assert report.text == TEXT
    assert report.url == "https://example.org/p/1"
    assert (tip.governorate_id, tip.region_code) == (place.id, place.region_code)
    assert (tip.sender_phone, tip.may_be_contacted, tip.is_about_self) == ("+966501234567", True, True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"text": "", "about": "other"}, "هذا الحقل مطلوب"),
        ({"text": "ساعدوني", "about": "other"}, "النص قصير"),
        ({"text": "ا" * 20_001, "about": "other"}, "النص أطول من المسموح"),
        ({"text": "\x00\x00\ud83d".encode("utf-8", "replace").decode(), "about": "other"}, "النص قصير"),
        ({"text": TEXT}, "اختر واحدًا من الخيارات"),
        ({"text": TEXT, "about": "other", "may_be_contacted": "1"}, "اكتب رقمك"),
        ({"text": TEXT, "about": "other", "sender_phone": "12"}, "رقم الهاتف غير صحيح"),
        ({"text": TEXT, "about": "other", "url": "javascript:alert(1)"}, "اكتب رابطًا كاملًا"),
        ({"text": TEXT, "about": "other", "governorate_id": "999999"}, "الخيار غير معروف"),
    ],
)
def test_a_tip_that_does_not_fit_says_why_and_keeps_what_was_typed(
    visitor: Browsing, typed: dict[str, str], message: str
) -> None:
    visitor.open("/tips/new")
    page = visitor.send("/tips/new", 422, **typed)
    assert message in page.text
    values = page.form("/tips/new").values()
    for name in ("sender_phone", "url"):
        assert values[name] == [typed.get(name, "")]
    with transaction(write=False) as session:
        assert session.scalars(select(Tip)).all() == []


def test_hostile_text_comes_back_as_text(visitor: Browsing) -> None:
    visitor.open("/tips/new")
    hostile = "</textarea><script>alert(1)</script>"
    page = visitor.send("/tips/new", 422, text=hostile, place_text='"><img src=x onerror=alert(1)>')
    assert "<script>alert" not in page.html
    assert "<img" not in page.html
    assert hostile in unescape(page.html)


def test_one_address_cannot_flood_us(visitor: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "tip_rate_per_hour", 1)
    visitor.client.headers["x-forwarded-for"] = "203.0.113.9"  # not believed: nobody named a proxy
    for status in (200, 429):
        visitor.open("/tips/new")
        page = visitor.send("/tips/new", status, text=TEXT, about="other")
    assert "محاولات كثيرة" in page.text
    assert page.form("/tips/new").values()["text"] == [TEXT]


def test_a_wrong_receipt_is_a_kind_not_found(visitor: Browsing) -> None:
    page = visitor.open("/tips/ABCDEFGH", 404)
    assert "لم نجد بلاغًا بهذا الرمز" in page.text
    page.form("/tips/follow")


def test_journalists_see_their_own_tips_and_nobody_elses(browser_of: Signed) -> None:
    press, member = browser_of("press"), browser_of("member")
    press.open("/tips/new")
    press.send("/tips/new", text=TEXT, about="other")
    assert "أسرة من ثمانية" in press.open("/tips/mine").text
    assert "أسرة من ثمانية" not in member.open("/tips/mine").text


def test_governorates_of_the_chosen_region_are_offered(visitor: Browsing) -> None:
    with transaction(write=False) as session:
        ours = session.scalars(select(Governorate).where(Governorate.region_code == "RD")).all()
        others = session.scalars(select(Governorate).where(Governorate.region_code != "RD")).all()
    offered = visitor.client.get("/tips/governorates?region_code=RD").text
    assert all(f'value="{g.id}"' in offered for g in ours)
    assert not any(f'value="{g.id}"' in offered for g in others)


def test_the_stage_follows_the_case(people: Staff, visitor: Browsing) -> None:
    from detector.cases.models import CaseReport, LinkState
    from detector.clock import now
    from tests.review_ui import families

    visitor.open("/tips/new")
    visitor.send("/tips/new", text=TEXT, about="other")
    code = receipt_of(visitor)
    with transaction() as session:
        case = families.widow(session, 1)
        report_id = session.scalars(select(Tip.report_id)).one()
        session.add(CaseReport(case_id=case.id, report_id=report_id, state=LinkState.CONFIRMED, why="same_words",
                               score=1.0, linked_at=now()))  # fmt: skip
    assert "في قائمة المكتب" in visitor.open(f"/tips/{code}").html
    with transaction() as session:
        session.scalars(select(Case)).one().status = Status.VISITED
    assert "زارت اللجنة المكان" in visitor.open(f"/tips/{code}").text
