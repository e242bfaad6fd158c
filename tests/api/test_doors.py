"""Signing in, errors as problem+json, tips and batches through the JSON door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, text

from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.defer import DeferredJob
from detector.reports.models import Report
from detector.staff.permissions import Role
from detector.staff.service import add_api_key
from tests.factories import a_case, an_account, an_office

PLEA = "جارتنا أرملة وعندها أربعة أيتام في حي السلامة وصاحب البيت مطلعها بكرة ولا معها ولا ريال"
Sign = Callable[..., dict[str, str]]


def test_health_needs_nothing_and_readiness_names_the_model(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "up"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "@" in ready.json()["model"]


def test_readiness_says_when_the_database_is_behind(client: TestClient) -> None:
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["code"] == "D002"


def test_metrics_name_routes_and_never_a_receipt(client: TestClient) -> None:
    client.get("/api/v1/tips/ABCDEFGH")
    figures = client.get("/metrics").text
    assert '/api/v1/tips/{receipt}"' in figures
    assert "ABCDEFGH" not in figures


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "H404"),
        ("GET", "/api/v1/tips/ABC", 404, "D004"),
        ("GET", "/api/v1/dashboard", 401, "S902"),
        ("GET", "/api/v1/cases/D-26-000001", 401, "S902"),
        ("POST", "/api/v1/reports", 401, "S902"),
        ("POST", "/api/v1/tips", 422, "D005"),
    ],
)
def test_every_error_is_problem_json_with_a_code(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path, json={"reports": [{}]} if "reports" in path else {})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code


def test_a_wrong_password_is_counted_although_it_is_refused(client: TestClient) -> None:
    with transaction() as session:
        name = an_account(session, password="كلمة-مرور-صحيحة").username
    for _ in range(settings().sign_in_attempts):
        answer = client.post("/api/v1/sessions", json={"username": name, "password": "خطأ"})
        assert answer.json()["code"] == "S901"
    locked = client.post("/api/v1/sessions", json={"username": name, "password": "كلمة-مرور-صحيحة"})
    assert (locked.status_code, locked.json()["code"]) == (429, "S904")


def test_a_signed_out_token_opens_nothing(client: TestClient, signed: Sign) -> None:
    headers = signed(Role.SUPERVISOR)
    assert client.get("/api/v1/dashboard", headers=headers).status_code == 200
    assert client.delete("/api/v1/sessions", headers=headers).status_code == 204
    assert client.get("/api/v1/dashboard", headers=headers).status_code == 401


def test_a_tip_is_stored_with_its_job_and_followed_by_its_receipt(client: TestClient) -> None:
    answer = client.post("/api/v1/tips", json={"text": PLEA})
    assert answer.status_code == 201
    receipt = answer.json()["receipt"]
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(DeferredJob)) == 1
    status = client.get(f"/api/v1/tips/{receipt[:13].lower()}-{receipt[13:]}")
    assert status.json()["stage"] == "received"
    assert set(status.json()) == {"received_at", "stage", "since"}


@pytest.mark.parametrize(
    ("tip", "code"),
    [
        ({"text": ""}, "R102"),
        ({"text": "قصير"}, "D005"),
        ({"text": "ب" * 100_000}, "R103"),
        ({"text": PLEA, "governorate_id": 99_999}, "D005"),
        ({"text": PLEA, "sender_phone": "123"}, "D005"),
        ({"text": PLEA, "may_be_contacted": True}, "D005"),
        ({"text": 5}, "D005"),
    ],
)
def test_a_tip_that_does_not_fit_is_refused_and_nothing_is_half_done(
    client: TestClient, tip: dict[str, object], code: str
) -> None:
    assert client.post("/api/v1/tips", json=tip).json()["code"] == code
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0
        assert session.scalar(select(func.count()).select_from(DeferredJob)) == 0


def test_the_twenty_first_tip_of_an_hour_is_asked_to_wait(client: TestClient) -> None:
    answers = [client.post("/api/v1/tips", json={"text": f"{PLEA} {n}"}) for n in range(21)]
    assert [a.status_code for a in answers[:20]] == [201] * 20
    assert answers[20].status_code == 429
    assert answers[20].headers["retry-after"] == "3600"


def test_a_senders_phone_is_not_readable_in_the_database(client: TestClient) -> None:
    client.post("/api/v1/tips", json={"text": PLEA, "sender_phone": "0551234567", "may_be_contacted": True})
    with transaction(write=False) as session:
        stored = session.scalar(text("SELECT sender_phone FROM tip"))
    assert b"551234567" not in stored


def test_a_batch_takes_the_good_rows_and_names_the_bad_ones(client: TestClient) -> None:
    with transaction() as session:
        key = add_api_key(session, label="جامع", source="files", expires_at=now() + timedelta(days=1))
    rows = [
        {"id": "1", "text": PLEA},
        {"id": "2"},
        {"id": "1", "text": "كلام آخر تماما"},
        {"id": "3", "text": "صباح الخير"},
    ]
    answer = client.post("/api/v1/reports", json={"reports": rows}, headers={"X-Api-Key": key})
    assert answer.status_code == 202
    taken = answer.json()
    assert [(r["row"], r["code"]) for r in taken["rejected"]] == [(2, "R102"), (3, "R105")]
    assert (taken["received"], taken["new"], taken["cases_opened"]) == (4, 2, 1)
    again = client.post("/api/v1/reports", json={"reports": rows[:1]}, headers={"X-Api-Key": key}).json()
    assert (again["new"], again["duplicates"]) == (0, 1)


def test_a_batch_of_a_source_that_is_off_is_refused(client: TestClient) -> None:
    with transaction() as session:
        key = add_api_key(session, label="إكس", source="x", expires_at=now() + timedelta(days=1))
    answer = client.post("/api/v1/reports", json={"reports": [{"id": "1", "text": PLEA}]}, headers={"X-Api-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (403, "R101")


def test_somebody_elses_case_is_not_found_and_reading_ones_own_is_written_down(
    client: TestClient, signed: Sign
) -> None:
    with transaction() as session:
        office, other = an_office(session), an_office(session, region="NG")
        mine, theirs = a_case(session, office=office).number, a_case(session, office=other).number
    headers = signed(Role.COMMITTEE, office=office)
    assert client.get(f"/api/v1/cases/{theirs}", headers=headers).status_code == 404
    read = client.get(f"/api/v1/cases/{mine}", headers=headers)
    assert read.json()["number"] == mine
    with transaction(write=False) as session:
        assert session.scalar(text("SELECT count(*) FROM journal_entry WHERE action = 'case.viewed'")) == 1


def test_the_api_describes_itself(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/tips", "/api/v1/tips/{receipt}", "/api/v1/reports", "/healthz", "/readyz"} <= set(paths)
