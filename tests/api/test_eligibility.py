"""The estimate through the JSON door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from detector.db import transaction
from detector.staff.permissions import Role
from tests.detector.eligibility.visited import a_filed_visit
from tests.factories import a_case, an_office

Signed = Callable[..., dict[str, str]]
WHOLE = {
    "month": "2026-08-01", "dependants": 4, "incomes": [{"kind": "salary", "amount": 3000}], "liquid_assets": 0,
    "nationality": "saudi", "settled": True, "other_wealth": False, "institution": False, "moved_over": False,
}  # fmt: skip


@pytest.fixture
def number(client: TestClient) -> str:
    with transaction() as session:
        case = a_case(session)
        a_filed_visit(session, case, members=5, salary=3000)
        return case.number


def test_the_worked_example_with_every_figure_traced(client: TestClient, signed: Signed, number: str) -> None:
    answer = client.post(f"/api/v1/cases/{number}/estimate", json=WHOLE, headers=signed(Role.COMMITTEE)).json()
    assert answer["pension"] == {"low": "2460.00", "high": "2460.00"}
    assert answer["questions"] == []
    assert all(line["source"]["citation"] for line in answer["lines"])
    assert {c["stands"] for c in answer["conditions"]} == {"met"}
    assert answer["decides"] == "the_ministry"
    assert answer["verified"] is False


def test_from_the_visit_form_alone_it_is_a_range_with_the_next_question(
    client: TestClient, signed: Signed, number: str
) -> None:
    answer = client.get(f"/api/v1/cases/{number}/estimate", headers=signed(Role.COMMITTEE)).json()
    assert answer["pension"] == {"low": "0.00", "high": "3960.00"}
    assert answer["questions"][0]["code"] == "savings"
    assert answer["facts"]["dependants"] == 4
    assert answer["facts"]["liquid_assets"] is None


def test_a_sum_without_an_upper_end_is_null(client: TestClient, signed: Signed, number: str) -> None:
    given = WHOLE | {"dependants": None}
    answer = client.post(f"/api/v1/cases/{number}/estimate", json=given, headers=signed(Role.COMMITTEE)).json()
    assert answer["pension"]["high"] is None


def test_a_month_before_the_rules_has_its_code(client: TestClient, signed: Signed, number: str) -> None:
    given = WHOLE | {"month": "1999-01-01"}
    answer = client.post(f"/api/v1/cases/{number}/estimate", json=given, headers=signed(Role.COMMITTEE))
    assert (answer.status_code, answer.json()["code"]) == (422, "E512")


def test_neither_another_office_nor_a_journalist_gets_one(client: TestClient, signed: Signed) -> None:
    with transaction() as session:
        here, there = an_office(session), an_office(session)
        number = a_case(session, office=here).number
    path = f"/api/v1/cases/{number}/estimate"
    assert client.get(path, headers=signed(Role.COMMITTEE, office=there)).status_code == 404
    assert client.get(path, headers=signed(Role.JOURNALIST)).status_code == 403
