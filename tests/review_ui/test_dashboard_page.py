"""The supervisor's dashboard: numbers from the facts, a table for each chart, and a way from each number to where one acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import CaseMove
from detector.clock import now
from detector.dashboard.refresh import refresh
from detector.db import transaction
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.reports.models import Source
from detector.staff.models import Account
from tests.factories import a_case, an_account
from tests.review_ui.browsing import Browsing
from tests.review_ui.families import offices, stopped

Signed = Callable[[str], Browsing]


def decided(session: Session, officer: Account, outcome: Outcome, source: Source = Source.FILES) -> None:
    """A case that was visited 36 hours after its opening, and decided."""
    opened = now() - timedelta(hours=40)
    case = a_case(session, status=Status.DECIDED, office=offices(session)[0], source=source, opened_at=opened)
    at = opened + timedelta(hours=36)
    session.add(CaseMove(case_id=case.id, old=Status.VISIT_PLANNED, new=Status.VISITED, at=at, by_id=officer.id))
    session.add(CaseMove(case_id=case.id, old=Status.VISITED, new=Status.DECIDED, at=at, by_id=officer.id))
    session.add(
        Decision(
            case_id=case.id, outcome=outcome, reason="زيارة ومطابقة", state=DecisionState.FINAL,
            proposed_by_id=officer.id, proposed_at=at,
        )
    )  # fmt: skip


def table(html: str, name: str) -> list[list[str]]:
    """The words of a table's cells, by row, heads left out."""
    body = re.search(rf'<table[^>]*id="{name}".*?<tbody>(.*?)</tbody>', html, re.DOTALL)
    assert body is not None
    rows = re.findall(r"<tr>(.*?)</tr>", body.group(1), re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[dh]>", row)[:-1]] for row in rows]


def test_every_chart_stands_beside_the_table_it_is_drawn_from(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        decided(session, an_account(session), Outcome.REGISTERED)
        a_case(session, office=offices(session)[0])
        refresh(session)
    page = browser.open("/dashboard")
    drawn = re.findall(r'data-chart="\w+" data-of="(\w+)"', page.html)
    assert drawn == ["funnel", "precision", "time", "outcomes", "backlog"]
    for name in drawn:
        assert table(page.html, name), name


def test_a_long_table_stands_open_for_those_without_scripts(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        a_case(session, office=offices(session)[0])
        refresh(session)
    assert '<details class="fold small" open data-table>' in browser.open("/dashboard").html


def test_the_backlog_of_an_office_leads_to_its_queue(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        home, other = offices(session)
        for status in (Status.QUEUED, Status.QUEUED, Status.CLAIMED):
            a_case(session, office=home, status=status)
        a_case(session, office=other)
        refresh(session)
        way = f"/queue?office={home.id}"
        name = home.name
    page = browser.open("/dashboard")
    row = next(cells for cells in table(page.html, "backlog") if cells[0] == name)
    assert row[1:3] == ["2", "1"]
    assert row[-1] == "3"
    assert way in page.links
    assert "D-26-" in browser.open(way).text


def test_a_share_is_not_shown_before_ten_decisions(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        officer = an_account(session)
        for n in range(10):
            decided(session, officer, Outcome.NOT_A_CASE if n < 2 else Outcome.REGISTERED, Source.TIP_FORM)
        for _ in range(9):
            decided(session, officer, Outcome.REGISTERED, Source.NEWS)
        refresh(session)
    html = browser.open("/dashboard").html
    assert sorted(table(html, "precision")) == sorted(
        [["نموذج البلاغ", "10", "8", "\u200e80%"], ["الصحف والأخبار", "9", "9", "لا يكفي بعد"]]
    )


def test_time_to_visit_is_the_mean_of_the_days_visits_in_hours(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        decided(session, an_account(session), Outcome.REGISTERED)
        refresh(session)
    [row] = table(browser.open("/dashboard").html, "time")
    assert row[1:] == ["1", "36"]


def test_guided_families_and_outcomes_are_counted(browser_of: Signed) -> None:
    browser = browser_of("lead")
    with transaction() as session:
        stopped(session)
        for outcome in (Outcome.REGISTERED, Outcome.REGISTERED, Outcome.REFERRED):
            decided(session, an_account(session), outcome)
        refresh(session)
    page = browser.open("/dashboard")
    assert table(page.html, "outcomes") == [["تسجيل في الضمان", "2"], ["إحالة إلى جهة أخرى", "1"]]
    assert ["قرارات صدرت", "3"] in [row[:2] for row in table(page.html, "funnel")]
    assert "/guidance" in page.links


def test_before_the_first_count_the_page_says_so(browser_of: Signed) -> None:
    page = browser_of("lead").open("/dashboard")
    assert "لم تُحسب بعد" in page.text
    assert "لا زيارات في هذه المدة." in page.text


@pytest.mark.parametrize(("asked", "shown"), [("7", "آخر 7 أيام"), ("90", "آخر 90 يومًا"), ("x", "آخر 30 يومًا")])
def test_the_period_can_be_chosen(browser_of: Signed, asked: str, shown: str) -> None:
    assert shown in browser_of("lead").open(f"/dashboard?days={asked}").text


@pytest.mark.parametrize("username", ["member", "press", "root"])
def test_only_supervisors_read_it(browser_of: Signed, username: str) -> None:
    assert "غير مسموح" in browser_of(username).open("/dashboard", 403).text
