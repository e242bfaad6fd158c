"""Contact, consent and visits through the JSON door: from a claimed case to a filed form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.clock import now
from detector.db import transaction
from detector.journal.models import Entry
from detector.reports.models import Source, Tip
from detector.staff.models import Account
from detector.staff.permissions import Role
from tests.detector.visits.test_forms import FORM
from tests.factories import a_case, add_report, an_office

Sign = Callable[..., dict[str, str]]
Desk = tuple[str, dict[str, str]]
CONSENT = {"ground": "consent", "given_by": "أم سالم", "channel": "phone", "purposes": ["visit"]}


@pytest.fixture
def desk(signed: Sign) -> Desk:
    """The path of a claimed case told by a neighbour who may be called, and its holder's headers."""
    with transaction() as session:
        office = an_office(session, region="NG")
    headers = signed(Role.COMMITTEE, office=office)
    with transaction() as session:
        holder = session.scalars(select(Account).where(Account.office_id == office.id)).one()
        case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
        report = add_report(session, case, source=Source.TIP_FORM)
        tip = Tip(
            report_id=report.id, receipt_hash="h", sender_phone="+966500000012", sender_name="جار",
            may_be_contacted=True, is_about_self=False, created_at=now(),
        )  # fmt: skip
        session.add(tip)
    return f"/api/v1/cases/{case.number}", headers


def wish(**values: Any) -> dict[str, Any]:
    in_two_days = (now() + timedelta(days=2)).isoformat()
    return {
        "planned_for": in_two_days,
        "team": ["نورة", "سعد"],
        "woman_on_team": True,
        "address": "خلف المسجد",
    } | values


