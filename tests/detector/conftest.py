"""An office, a member of its committee, and a case that the member holds."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.places.models import Office
from detector.staff.models import Account
from detector.staff.scope import Actor
from tests.factories import a_case, an_account, an_office


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
