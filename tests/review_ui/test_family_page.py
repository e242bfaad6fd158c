"""Two reports side by side: one family or two, and every answer can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.linking import describe, remember
from detector.cases.models import Case, CaseReport, LinkAct, LinkState
from detector.cases.queries import reports_of
from detector.clock import now
from detector.db import transaction
from detector.jobs.purge import purge
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
ONE, OTHER = "D-26-000001", "D-26-000002"


def two_alike(session: Session) -> None:
    one, other = families.widow(session, 1), families.widow(session, 2)
    session.flush()
    for case in (one, other):
        for told in reports_of(session, case):
            remember(session, describe(told.report, [], told.detection))
    report = session.scalars(select(CaseReport.report_id).where(CaseReport.case_id == other.id)).one()
    session.add(
        CaseReport(
            case_id=one.id, report_id=report, state=LinkState.SUGGESTED, why="same_facts", score=0.7, linked_at=now()
        )
    )


def status(number: str) -> Status:
    with transaction(write=False) as session:
        return session.scalars(select(Case.status).where(Case.number == number)).one()


def test_two_reports_stand_side_by_side_with_what_speaks_for_one_family(browser_of: Signed) -> None:
    browser = browser_of("member")
    with transaction() as session:
        two_alike(session)
    page = browser.open(f"/cases/{ONE}/family")
    assert OTHER in page.text
    assert page.text.count("جارتنا أرملة في رفحاء") >= 2
    assert "يتفقان" in page.text
    assert "نفس الأسرة" in page.text


def test_yes_makes_one_case_and_can_be_taken_back(browser_of: Signed) -> None:
    browser = browser_of("member")
    with transaction() as session:
        two_alike(session)
    browser.open(f"/cases/{ONE}/family")
    page = browser.send(f"/cases/{ONE}/family/same", other=OTHER, link_reason="أكد الجار")
    assert "صارتا حالة واحدة." in page.text
    assert {status(ONE), status(OTHER)} == {Status.QUEUED, Status.MERGED}
    with transaction(write=False) as session:
        act = session.scalars(select(LinkAct.id)).one()
    page = browser.send(f"/cases/{ONE}/family/undo/{act}", link_reason="أخطأت")
    assert "تُراجع عن ذلك." in page.text
    assert {status(ONE), status(OTHER)} == {Status.QUEUED}


def test_no_ends_the_question(browser_of: Signed) -> None:
    browser = browser_of("member")
    with transaction() as session:
        two_alike(session)
    browser.open(f"/cases/{ONE}/family")
    page = browser.send(f"/cases/{ONE}/family/other", other=OTHER, link_reason="شارعان")
    assert "سُجّل أنهما أسرتان." in page.text
    assert "لا حالة تشبهها تنتظر رأيك." in page.text


def test_a_number_that_is_not_there_is_said_on_the_page(browser_of: Signed) -> None:
    browser = browser_of("member")
    with transaction() as session:
        two_alike(session)
    browser.open(f"/cases/{ONE}/family")
    page = browser.send(f"/cases/{ONE}/family/same", 404, other="D-26-999999", link_reason="أعرفها")
    assert "لم نجد ما طلبته" in page.text


def test_a_household_that_takes_all_back_is_gone_and_the_supervisor_sees_the_proof(browser_of: Signed) -> None:
    member, lead = browser_of("member"), browser_of("lead")
    with transaction() as session:
        two_alike(session)
    member.open(f"/cases/{ONE}/family")
    member.send(f"/cases/{ONE}/withdraw", link_reason="اتصلت الأسرة بالمكتب")
    assert status(ONE) is Status.WITHDRAWN
    assert "ينتظر" in lead.open("/purges").text
    with transaction() as session:
        purge(session)
    page = lead.open("/purges")
    assert "موافقة سُحبت" in page.text
    assert "حُذف" in page.text
    member.open("/purges", 403)