def test_from_the_neighbour_to_the_filed_form(client: TestClient, desk: Desk) -> None:
    path, headers = desk
    contact = client.get(f"{path}/contact", headers=headers).json()
    publisher = next(one for one in contact["publishers"] if one["source"] == "tip_form")
    assert "0000" not in publisher["phone"]
    why = {"reason": "للتواصل مع المبلغ"}
    whole = client.post(f"{path}/publishers/{publisher['report_id']}/reveal", json=why, headers=headers)
    assert whole.json() == {"phone": "+966500000012"}
    tried = client.post(f"{path}/attempts", json={"channel": "phone", "reached": "reached"}, headers=headers)
    assert tried.status_code == 201

    early = client.post(f"{path}/visits", json=wish(), headers=headers)
    assert (early.status_code, early.json()["code"]) == (409, "V303")
    assert client.post(f"{path}/consents", json=CONSENT, headers=headers).status_code == 201
    planned = client.post(f"{path}/visits", json=wish(), headers=headers)
    assert (planned.status_code, planned.json()["status"]) == (201, "planned")
    (line,) = client.get("/api/v1/visits", headers=headers).json()
    assert line["number"] in path
    assert "address" not in line

    begun = client.get(f"{path}/visits", headers=headers).json()
    assert (begun["status"], begun["woman_needed"]) == ("visit_planned", True)
    filing = {"client_id": "phone-1:1", "base_version": begun["version"], "form": FORM}
    for _ in range(2):
        filed = client.post(f"{path}/visits/form", json=filing, headers=headers)
        assert (filed.status_code, filed.json()["status"]) == (200, "filed")
    other = client.post(f"{path}/visits/form", json=filing | {"client_id": "phone-2:1"}, headers=headers)
    assert (other.status_code, other.json()["code"], other.json()["why"]) == (409, "D007", "visit_filed")
    shown = client.get(f"{path}/visits", headers=headers).json()
    assert shown["status"] == "visited"
    assert shown["visits"][0]["form"]["claims"] == FORM["claims"]
    with transaction(write=False) as session:
        acts = set(session.scalars(select(Entry.action)))
    assert {
        "contact.viewed", "contact.phone_revealed", "contact.tried", "consent.recorded", "visit.planned",
        "visits.viewed", "visit.filed",
    } <= acts  # fmt: skip


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"planned_for": (now() + timedelta(hours=1)).isoformat()}, "V304"),
        ({"team": ["نورة"]}, "V305"),
        ({"woman_on_team": False}, "V306"),
        ({"planned_for": "2026-13-45"}, "D005"),
        ({"planned_for": "2026-10-10T10:00:00"}, "D005"),
        ({"planned_for": "0001-01-01T00:00:00+03:00"}, "D005"),
        ({"planned_for": "9999-12-31T23:59:59-03:00"}, "D005"),
    ],
)
def test_a_plan_that_breaks_a_rule_is_refused_with_its_code(
    client: TestClient, desk: Desk, values: dict[str, Any], code: str
) -> None:
    path, headers = desk
    client.post(f"{path}/consents", json=CONSENT, headers=headers)
    answer = client.post(f"{path}/visits", json=wish(**values), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert client.get(f"{path}/visits", headers=headers).json()["visits"] == []


def test_nobody_home_and_a_cancelled_visit_put_the_case_in_hand_again(client: TestClient, desk: Desk) -> None:
    path, headers = desk
    client.post(f"{path}/consents", json=CONSENT, headers=headers)
    for act, body, outcome in (
        ("nobody-home", {"note": "الباب مغلق"}, "nobody_home"),
        ("cancellation", {"reason": "سيول\x00 في الطريق"}, "cancelled"),
    ):
        client.post(f"{path}/visits", json=wish(), headers=headers)
        answer = client.post(f"{path}/visits/{act}", json=body, headers=headers)
        assert (answer.status_code, answer.json()["status"]) == (200, outcome)
    assert client.get(f"{path}/visits", headers=headers).json()["status"] == "claimed"


def test_three_calls_in_vain_are_answered_with_the_time_of_the_next(client: TestClient, desk: Desk) -> None:
    path, headers = desk
    call = {"channel": "phone", "reached": "no_answer"}
    for _ in range(3):
        assert client.post(f"{path}/attempts", json=call, headers=headers).status_code == 201
    limit = client.post(f"{path}/attempts", json=call, headers=headers)
    assert (limit.status_code, limit.json()["code"], limit.json()["attempts"]) == (409, "V301", 3)
    assert limit.json()["again_at"] > now().isoformat()


def test_a_withdrawn_consent_closes_the_door_at_once(client: TestClient, desk: Desk) -> None:
    path, headers = desk
    given = client.post(f"{path}/consents", json=CONSENT, headers=headers).json()
    withdrawn = client.post(f"{path}/consents/{given['id']}/withdrawal", headers=headers).json()
    assert withdrawn["withdrawn_at"] is not None
    assert client.post(f"{path}/visits", json=wish(), headers=headers).json()["code"] == "V303"
    assert client.post(f"{path}/consents/{10**12}/withdrawal", headers=headers).status_code == 422


@pytest.mark.parametrize("broken", [{"members": 9}, {"housing": None}, {"names": ["x"]}, {"notes": "a\x00"}])
def test_a_broken_form_is_refused_and_the_visit_stays_planned(
    client: TestClient, desk: Desk, broken: dict[str, Any]
) -> None:
    path, headers = desk
    client.post(f"{path}/consents", json=CONSENT, headers=headers)
    client.post(f"{path}/visits", json=wish(), headers=headers)
    answer = client.post(f"{path}/visits/form", json={"client_id": "p:1", "form": FORM | broken}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "D005")
    assert client.get(f"{path}/visits", headers=headers).json()["status"] == "visit_planned"


def test_another_office_finds_nothing_by_any_of_these_ways(client: TestClient, signed: Sign, desk: Desk) -> None:
    path, _ = desk
    with transaction() as session:
        other = an_office(session, region="NG")
    stranger = signed(Role.COMMITTEE, office=other)
    asked = [
        client.get(f"{path}/contact", headers=stranger),
        client.get(f"{path}/visits", headers=stranger),
        client.post(f"{path}/attempts", json={"channel": "phone", "reached": "reached"}, headers=stranger),
        client.post(f"{path}/consents", json=CONSENT, headers=stranger),
        client.post(f"{path}/consents/1/withdrawal", headers=stranger),
        client.post(f"{path}/publishers/1/reveal", json={"reason": "للتواصل مع المبلغ"}, headers=stranger),
        client.post(f"{path}/visits", json=wish(), headers=stranger),
        client.post(f"{path}/visits/nobody-home", json={}, headers=stranger),
        client.post(f"{path}/visits/cancellation", json={"reason": "سبب"}, headers=stranger),
        client.post(f"{path}/visits/form", json={"client_id": "p:1", "form": FORM}, headers=stranger),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in asked} == {(404, "D004")}
    assert client.get("/api/v1/visits", headers=stranger).json() == []
