"""Everybody who opens pages, in front of a database of invented families."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detector.db import transaction
from tests.review_ui.browsing import Browsing, application
from tests.review_ui.families import Staff, staff


@pytest.fixture
def people(database: str) -> Staff:
    with transaction() as session:
        return staff(session)


@pytest.fixture
def visitor(database: str) -> Browsing:
    """Somebody without an account."""
    return Browsing(application())


@pytest.fixture
def browser_of(people: Staff) -> Callable[[str], Browsing]:
    """`browser_of("member")` is signed in; see families.staff for the names."""

    def signed_in(username: str) -> Browsing:
        browser = Browsing(application())
        browser.sign_in(username)
        return browser

    return signed_in
