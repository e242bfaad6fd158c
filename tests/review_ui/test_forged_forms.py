"""Forms that our own pages did not send are refused, before and after signing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.db import transaction
from detector.reports.models import Tip
from tests.review_ui import families
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
CLAIM = "/cases/D-26-000001/claim"


@pytest.fixture
def waiting(people: families.Staff) -> None:
    with transaction() as session:
        families.widow(session, 1)


def status() -> Status:
    with transaction(write=False) as session:
        return session.scalars(select(Case.status)).one()


@pytest.mark.parametrize("token", [[], [""], ["made-up"]])
def test_a_form_without_the_token_of_this_sign_in_changes_nothing(
    browser_of: Signed, waiting: None, token: list[str]
) -> None:
    page = browser_of("member").post(CLAIM, {"csrf": token}, 403)
    assert "انتهت صلاحية هذا النموذج" in page.text
    assert status() is Status.QUEUED


def test_the_token_of_another_sign_in_changes_nothing(browser_of: Signed, waiting: None) -> None:
    mine, other = browser_of("member"), browser_of("colleague")
    token = other.open("/queue").form(CLAIM).values()["csrf"]
    mine.post(CLAIM, {"csrf": token}, 403)
    assert status() is Status.QUEUED


def test_a_form_on_another_site_changes_nothing_even_with_the_token(browser_of: Signed, waiting: None) -> None:
    browser = browser_of("member")
    token = browser.open("/queue").form(CLAIM).values()["csrf"]
    for header in ({"origin": "https://example.org"}, {"sec-fetch-site": "cross-site"}):
        answer = browser.client.post(CLAIM, data={"csrf": token[0]}, headers=header)
        assert answer.status_code == 403
    assert status() is Status.QUEUED


def test_another_site_cannot_file_a_tip_with_a_visitors_browser(visitor: Browsing) -> None:
    tip = {"text": families.WIDOW, "about": "other"}
    answer = visitor.client.post("/tips/new", data=tip, headers={"origin": "https://example.org"})
    assert answer.status_code == 403
    with transaction(write=False) as session:
        assert session.scalars(select(Tip)).all() == []


def test_a_form_that_is_far_too_large_is_refused_unread(visitor: Browsing) -> None:
    tip = {"text": "ا" * 300_000, "about": "other"}
    assert visitor.client.post("/tips/new", data=tip).status_code == 422
