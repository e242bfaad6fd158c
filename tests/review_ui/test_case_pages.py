"""The case file: evidence, scope, holding, contact, consent, and that every view is in the journal."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.db import transaction
from detector.journal.models import Entry
from detector.outreach.models import Consent
from detector.reports.models import Report, Tip
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
CASE = "/cases/D-26-000001"


@pytest.fixture
def member(browser_of: Signed) -> Browsing:
    browser = browser_of("member")
    with transaction() as session:
        families.widow(session, 1)
    return browser


@pytest.fixture
def holder(member: Browsing) -> Browsing:
    member.open("/queue")
    member.send(f"{CASE}/claim")
    return member


def actions() -> list[str]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Entry.action).order_by(Entry.seq)))


def test_evidence_and_counter_evidence_are_marked_in_the_writers_own_letters(member: Browsing) -> None:
    html = unescape(member.open(CASE).html)
    marks = re.findall(r'<mark class="(for|against)" title="([^"]+)">([^<]+)<', html)
    assert ("for", "أرملة", "أرملة") in marks
    assert ("for", "بلا دخل", "ما عندهم دخل") in marks
    assert ("against", "في النص رقم حساب", "رقم الحساب") in marks
    words = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", html, re.S)
    assert words is not None
    plain = re.sub(r"<span class=\"hidden-text\">.*?</span>|<[^>]+>", "", words[1])
    assert plain == families.WIDOW


def test_hostile_words_in_a_report_stay_words(member: Browsing) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202eمحتاج"
    with transaction() as session:
        report = session.scalars(select(Report)).one()
        report.text, report.url = hostile, "javascript:alert(3)"
        families.case(session, 2, text=hostile, place='"><script>alert(4)</script>', url="data:text/html,x")
    for path in (CASE, "/cases/D-26-000002", "/queue"):
        html = member.open(path).html
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "javascript:" not in html
        assert "data:text" not in html


def test_every_view_of_a_case_is_in_the_journal(member: Browsing) -> None:
    for part in ("", "/visit", "/match", "/decision"):
        member.open(CASE + part)
    assert actions().count("case.viewed") == 4


@pytest.mark.parametrize("part", ["", "/visit", "/match", "/decision"])
def test_another_offices_case_is_not_found(member: Browsing, browser_of: Signed, part: str) -> None:
    page = browser_of("stranger").open(CASE + part, 404)
    assert "خارج نطاق مكتبك" in page.text
    assert "أرملة" not in page.text


@pytest.mark.parametrize("username", ["press", "root"])
def test_journalists_and_administrators_read_no_family(member: Browsing, browser_of: Signed, username: str) -> None:
    browser = browser_of(username)
    assert "ليس من صلاحيات دورك" in browser.open(CASE, 403).text
    browser.open("/queue", 403)


def test_a_colleague_who_was_quicker_is_named_and_nothing_is_taken(member: Browsing, browser_of: Signed) -> None:
    member.open("/queue")
    colleague = browser_of("colleague")
    colleague.open("/queue")
    colleague.send(f"{CASE}/claim")
    page = member.send(f"{CASE}/claim", 409)
    assert "سبقك زميل" in page.text
    assert "هند الحربي" in page.text


def test_who_does_not_hold_a_case_reads_it_without_forms(holder: Browsing, browser_of: Signed) -> None:
    page = browser_of("colleague").open(CASE)
    assert [f.action for f in page.forms] == ["/sign-out"]


def test_the_next_step_leads_from_contact_to_a_planned_visit(holder: Browsing) -> None:
    assert "تواصل مع المبلّغ أو الأسرة" in holder.open(CASE).text
    holder.send(f"{CASE}/contact", channel="phone", reached="reached", note="ردت الأم")
    assert "سجّل موافقة الأسرة" in holder.last.text
    page = holder.send(
        f"{CASE}/consent", purposes=["visit", "registry_match"], ground="consent", given_by="الأم",
        consent_channel="phone",
    )  # fmt: skip
    assert "رتّب زيارة" in page.text
    with transaction(write=False) as session:
        assert session.scalars(select(Consent)).one().given_by == "الأم"


def test_a_consent_without_a_purpose_says_so_and_keeps_the_name(holder: Browsing) -> None:
    holder.open(CASE)
    page = holder.send(f"{CASE}/consent", 422, ground="consent", given_by="الأم", consent_channel="phone")
    assert "اختر واحدًا من الخيارات" in page.text
    assert page.form(f"{CASE}/consent").values()["given_by"] == ["الأم"]


def test_nobody_agrees_to_a_match_for_somebody_else(holder: Browsing) -> None:
    holder.open(CASE)
    page = holder.send(
        f"{CASE}/consent", 422, purposes=["registry_match"], ground="consent", given_by="الجار",
        consent_channel="through_sender",
    )  # fmt: skip
    assert "لا يوافق عليهما إلا صاحب الشأن نفسه" in page.text


def test_who_does_not_want_contact_is_left_in_peace(holder: Browsing) -> None:
    holder.open(CASE)
    holder.send(f"{CASE}/contact", channel="phone", reached="does_not_want_contact")
    page = holder.send(f"{CASE}/contact", 409, channel="phone", reached="reached")
    assert "احترم رغبته" in page.text


def test_a_consent_is_withdrawn_as_easily_as_it_was_given(holder: Browsing) -> None:
    holder.open(CASE)
    holder.send(f"{CASE}/consent", purposes=["visit"], ground="consent", given_by="الأم", consent_channel="phone")
    assert "سُحبت الموافقة" in holder.send(f"{CASE}/consent/1/withdraw").text


def test_a_senders_number_is_masked_until_a_reason_is_given(holder: Browsing) -> None:
    with transaction() as session:
        report = session.scalars(select(Report)).one()
        session.add(Tip(report_id=report.id, receipt_hash="h", sender_name="سعد", sender_phone="+966501234567",
                        may_be_contacted=True, created_at=now()))  # fmt: skip
    assert "501234567" not in holder.open(CASE).html
    reveal = f"{CASE}/reports/{report.id}/phone"
    assert "501234567" not in holder.send(reveal, 422, reveal_reason="اتصل").html
    assert "+966501234567" in holder.send(reveal, reveal_reason="للاتصال بالمبلّغ عن مكان الأسرة").html
    assert "501234567" not in holder.open(CASE).html
    assert actions().count("contact.phone_revealed") == 1


def test_a_case_is_given_back_with_a_reason_or_handed_to_a_colleague(holder: Browsing) -> None:
    holder.open(CASE)
    colleague = next(f for f in holder.last.form(f"{CASE}/hand-over").fields if f.name == "to_account_id")
    assert colleague.value == ""  # nobody is chosen for the holder
    assert "هذا الحقل مطلوب" in holder.send(f"{CASE}/release", 422).text
    holder.send(f"{CASE}/release", release_reason="خارج نطاق المكتب")
    assert holder.path == "/queue?done=released"
    with transaction(write=False) as session:
        assert session.scalars(select(Case.status)).one() is Status.QUEUED


def test_opening_a_case_takes_the_same_number_of_queries_however_many_reports(
    member: Browsing, count_queries: list[str]
) -> None:
    from detector.cases.models import CaseReport
    from detector.detection.models import Detection

    member.open(CASE)
    before, few = len(count_queries), 0
    member.open(CASE)
    few = len(count_queries) - before
    with transaction() as session:
        case = session.scalars(select(Case)).one()
        for serial in range(100, 130):
            families.case(session, serial)
        for link in session.scalars(select(CaseReport)):
            if link.case_id != case.id:
                session.add(CaseReport(case_id=case.id, report_id=link.report_id, state=link.state,
                                       why="near_words", score=0.9, linked_at=link.linked_at))  # fmt: skip
        assert session.scalars(select(Detection)).all()
    before = len(count_queries)
    member.open(CASE)
    assert len(count_queries) - before == few
