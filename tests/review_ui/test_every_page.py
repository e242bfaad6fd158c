"""Each page keeps the rules that `page.Page` checks, for each role and in each state of a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detector.db import transaction
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]


@pytest.mark.parametrize("path", ["/tips/new", "/tips/follow", "/sign-in"])
def test_pages_for_everybody_are_in_order(visitor: Browsing, path: str) -> None:
    visitor.open(path)
    assert visitor.path == path  # `open` found the page in order; it is also the one that was asked for


@pytest.mark.parametrize(
    ("username", "paths"),
    [
        ("press", ["/tips/new", "/tips/mine"]),
        ("member", ["/queue", "/queue?mine=1", "/queue?q=1", "/cases/D-26-000001", "/cases/D-26-000001/visit",
                    "/cases/D-26-000001/match", "/cases/D-26-000001/estimate",
                     "/cases/D-26-000001/family",
                    "/cases/D-26-000001/decision", "/guidance", "/guidance/D-26-000050",
                    "/desk/new", "/contacts"]),
        ("lead", ["/dashboard", "/queue?region=RD&lane=0", "/sources", "/purges", "/cases/D-26-000001"]),
        ("root", ["/accounts", "/tips/new"]),
    ],
)  # fmt: skip
def test_pages_of_each_role_are_in_order(browser_of: Signed, username: str, paths: list[str]) -> None:
    browser = browser_of(username)
    with transaction() as session:
        families.widow(session, 1)
        families.stopped(session, 50)
    for path in paths:
        browser.open(path)
        assert browser.path == path


@pytest.mark.parametrize(
    ("username", "start"),
    [("press", "/tips/new"), ("member", "/queue"), ("lead", "/dashboard"), ("root", "/accounts")],
)
def test_the_start_leads_each_role_to_its_own_page(browser_of: Signed, username: str, start: str) -> None:
    browser = browser_of(username)
    browser.open("/")
    assert browser.path == start


def test_the_start_leads_everybody_else_to_the_tip_form(visitor: Browsing) -> None:
    visitor.open("/")
    assert visitor.path == "/tips/new"


def test_a_page_that_is_not_there_says_so_in_arabic(visitor: Browsing) -> None:
    assert "لا توجد صفحة بهذا العنوان" in visitor.open("/nowhere", 404).text


def test_static_files_are_kept_for_a_year_under_a_versioned_name(visitor: Browsing) -> None:
    page = visitor.open("/tips/new")
    sheet = next(part for part in page.html.split('"') if part.startswith("/static/css/base.css"))
    answer = visitor.client.get(sheet)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
