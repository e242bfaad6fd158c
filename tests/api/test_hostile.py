"""Requests that nobody sends by accident: nothing breaks, nothing is kept that should not be, nobody is impersonated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from structlog.testing import capture_logs

from api.edge import LARGEST
from detector.cases.lifecycle import Status
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.jobs.local import work_all
from detector.reports.models import Report, Tip
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.service import add_api_key
from tests.factories import a_case, an_office

Sign = Callable[..., dict[str, str]]
PLEA = "جارتنا أرملة وعندها أربعة أيتام في حي السلامة وصاحب البيت مطلعها بكرة ولا معها ولا ريال"


@pytest.mark.parametrize("given", [{"governorate_id": 2**63}, {"governorate_id": -1}, {"region_code": "ZZ"}])
def test_a_tip_from_a_place_that_there_is_not_is_refused(client: TestClient, given: dict[str, object]) -> None:
    answer = client.post("/api/v1/tips", json={"text": PLEA} | given)
    assert (answer.status_code, answer.json()["code"]) == (422, "D005")


def test_side_notes_that_no_database_takes_lose_no_tip(client: TestClient) -> None:
    body = (
        b'{"text": "%s", "place_text": "\\ud800 \\u0000", "url": "\\ud800", "sender_name": "\\ud800"}' % PLEA.encode()
    )
    answer = client.post("/api/v1/tips", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 201
    assert work_all() == 1


def test_a_telephone_is_not_readable_wherever_the_sender_wrote_it(client: TestClient) -> None:
    asked = {
        "text": f"{PLEA} 0551234567",
        "url": "https://wa.me/966551234567",
        "place_text": "حي السلامة ٠٥٥١٢٣٤٥٦٧",
    }
    assert client.post("/api/v1/tips", json=asked).status_code == 201
    with transaction(write=False) as session:
        report, tip = session.scalars(select(Report)).one(), session.scalars(select(Tip)).one()
    for stored in (report.text, report.url, tip.place_text):
        assert stored is not None
        assert "•" in stored
        assert "5123" not in stored
        assert "٥١٢٣" not in stored


def test_the_address_of_a_post_keeps_its_number(client: TestClient) -> None:
    address = "https://x.com/someone/status/1234567890123456789"
    client.post("/api/v1/tips", json={"text": PLEA, "url": address})
    with transaction(write=False) as session:
        assert session.scalars(select(Report.url)).one() == address


@pytest.mark.parametrize("streamed", [False, True])
def test_a_body_without_end_is_refused_whatever_it_says_of_its_length(client: TestClient, streamed: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(LARGEST // 100_000 + 1):
            yield b"a" * 100_000
        yield b'"}'

    body = pieces() if streamed else b"".join(pieces())
    answer = client.post("/api/v1/tips", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "H413")


def test_a_batch_may_be_larger_than_a_tip(client: TestClient) -> None:
    with transaction() as session:
        key = add_api_key(session, label="جامع", source="files", expires_at=now() + timedelta(days=1))
    batch = {"reports": [{"id": "1", "text": PLEA, "more": "a" * LARGEST}]}
    assert client.post("/api/v1/reports", json=batch, headers={"X-Api-Key": key}).status_code == 202


def test_a_proxy_of_ours_is_believed_and_not_the_header_above_its_own(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "trusted_proxies", "testclient")
    monkeypatch.setattr(settings(), "tip_rate_per_hour", 1)
    made_up = [[("X-Forwarded-For", f"198.51.100.{n}"), ("X-Forwarded-For", "203.0.113.7")] for n in (1, 2)]
    answers = [client.post("/api/v1/tips", json={"text": PLEA}, headers=headers) for headers in made_up]
    assert [answer.status_code for answer in answers] == [201, 429]


def test_answers_of_the_api_are_kept_nowhere_and_are_what_they_say(client: TestClient) -> None:
    answer = client.get("/api/v1/queue")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_made_up_methods_leave_no_figures_of_their_own(client: TestClient) -> None:
    client.request("BREW", "/healthz")
    assert "BREW" not in client.get("/metrics").text


def test_a_mistyped_receipt_is_in_no_log(client: TestClient) -> None:
    with capture_logs() as logged:
        client.get("/api/v1/tips/ABCDEFGHJKMNPQRSTWXYZ23456")
    assert [line["event"] for line in logged] == ["request.refused"]
    assert "ABCDEFGH" not in str(logged)


def test_signing_in_and_out_by_the_api_is_in_the_journal(client: TestClient, signed: Sign) -> None:
    client.delete("/api/v1/sessions", headers=signed(Role.SUPERVISOR))
    with transaction(write=False) as session:
        acts = session.scalars(text("SELECT action FROM journal_entry ORDER BY seq")).all()
    assert acts[-2:] == ["signed_in", "signed_out"]


def test_a_claimed_case_cannot_be_taken_from_its_holder_by_reopening_it(client: TestClient, signed: Sign) -> None:
    with transaction() as session:
        office = an_office(session)
    headers, other = signed(Role.COMMITTEE, office=office), signed(Role.COMMITTEE, office=office)
    with transaction() as session:
        holder = session.scalars(select(Account).where(Account.office_id == office.id).limit(1)).one()
        number = a_case(session, office=office, status=Status.CLAIMED, holder=holder).number
    why = {"reason": "أريد هذه الحالة لنفسي"}
    answer = client.post(f"/api/v1/cases/{number}/reopen", json=why, headers=other)
    assert (answer.status_code, answer.json()["code"]) == (409, "Q202")
    assert client.get(f"/api/v1/cases/{number}", headers=headers).json()["status"] == "claimed"
