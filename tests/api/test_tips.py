"""Tips through the JSON door: the proof, questions by receipt, the desk, the list of the day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from altcha import Challenge, Payload, solve_challenge
from fastapi.testclient import TestClient
from sqlalchemy import select

from detector.config import settings
from detector.db import transaction
from detector.jobs.pipeline import read_report
from detector.places.models import Office
from detector.reports.attachments import attach, pictures
from detector.reports.models import Tip
from detector.staff.permissions import Role
from tests.detector.reports.test_attachments import a_photo

TEXT = "جارتنا أرملة وعندها خمسة أيتام والكهرباء مفصولة عليهم ولا دخل لهم"
Signed = Callable[..., dict[str, str]]


def test_a_proof_buys_the_wide_limit_and_serves_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "tip_rate_per_hour", 1)
    monkeypatch.setattr(settings(), "tip_proof_cost", 1)
    task = Challenge.from_dict(client.get("/api/v1/tips/challenge").json())
    solution = solve_challenge(task)
    assert solution is not None
    proof = Payload(task, solution).to_base64()
    statuses = [client.post("/api/v1/tips", json={"text": TEXT, "altcha": given}).status_code
                for given in (None, proof, proof)]  # fmt: skip
    assert statuses == [201, 201, 429]


def test_a_question_is_asked_and_answered_through_the_door(client: TestClient, signed: Signed) -> None:
    receipt = client.post("/api/v1/tips", json={"text": TEXT}).json()["receipt"]
    with transaction() as session:
        report_id = session.scalars(select(Tip.report_id)).one()
        read_report(session, report_id)
        photo_id = attach(session, report_id, pictures([a_photo()]))[0].id
    lead = signed(Role.SUPERVISOR)
    number = client.get("/api/v1/queue", headers=lead).json()["items"][0]["number"]
    assert client.post(f"/api/v1/cases/{number}/claim", headers=lead).status_code == 200
    path = f"/api/v1/cases/{number}"
    asked = client.post(f"{path}/reports/{report_id}/messages", json={"question": "متى؟"}, headers=lead)
    assert asked.status_code == 201
    assert client.post(f"/api/v1/tips/{receipt}/messages", json={"text": "أمس"}).status_code == 201
    assert [one["text"] for one in client.get(f"/api/v1/tips/{receipt}/messages").json()] == ["متى؟", None]
    beside = client.get(f"{path}/messages", headers=lead).json()
    assert [one["text"] for one in beside["messages"]] == ["متى؟", "أمس"]
    assert [one["id"] for one in beside["photos"]] == [photo_id]
    picture = client.get(f"{path}/photos/{photo_id}", headers=lead)
    assert (picture.headers["content-type"], picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert client.get(f"{path}/photos/{photo_id}").status_code == 401
    (due,) = client.get("/api/v1/contacts", headers=lead).json()
    assert (due["number"], due["attempts"]) == (number, 0)
    assert due["answered_at"] is not None


def test_a_walk_in_is_one_call(client: TestClient, signed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "demo", True)
    with transaction() as session:
        office = session.scalars(select(Office).limit(1)).one()
    member = signed(Role.COMMITTEE, office=office)
    note = {
        "kind": "walk_in", "text": TEXT, "given_by": "الأم", "ground": "application",
        "purposes": ["visit", "registry_match"], "full_name": "اسم مختلق", "national_id": "9000000064",
    }  # fmt: skip
    done = client.post("/api/v1/desk", json=note, headers=member)
    assert done.status_code == 201
    assert {k: done.json()[k] for k in ("opened", "mine", "consented", "identified")} == dict.fromkeys(
        ("opened", "mine", "consented", "identified"), True
    )
    refused = client.post("/api/v1/desk", json=note | {"purposes": ["visit"]}, headers=member)
    assert (refused.status_code, refused.json()["code"]) == (409, "V303")
    assert client.post("/api/v1/desk", json=note, headers=signed(Role.JOURNALIST)).status_code == 403


def test_a_large_body_is_taken_by_the_tip_form_alone(client: TestClient) -> None:
    from api.edge import LARGEST, LARGEST_UPLOAD, UPLOADS

    assert client.post("/api/v1/tips", content=b"x" * (LARGEST + 1)).status_code == 413
    assert [bool(UPLOADS.fullmatch(p)) for p in ("/tips/new", f"/tips/{'A' * 26}/messages", "/desk/new")] == [
        True, True, False,
    ]  # fmt: skip
    assert LARGEST_UPLOAD > 3 * 8_000_000
