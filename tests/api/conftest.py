"""A client of the JSON door on a database of the test's own, and sign-ins for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from detector.db import transaction
from detector.reports import limits
from detector.staff.permissions import Role
from tests.factories import an_account

PASSWORD = "كلمة-مرور-للاختبار"


@pytest.fixture
def client(database: str) -> Iterator[TestClient]:
    limits._window.cache_clear()  # each test has its own hour
    with TestClient(make_app(), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def signed(client: TestClient) -> Callable[..., dict[str, str]]:
    """`signed(Role.COMMITTEE, office=...)` gives the headers of a signed-in account."""

    def sign_in(role: Role, **scope: object) -> dict[str, str]:
        with transaction() as session:
            name = an_account(session, role, password=PASSWORD, **scope).username  # type: ignore[arg-type]
        answer = client.post("/api/v1/sessions", json={"username": name, "password": PASSWORD})
        assert answer.status_code == 201
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    return sign_in
