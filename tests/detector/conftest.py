"""An office, a member of its committee, and a case that the member holds; a newspaper on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.config import settings
from detector.places.models import Office
from detector.staff.models import Account
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_office
from tests.newspapers import Press


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session, region="NG")


@pytest.fixture
def holder(session: Session, office: Office) -> Account:
    return an_account(session, office=office)


@pytest.fixture
def me(holder: Account) -> Actor:
    return Actor.of(holder)


@pytest.fixture
def case(session: Session, office: Office, holder: Account) -> Case:
    return a_case(session, office=office, status=Status.CLAIMED, holder=holder)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A newspaper on loopback, which the settings allow by its address."""
    monkeypatch.setenv("DAMAN_NEWS_PRIVATE_ADDRESSES", "127.0.0.1")
    monkeypatch.setenv("DAMAN_NEWS_SECONDS", "10")
    settings.cache_clear()
    with Press() as server:
        yield server
    settings.cache_clear()
