"""Payment issues through the JSON door."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from detector.cases.lifecycle import Status
from detector.db import transaction
from detector.guidance.service import open_issue
from detector.staff.permissions import Role
from tests.factories import a_case, an_office

Sign = Callable[..., dict[str, str]]


def test_a_payment_is_led_through_its_steps(client: TestClient, signed: Sign) -> None:
    with transaction() as session:
        office = an_office(session)
        case = a_case(session, office=office, status=Status.GUIDED, kind="payment_issue")
        open_issue(session, case, programme="daman", text="الدفعة مرفوضة والايبان باسمي")
    headers = signed(Role.COMMITTEE, office=office)
    assert [row["number"] for row in client.get("/api/v1/guidance", headers=headers).json()["items"]] == [case.number]
    path = f"/api/v1/cases/{case.number}/guidance"
    shown = client.get(path, headers=headers).json()
    assert next(iter(shown.items())) == ("warnings", ["keep_account", "keep_application"])
    payment = shown["payments"][0]
    assert payment["state"] == "rejected"
    assert payment["open_steps"] == ["link_iban", "check_bank", "resume_payment", "update_data"]

    steps = f"/api/v1/guidance/payments/{payment['id']}/steps"
    early = client.put(f"{steps}/financial_complaint", json={}, headers=headers)
    assert (early.status_code, early.json()["code"]) == (409, "G602")
    assert early.json()["missing"] == ["check_bank", "link_iban", "resume_payment"]
    for step in ("link_iban", "check_bank", "resume_payment", "financial_complaint"):
        assert client.put(f"{steps}/{step}", json={"note": None}, headers=headers).status_code == 200
    assert client.post(f"{path}/escalation", json={"reason": "لا رد"}, headers=headers).status_code == 200

    both = client.post(f"{path}/payments", json={"due": "2025-12-15", "state": "suspended"}, headers=headers).json()
    assert both["payments"][0]["due"] == "2025-12-01"
    state = f"/api/v1/guidance/payments/{payment['id']}/state"
    assert client.put(state, json={"state": "paid"}, headers=headers).json() == {"state": "paid"}
    moved = client.post(f"{path}/visit", json={"reason": "لا أكل في البيت"}, headers=headers).json()
    assert moved["issue"]["status"] == "queued"
    tracked = client.put(f"{path}/track", json={"track": "objection", "reason": "إيقاف"}, headers=headers).json()
    assert (tracked["issue"]["track"], tracked["payments"]) == ("objection", [])
    closed = client.post(f"{path}/close", json={"reason": "سُلم الاعتراض"}, headers=headers).json()
    assert closed["issue"]["closed_at"] is not None


def test_a_case_that_is_no_payment_issue_has_no_guidance(client: TestClient, signed: Sign) -> None:
    with transaction() as session:
        office = an_office(session)
        number = a_case(session, office=office).number
    answer = client.get(f"/api/v1/cases/{number}/guidance", headers=signed(Role.COMMITTEE, office=office))
    assert (answer.status_code, answer.json()["code"]) == (409, "G601")


def test_an_iban_is_checked_for_those_who_sign_in_and_not_repeated(client: TestClient, signed: Sign) -> None:
    written = {"iban": "SA03 8000 0000 6080 1016 7519"}
    assert client.post("/api/v1/iban-check", json=written).status_code == 401
    headers = signed(Role.COMMITTEE)
    right = client.post("/api/v1/iban-check", json=written, headers=headers)
    assert right.json() == {"valid": True, "masked": "SA•• … 19", "why": None}
    wrong = client.post("/api/v1/iban-check", json={"iban": "SA0380000000608010167591"}, headers=headers)
    assert wrong.json() == {"valid": False, "masked": None, "why": "check_digits"}
