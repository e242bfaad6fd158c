"""Browser fixtures: one Chromium a session, one server and one watched tab a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from detector.db import transaction
from tests.browser.chromium import PHONE, Watched, launch, serving
from tests.review_ui.browsing import application
from tests.review_ui.families import Staff, staff


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def people(database: str) -> Staff:
    with transaction() as session:
        return staff(session)


@pytest.fixture
def address(people: Staff) -> Iterator[str]:
    """The pages, served over the test's own database."""
    with serving(application()) as url:
        yield url


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Callable[..., Watched]]:
    """`tab()` opens a tab on a phone; options are Playwright's. Whatever a page may not do fails the test at its end."""
    opened: list[Watched] = []

    def new(**options: Any) -> Watched:
        context = chromium.new_context(**{"viewport": PHONE, "locale": "ar", **options})
        context.set_default_timeout(15_000)
        opened.append(Watched(context.new_page(), address))
        return opened[-1]

    yield new
    for one in opened:
        one.page.context.close()
    assert [fault for one in opened for fault in one.faults] == []
