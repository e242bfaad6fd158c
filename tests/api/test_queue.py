"""The queue through the JSON door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.db import transaction
from detector.places.models import Office
from detector.staff.models import Account
from detector.staff.permissions import Role
from tests.factories import a_case, an_office

Sign = Callable[..., dict[str, str]]


@pytest.fixture
def desk(signed: Sign) -> dict[str, str]:
    """The headers of a committee member whose office has seven waiting cases."""
    with transaction() as session:
        office = an_office(session, "مكتب الاختبار", region="NG")
        for n in range(7):
            a_case(session, office=office, household_size=n, place_name="الأحساء" if n == 3 else None)
    return signed(Role.COMMITTEE, office=office)


def test_pages_follow_one_another_to_the_end(client: TestClient, desk: dict[str, str]) -> None:
    seen, after = [], {}
    for _ in range(3):
        page = client.get("/api/v1/queue", params={"limit": 3, **after}, headers=desk).json()
        seen += [row["household_size"] for row in page["items"]]
        after = {"after": page["next"]}
    assert seen == [6, 5, 4, 3, 2, 1, 0]
    assert page["next"] is None
    row = page["items"][0]
    assert row["points"] == pytest.approx(sum(p["points"] for p in row["parts"]) + row["waiting"], abs=0.01)


def test_a_place_and_a_number_are_found(client: TestClient, desk: dict[str, str]) -> None:
    (row,) = client.get("/api/v1/queue", params={"search": "احساء"}, headers=desk).json()["items"]
    found = client.get("/api/v1/queue", params={"search": row["number"].lower()}, headers=desk).json()["items"]
    assert [one["number"] for one in found] == [row["number"]]
    assert client.get("/api/v1/queue", params={"search": "\x00%"}, headers=desk).json()["items"] == []


@pytest.mark.parametrize(
    "bad",
    [
        {"after": "not-a-cursor"}, {"limit": 0}, {"limit": 101}, {"lane": 2}, {"status": "lost"}, {"region": "\x00"},
        {"office_id": 10**20}, {"search": "ا" * 201},
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_meant_gets_a_clear_answer(
    client: TestClient, desk: dict[str, str], bad: dict[str, object]
) -> None:
    answer = client.get("/api/v1/queue", params=bad, headers=desk)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (422, "D005")


def test_a_case_is_claimed_once_handed_over_and_given_back(
    client: TestClient, signed: Sign, desk: dict[str, str]
) -> None:
    with transaction() as session:
        office_id, me = session.execute(select(Account.office_id, Account.id)).one()
    number = client.get("/api/v1/queue", headers=desk).json()["items"][0]["number"]
    path = f"/api/v1/cases/{number}"
    held = client.post(f"{path}/claim", headers=desk).json()
    assert (held["status"], held["holder_id"], held["version"] > 1) == ("claimed", me, True)
    assert client.get("/api/v1/queue", params={"mine": True}, headers=desk).json()["items"][0]["is_mine"]
    assert client.get("/api/v1/queue/counts", headers=desk).json()["claimed"] == 1

    with transaction() as session:
        office = session.get_one(Office, office_id)
    colleague = signed(Role.COMMITTEE, office=office)
    late = client.post(f"{path}/claim", headers=colleague)
    assert (late.status_code, late.json()["code"], late.json()["case"]) == (409, "Q201", number)
    nobody = client.post(f"{path}/hand-over", json={"account_id": 99_999}, headers=desk)
    assert (nobody.status_code, nobody.json()["why"]) == (422, "cannot_work_case")
    handed = client.post(f"{path}/hand-over", json={"account_id": me + 1}, headers=desk).json()
    assert handed["holder_id"] == me + 1
    mine_no_more = client.post(f"{path}/release", json={"reason": "سبب"}, headers=desk)
    assert (mine_no_more.status_code, mine_no_more.json()["code"]) == (409, "Q203")
    back = client.post(f"{path}/release", json={"reason": "سبب"}, headers=colleague).json()
    assert (back["status"], back["holder_id"], back["lease_until"]) == ("queued", None, None)


def test_strangers_see_no_queue_and_other_offices_see_none_of_these_cases(
    client: TestClient, signed: Sign, desk: dict[str, str]
) -> None:
    number = client.get("/api/v1/queue", headers=desk).json()["items"][0]["number"]
    assert client.get("/api/v1/queue").status_code == 401
    assert client.get("/api/v1/queue", headers=signed(Role.JOURNALIST)).json()["code"] == "S903"
    with transaction() as session:
        other = an_office(session, region="NG")
    stranger = signed(Role.COMMITTEE, office=other)
    assert client.get("/api/v1/queue", headers=stranger).json() == {"items": [], "next": None}
    for act, body in (("claim", None), ("release", {"reason": "سبب"}), ("hand-over", {"account_id": 1})):
        answer = client.post(f"/api/v1/cases/{number}/{act}", json=body, headers=stranger)
        assert (answer.status_code, answer.json()["code"]) == (404, "D004"), act
    with transaction() as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        assert case.status is Status.QUEUED
