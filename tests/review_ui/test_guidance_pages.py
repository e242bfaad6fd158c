"""Payment guidance: the two warnings first, the five steps in order, and the other tracks where the rules say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.db import transaction
from detector.guidance.models import Payment, PaymentIssue, StepDone
from detector.guidance.rules import PaymentState, Track
from detector.guidance.service import open_issue
from detector.staff.scope import Actor
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
PAGE = "/guidance/D-26-000050"
IBAN = "SA0380000000608010167519"  # the example of the IBAN registry
STEPS = ("وثّق ربط الآيبان", "راجع البنك", "فعّل «استئناف الدفع»", "قدّم شكوى مالية", "حدّث البيانات دوريًا")


@pytest.fixture
def member(browser_of: Signed) -> Browsing:
    """A committee member in front of one family whose payment was rejected."""
    browser = browser_of("member")
    with transaction() as session:
        families.stopped(session, 50)
    browser.open(PAGE)
    return browser


def payment() -> Payment:
    with transaction(write=False) as session:
        return session.scalars(select(Payment)).one()


def issue() -> PaymentIssue:
    with transaction(write=False) as session:
        return session.scalars(select(PaymentIssue)).one()


def actions(browser: Browsing) -> list[str]:
    assert browser.last is not None
    return [form.action for form in browser.last.forms]


def step(name: str) -> str:
    return f"{PAGE}/payments/{payment().id}/steps/{name}"


def put_on(track: Track) -> None:
    with transaction() as session:
        session.scalars(select(PaymentIssue)).one().track = track


@pytest.mark.parametrize("track", list(Track))
def test_the_two_warnings_come_first_and_say_why(member: Browsing, track: Track) -> None:
    put_on(track)
    text = member.open(PAGE).text
    order = [
        text.index(words) for words in ("لا تحذف الحساب", "لا تسحب الطلب القائم", "حفظًا لأقدمية الاستحقاق", "ما كُتب")
    ]
    assert order == sorted(order)
    assert not any(words in text[: order[0]] for words in (*STEPS, "الاعتراض لا الشكوى"))


def test_the_five_steps_stand_in_the_articles_order(member: Browsing) -> None:
    text = member.open(PAGE).text
    places = [text.index(words) for words in STEPS]
    assert places == sorted(places)


def test_the_complaint_opens_after_the_first_three_steps(member: Browsing) -> None:
    complaint = step("financial_complaint")
    assert "تُفتح بعد الخطوات الثلاث الأولى" in member.open(PAGE).text
    for name in ("link_iban", "check_bank", "resume_payment"):
        assert complaint not in actions(member)
        member.send(step(name))
    assert payment().state is PaymentState.RESUMED
    page = member.send(complaint)
    assert "سُجّلت الخطوة." in page.text
    assert complaint not in actions(member)


def test_a_complaint_sent_too_early_is_refused_and_says_what_is_missing(member: Browsing) -> None:
    csrf = member.open(PAGE).form(f"{PAGE}/iban").values()["csrf"]
    page = member.post(step("financial_complaint"), {"csrf": csrf}, 409)
    assert "الشكوى المالية تأتي بعد الخطوات الثلاث الأولى" in page.text
    assert "وثّق ربط الآيبان" in page.text


def test_a_rightly_written_iban_is_shown_masked_and_promises_nothing(member: Browsing) -> None:
    page = member.send(f"{PAGE}/iban", iban="SA03 8000 0000 6080 1016 7519")
    assert "كتابة الآيبان" in page.text
    assert "يؤكدهما البنك" in page.text
    assert IBAN not in page.html
    assert "1016 7519" not in page.html


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("SA0380000000608010167518", "انسخه من تطبيق البنك"),
        ("SA038000000060801016751", "24 خانة"),
        ("GB29NWBK60161331926819", "يبدأ بـ SA"),
        ("", "يبدأ بـ SA"),
    ],
)
def test_a_wrongly_written_iban_blames_nobody_and_is_not_kept(member: Browsing, typed: str, told: str) -> None:
    page = member.send(f"{PAGE}/iban", iban=typed)
    assert told in page.text
    assert not any(word in page.text for word in ("خطؤك", "أخطأت", "خطأ منك"))
    assert not typed or typed not in page.html


@pytest.mark.parametrize(
    ("track", "told"),
    [(Track.OBJECTION, "بابها الاعتراض لا الشكوى المالية"), (Track.REFERRAL, "دلّ المستفيد على قناة ذلك البرنامج")],
)
def test_the_other_tracks_show_their_own_way_and_none_of_the_steps(member: Browsing, track: Track, told: str) -> None:
    put_on(track)
    page = member.open(PAGE)
    assert told in page.text
    assert not any(words in page.text for words in STEPS)
    assert not any("/payments" in action or action.startswith(f"{PAGE}/iban") for action in actions(member))


def test_a_person_can_put_the_issue_on_another_track_with_a_reason(member: Browsing) -> None:
    member.send(f"{PAGE}/track", 422, track="objection", track_reason="")
    assert issue().track is Track.PAYMENT
    page = member.send(f"{PAGE}/track", track="objection", track_reason="النص يذكر رفض الأهلية")
    assert "تغيّر المسار." in page.text
    assert issue().track is Track.OBJECTION


def test_a_payment_is_added_by_its_month_once(member: Browsing) -> None:
    page = member.send(f"{PAGE}/payments", due="2026-03", state="suspended")
    assert "دفعة مارس 2026" in page.text
    again = member.send(f"{PAGE}/payments", 422, due="2026-03", state="suspended")
    assert "هذا الشهر مسجل من قبل." in again.text
    assert "التاريخ لم يأتِ بعد" in member.send(f"{PAGE}/payments", 422, due="2126-03", state="suspended").text
    assert "التاريخ غير صحيح" in member.send(f"{PAGE}/payments", 422, due="مارس", state="suspended").text


def test_the_state_of_a_payment_is_changed(member: Browsing) -> None:
    page = member.send(f"{PAGE}/payments/{payment().id}/state", state="paid")
    assert "حُدّثت حالة الدفعة." in page.text
    assert payment().state is PaymentState.PAID


def test_escalation_waits_for_the_complaint(member: Browsing) -> None:
    refused = member.send(f"{PAGE}/escalate", 409, escalate_reason="لم تحل بعد")
    assert "الرفع إلى جهة أعلى يأتي بعد الشكوى المالية" in refused.text
    for name in ("link_iban", "check_bank", "resume_payment", "financial_complaint"):
        member.open(PAGE)
        member.send(step(name))
    assert "رُفعت المشكلة." in member.send(f"{PAGE}/escalate", escalate_reason="مضى شهر على الشكوى").text
    assert issue().escalated_at is not None


def test_a_family_in_need_joins_the_visit_queue_with_a_reason(member: Browsing) -> None:
    member.send(f"{PAGE}/to-queue", 422, queue_reason="")
    page = member.send(f"{PAGE}/to-queue", queue_reason="لا طعام في البيت")
    assert member.path.startswith("/cases/D-26-000050")
    assert "أُحيلت الأسرة إلى قائمة الزيارات." in page.text
    with transaction(write=False) as session:
        assert get_case(session, Actor.system(), "D-26-000050").status is Status.QUEUED
    member.open(PAGE)
    assert f"{PAGE}/to-queue" not in actions(member)


def test_a_closed_issue_is_only_read(member: Browsing) -> None:
    page = member.send(f"{PAGE}/close", close_reason="صُرفت الدفعة")
    assert "أُغلقت المشكلة." in page.text
    assert "لا تحذف الحساب" in page.text
    assert actions(member) == ["/sign-out"]
    assert PAGE not in member.open("/guidance").links


def test_the_list_is_narrowed_by_track(member: Browsing) -> None:
    assert PAGE in member.open("/guidance").links
    assert PAGE in member.open("/guidance?track=payment").links
    assert "لا مشكلات صرف مفتوحة" in member.open("/guidance?track=objection").text


def test_another_office_does_not_find_it(member: Browsing, browser_of: Signed) -> None:
    stranger = browser_of("stranger")
    assert PAGE not in stranger.open("/guidance").links
    stranger.open(PAGE, 404)


def test_a_case_without_a_payment_issue_has_no_guidance(member: Browsing) -> None:
    with transaction() as session:
        families.widow(session, 1)
    assert "لم نجد ما طلبته" in member.open("/guidance/D-26-000001", 404).text
    assert "/guidance/D-26-000001" not in member.open("/guidance").links


def test_a_payment_of_another_case_cannot_be_ticked_from_here(member: Browsing) -> None:
    with transaction() as session:
        _, other = families.offices(session)
        theirs = families.case(session, 77, kind="payment_issue", needs=(), doubts=(), office=other)
        open_issue(session, theirs, programme="daman", text="")
        number = session.scalars(
            select(Payment.id).join(Case, Case.id == Payment.case_id).where(Case.id == theirs.id)
        ).one()
    csrf = member.open(PAGE).form(f"{PAGE}/iban").values()["csrf"]
    member.post(f"{PAGE}/payments/{number}/steps/link_iban", {"csrf": csrf}, 404)
    with transaction(write=False) as session:
        assert session.scalar(select(StepDone).where(StepDone.payment_id == number)) is None
