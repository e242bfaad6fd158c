"""One family through the pages: visit, match, decision, second officer; and what each page refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from detector import crypto
from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import RIYADH, now
from detector.config import settings
from detector.db import transaction
from detector.registry.models import Beneficiary, Person
from detector.visits.models import Visit, VisitStatus
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
CASE = "/cases/D-26-000001"
NATIONAL_ID = "9000000064"


@pytest.fixture(autouse=True)
def demo_ids(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "demo", True)


@pytest.fixture
def holder(browser_of: Signed) -> Browsing:
    """Holds the case under a consent to everything."""
    browser = browser_of("member")
    with transaction() as session:
        families.widow(session, 1)
        session.add(
            Beneficiary(national_id_index=crypto.blind_index("national_id", NATIONAL_ID), national_id=NATIONAL_ID,
                        full_name="فاطمة محمد السالم", birth_date="1980-05-02", status="stopped", office_name=None,
                        as_of=date(2026, 6, 1))
        )  # fmt: skip
    browser.open("/queue")
    browser.send(f"{CASE}/claim")
    browser.send(
        f"{CASE}/consent", purposes=["visit", "registry_match", "agency_check"], ground="consent", given_by="الأم",
        consent_channel="phone",
    )  # fmt: skip
    return browser


def soon(hours: float) -> dict[str, str]:
    at = (now() + timedelta(hours=hours)).astimezone(RIYADH)
    return {"day": f"{at:%Y-%m-%d}", "hour": f"{at:%H:%M}"}


def plan(browser: Browsing, status: int = 200, *, when: dict[str, str] | None = None, **changes: str) -> str:
    browser.open(f"{CASE}/visit")
    typed = {**(when or soon(30)), "member_1": "عبدالله", "member_2": "هند", "woman_on_team": "1", **changes}
    return browser.send(f"{CASE}/visit/plan", status, **typed).text


FORM = {
    "members": "7", "adults": "2", "children": "5", "housing_kind": "rented", "housing_condition": "poor",
    "rent": "٩٠٠", "income_source_1": "charity", "income_amount_1": "400", "claim_widow": "found", "notes": "<b>ملاحظة</b>",
}  # fmt: skip


def file_form(browser: Browsing, status: int = 200, **changes: str) -> str:
    browser.open(f"{CASE}/visit")
    return browser.send(f"{CASE}/visit/form", status, **{**FORM, **changes}).text


def status() -> Status:
    with transaction(write=False) as session:
        return session.scalars(select(Case.status)).one()


def test_a_family_is_led_from_the_visit_to_a_registration(holder: Browsing) -> None:
    assert "جُدولت الزيارة" in plan(holder)
    filed = file_form(holder)
    assert "حُفظ نموذج الزيارة" in filed
    assert "400 ريال" in filed
    holder.open(f"{CASE}/match")
    page = holder.send(
        f"{CASE}/match/persons", full_name="فاطمة محمد السالم", national_id="٩٠٠٠٠٠٠٠٦٤", birth_date="1980-05-02"
    )
    assert NATIONAL_ID not in page.html
    page = holder.send(f"{CASE}/match/persons/1")
    assert "هو الشخص نفسه" in page.text
    assert NATIONAL_ID not in page.html
    holder.open(f"{CASE}/decision")
    page = holder.send(f"{CASE}/decision/propose", outcome="registered", reason="أرملة تعول خمسة بلا دخل يكفيهم")
    assert "صدر القرار" in page.text
    assert status() is Status.DECIDED


def test_an_adverse_decision_waits_for_another_officer(holder: Browsing, browser_of: Signed) -> None:
    holder.open(f"{CASE}/decision")
    page = holder.send(
        f"{CASE}/decision/propose", outcome="held", reason="ينتظر تجديد الهوية المنتهية", reason_code="documents"
    )
    assert "ينتظر القرار موظفًا آخر" in page.text
    lead = browser_of("lead")
    assert "D-26-000001" in lead.open("/dashboard").text
    lead.open(f"{CASE}/decision")
    assert "النص قصير" in lead.send(f"{CASE}/decision/second", 422, word="return").text
    lead.send(f"{CASE}/decision/second", word="return", note="اتصلوا بالأسرة قبل التعليق")
    assert status() is Status.CLAIMED


def test_the_proposer_cannot_second_even_by_hand(holder: Browsing, people: families.Staff) -> None:
    holder.open(f"{CASE}/decision")
    page = holder.send(
        f"{CASE}/decision/propose", outcome="not_a_case", reason="لا أسرة محتاجة في البلاغ", reason_code="opinion"
    )
    csrf = page.form("/sign-out").values()["csrf"]
    holder.post(f"{CASE}/decision/second", {"csrf": csrf, "word": ["agree"], "note": [""]}, 403)
    assert status() is Status.PROPOSED


def test_a_decision_that_lacks_something_says_what(holder: Browsing) -> None:
    page = holder.open(f"{CASE}/decision")
    assert "ينقص: زيارة سُجّل نموذجها" in page.text
    page = holder.send(f"{CASE}/decision/propose", 409, outcome="registered", reason="أرملة تعول خمسة بلا دخل يكفيهم")
    assert "زيارة سُجّل نموذجها، مطابقة مع السجل" in page.text
    assert page.form(f"{CASE}/decision/propose").values()["outcome"] == ["registered"]


def test_a_visit_needs_notice_a_team_and_a_woman(holder: Browsing) -> None:
    assert "الموعد أقرب من مهلة الإشعار" in plan(holder, 422, when=soon(2))
    assert "عضوين على الأقل" in plan(holder, 422, member_2="")
    assert "تعولها امرأة" in plan(holder, 422, woman_on_team="")
    assert "الموعد مضى" in plan(holder, 422, when=soon(-30))
    assert "التاريخ غير صحيح" in plan(holder, 422, day="٣٠/٢")
    assert status() is Status.CLAIMED
    assert "جُدولت الزيارة" in plan(holder, when=soon(2), notice_waived="الأسرة طلبت اليوم")


def test_the_same_form_sent_twice_is_one_form(holder: Browsing) -> None:
    plan(holder)
    holder.open(f"{CASE}/visit")
    values = holder.last.form(f"{CASE}/visit/form").values() | {k: [v] for k, v in FORM.items()}
    for _ in range(2):
        holder.post(f"{CASE}/visit/form", values)
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).where(Visit.status == VisitStatus.FILED)) == 1


def test_a_form_begun_before_the_case_changed_is_compared_by_a_person(holder: Browsing) -> None:
    plan(holder)
    text = file_form(holder, 409, base_version="1")
    assert "عدّل زميل هذا السجل" in text
    with transaction(write=False) as session:
        version = session.scalars(select(Case.version)).one()
    form = holder.last.form(f"{CASE}/visit/form").values()
    assert form["base_version"] == [str(version)]  # what was typed can be sent again, now knowingly
    assert form["notes"] == ["<b>ملاحظة</b>"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"adults": "3"}, "لا يساوون عدد الأفراد"),
        ({"members": "سبعة"}, "رقمًا صحيحًا"),
        ({"members": ""}, "هذا الحقل مطلوب"),
        ({"housing_kind": "castle"}, "اختر واحدًا"),
        ({"income_source_1": ""}, "اختر واحدًا"),
        ({"income_amount_1": "-5"}, "رقمًا صحيحًا"),
        ({"rent": "9" * 30}, "رقمًا صحيحًا"),
    ],
)
def test_a_visit_form_that_does_not_fit_keeps_what_was_typed(
    holder: Browsing, changes: dict[str, str], message: str
) -> None:
    plan(holder)
    assert message in file_form(holder, 422, **changes)
    assert holder.last.form(f"{CASE}/visit/form").values()["notes"] == ["<b>ملاحظة</b>"]


def test_nobody_at_home_leads_to_another_date_never_to_a_refusal(holder: Browsing) -> None:
    plan(holder)
    holder.open(f"{CASE}/visit")
    page = holder.send(f"{CASE}/visit/nobody-home")
    assert "لا يعد هذا رفضًا" in page.text
    assert status() is Status.CLAIMED


def test_the_match_is_locked_until_the_family_agrees(holder: Browsing) -> None:
    holder.open(CASE)
    holder.send(f"{CASE}/consent/1/withdraw")
    page = holder.open(f"{CASE}/match")
    assert "المطابقة مقفلة" in page.text
    assert not any(f.action.endswith("/persons") for f in page.forms)
    csrf = page.form("/sign-out").values()["csrf"]
    typed = {"csrf": csrf, "full_name": ["فاطمة محمد"], "national_id": [NATIONAL_ID]}
    assert "لا موافقة مسجلة لهذا الغرض" in holder.post(f"{CASE}/match/persons", typed, 409).text
    with transaction(write=False) as session:
        assert session.scalars(select(Person)).all() == []


def test_an_unsure_match_is_for_a_person_to_settle_before_anything_else(holder: Browsing) -> None:
    plan(holder)
    file_form(holder)
    holder.open(f"{CASE}/match")
    holder.send(f"{CASE}/match/persons", full_name="نوف سعد الحربي", national_id=NATIONAL_ID, birth_date="1980-05-02")
    assert "احسم المطابقة" in holder.send(f"{CASE}/match/persons/1").text
    assert "طابق الهوية مع سجل الضمان" in holder.open(CASE).text
    holder.open(f"{CASE}/match")
    page = holder.send(f"{CASE}/match/1/settle", judgement="different", settle_reason="الاسم لشخص آخر في البطاقة")
    assert "حسمها موظف" in page.text
    assert "اقترح القرار" in holder.open(CASE).text


def test_a_wrong_national_id_is_told_beside_its_field(holder: Browsing) -> None:
    holder.open(f"{CASE}/match")
    page = holder.send(f"{CASE}/match/persons", 422, full_name="فاطمة محمد", national_id="1000000009")
    assert 'id="national_id-wrong"' in page.html


def test_a_national_id_is_shown_once_for_a_reason(holder: Browsing) -> None:
    holder.open(f"{CASE}/match")
    holder.send(f"{CASE}/match/persons", full_name="فاطمة محمد", national_id=NATIONAL_ID)
    reveal = f"{CASE}/match/persons/1/reveal"
    assert NATIONAL_ID not in holder.send(reveal, 422, reveal_reason="لأني").html
    assert NATIONAL_ID in holder.send(reveal, reveal_reason="للتحقق من البطاقة مع الأسرة").html
    assert NATIONAL_ID not in holder.open(f"{CASE}/match").html


def test_an_agencys_yes_is_shown_as_a_claim_that_the_family_may_dispute(holder: Browsing) -> None:
    holder.open(f"{CASE}/match")
    page = holder.send(f"{CASE}/match/agencies", matter="gosi R3", answer="yes", as_of="2026-01-01")
    assert "ادعاء للتحقق" in page.text
    page = holder.send(f"{CASE}/match/agencies/1/dispute", dispute_reason="العمل انتهى قبل ثلاث سنوات")
    assert "معترض عليه" in page.text
    assert "لا يُعلم" in holder.send(f"{CASE}/match/agencies", matter="justice R1", answer="unknown").text
    page = holder.send(f"{CASE}/match/agencies", 422, matter="justice R2", answer="no")
    assert page.form(f"{CASE}/match/agencies").values()["answer"] == ["no"]


def test_a_decided_case_is_opened_again_for_a_reason(holder: Browsing) -> None:
    holder.open(f"{CASE}/decision")
    holder.send(
        f"{CASE}/decision/propose", outcome="referred", reason="أُحيلت إلى جمعية البر بالمحافظة", reason_code="charity"
    )
    holder.send(f"{CASE}/decision/reopen", reopen_reason="وصلت معلومة جديدة من الجار")
    assert status() is Status.QUEUED
