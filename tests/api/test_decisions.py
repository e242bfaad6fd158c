"""Decisions through the JSON door."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.db import transaction
from detector.staff.models import Account
from detector.staff.permissions import Role
from tests.factories import a_case, an_office

Sign = Callable[..., dict[str, str]]


def test_a_decision_is_proposed_by_one_and_seconded_by_another(client: TestClient, signed: Sign) -> None:
    with transaction() as session:
        office = an_office(session)
    headers = signed(Role.SUPERVISOR, office=office)
    with transaction() as session:
        holder = session.scalars(select(Account).where(Account.office_id == office.id)).one()
        number = a_case(session, office=office, status=Status.CLAIMED, holder=holder).number
    path = f"/api/v1/cases/{number}"
    second = {"agree": True}

    choices = {one["outcome"]: one for one in client.get(f"{path}/decisions", headers=headers).json()["choices"]}
    assert choices["registered"]["missing"] == ["consent", "visit", "match"]
    assert "charity" in choices["referred"]["reason_codes"]
    early = client.post(
        f"{path}/decisions", json={"outcome": "registered", "reason": "أسرة بلا دخل ثابت"}, headers=headers
    )
    assert (early.status_code, early.json()["code"]) == (409, "E501")
    assert early.json()["missing"] == ["consent", "visit", "match"]

    given = {"outcome": "not_a_case", "reason": "إعلان لا يذكر أسرة", "reason_code": "announcement"}
    made = client.post(f"{path}/decisions", json=given, headers=headers)
    assert (made.status_code, made.json()["state"]) == (201, "proposed")
    own = client.post(f"{path}/decisions/second", json=second, headers=headers)
    assert (own.status_code, own.json()["code"]) == (409, "E502")

    colleague = signed(Role.SUPERVISOR, office=office)
    waiting = client.get("/api/v1/decisions/proposals", headers=colleague).json()
    assert [row["number"] for row in waiting] == [number]
    assert client.post(f"{path}/decisions/second", json=second, headers=colleague).json()["state"] == "final"
    late = client.post(f"{path}/decisions/second", json=second, headers=colleague)
    assert (late.status_code, late.json()["code"]) == (409, "E503")

    assert client.get("/api/v1/decisions/handoffs", headers=colleague).json() == []
    no_ids = client.post(f"{path}/hand-off", json={"reason": "تسليم للتسجيل"}, headers=colleague)
    assert (no_ids.status_code, no_ids.json()["code"]) == (409, "E504")
    opened = client.post(f"{path}/reopen", json={"reason": "اعترض المرسل على القرار"}, headers=colleague)
    assert opened.json() == {"number": number, "now": "queued"}
