"""The door that a registry calls back at, duplicates, and the re-check through the API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from detector.cases.lifecycle import Status
from detector.config import settings
from detector.db import transaction
from detector.registry.asking import look_up
from detector.registry.service import add_person
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from tests.detector.registry.dci_server import DciServer
from tests.factories import a_case, a_consent, an_account, an_office

ID = "1000000008"
Sign = Callable[..., dict[str, str]]


@pytest.fixture
def asked(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[DciServer]:
    """A registry that was asked and answers later."""
    with DciServer().running() as dci:
        more = {"registry_mode": "async", "dci_callback_url": "https://daman.example/api/v1/dci"}
        for name, value in dci.settings(**more).items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        with transaction() as session:
            holder = an_account(session)
            case = a_case(session, status=Status.CLAIMED, holder=holder)
            a_consent(session, case)
            actor, number = Actor.of(holder), case.number
            person = add_person(session, actor, number, full_name="نورة سالم الحربي", national_id=ID).id
        look_up(actor, number, person)
        yield dci
    monkeypatch.undo()
    settings.cache_clear()


def test_a_signed_call_is_acknowledged_and_others_are_not(client: TestClient, asked: DciServer) -> None:
    path = "/api/v1/dci/registry/on-search"
    raw = asked.seal(asked.requests[0], asked.found(asked.requests[0]))
    unsigned = json.dumps(json.loads(raw) | {"signature": ""})
    refused = client.post(path, content=unsigned)
    assert refused.status_code == 401
    assert refused.json()["message"]["ack_status"] == "NACK"
    assert refused.json()["message"]["error"]["code"] == "err.signature.missing"
    forged = client.post(path, content=raw.replace(b"succ", b"rjct"))
    assert forged.json()["message"]["error"]["code"] == "err.signature.invalid"
    assert client.post(path, content=b"{").json()["message"]["error"]["code"] == "rjct.malformed"
    taken = client.post(path, content=raw)
    assert (taken.status_code, taken.json()["message"]["ack_status"]) == (200, "ACK")
    assert taken.json()["message"]["correlation_id"] == "c-1"
    again = client.post(path, content=raw)
    assert (again.status_code, again.json()["message"]["error"]["code"]) == (409, "rjct.replayed")


def test_another_offices_case_is_a_bare_fact_and_the_supervisor_sees_both(client: TestClient, signed: Sign) -> None:
    with transaction() as session:
        near, far = an_office(session), an_office(session, region="TB")
        numbers = []
        for office in (near, far):
            holder = an_account(session, office=office)
            case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
            a_consent(session, case)
            add_person(session, Actor.of(holder), case.number, full_name="نورة سالم الحربي", national_id=ID)
            numbers.append(case.number)
    headers = signed(Role.COMMITTEE, office=near)
    household = client.get(f"/api/v1/cases/{numbers[0]}/household", headers=headers)
    assert (household.json()["same_persons_in"], household.json()["known_to_another_office"]) == ([], True)
    assert numbers[1] not in household.text
    assert far.name not in household.text
    assert client.get("/api/v1/registry/duplicates", headers=headers).json()["persons"] == []
    lead = client.get("/api/v1/registry/duplicates", headers=signed(Role.SUPERVISOR)).json()
    assert lead["persons"] == [{"masked": "1•••••••08", "cases": [[numbers[0], near.name], [numbers[1], far.name]]}]
    assert client.get("/api/v1/registry/duplicates", headers=signed(Role.JOURNALIST)).status_code == 403


def test_a_recheck_needs_a_supervisor_and_a_link(client: TestClient, signed: Sign) -> None:
    assert client.post("/api/v1/registry/rechecks", headers=signed(Role.COMMITTEE)).status_code == 403
    refused = client.post("/api/v1/registry/rechecks", headers=signed(Role.SUPERVISOR))
    assert (refused.status_code, refused.json()["code"]) == (409, "M413")
    assert client.get("/api/v1/registry/rechecks/7", headers=signed(Role.SUPERVISOR)).status_code == 404
