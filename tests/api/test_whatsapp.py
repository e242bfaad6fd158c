"""The webhook: who may bring something, and that it is on disk before it is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api import edge
from detector.config import settings
from detector.db import transaction
from detector.reports.sources.whatsapp.models import Delivery
from tests.detector.jobs.whatsapp.conftest import allow
from tests.whatsapp import PHONE_ID, SECRET, VERIFY, delivery, message, signed, value

PATH = "/api/v1/webhooks/whatsapp"


@pytest.fixture
def open_line(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, given in {"APP_SECRET": SECRET, "VERIFY_TOKEN": VERIFY, "PHONE_ID": PHONE_ID}.items():
        monkeypatch.setenv(f"DAMAN_WHATSAPP_{name}", given)
    settings.cache_clear()
    allow()
    yield client
    settings.cache_clear()


def _stored() -> list[str]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Delivery.body)))


def _verify(client: TestClient, **asked: str) -> tuple[int, str]:
    answer = client.get(PATH, params={f"hub.{name}": value for name, value in asked.items()})
    return answer.status_code, answer.text


def test_registration_echoes_the_challenge_for_our_token_only(open_line: TestClient) -> None:
    assert _verify(open_line, mode="subscribe", verify_token=VERIFY, challenge="1158201444") == (200, "1158201444")
    for wrong in ({"verify_token": "other"}, {"mode": "unsubscribe"}, {"verify_token": "مفتاح"}, {"challenge": ""}):
        given = {"mode": "subscribe", "verify_token": VERIFY, "challenge": "1"} | wrong
        assert _verify(open_line, **given)[0] == 403
    assert _verify(open_line)[0] == 403


def test_a_signed_delivery_is_stored_byte_for_byte_before_it_is_answered(open_line: TestClient) -> None:
    raw, headers = signed(delivery(value(message("حالة \\u0627 😢"))))
    answer = open_line.post(PATH, content=raw, headers=headers)
    assert (answer.status_code, _stored()) == (200, [raw.decode()])


def test_the_signature_is_of_the_raw_bytes_not_of_their_meaning(open_line: TestClient) -> None:
    body = delivery(value(message("أرملة")))
    _, headers = signed(json.dumps(body, ensure_ascii=False).encode())
    answer = open_line.post(PATH, content=json.dumps(body, ensure_ascii=True).encode(), headers=headers)
    assert (answer.status_code, answer.json()["code"], _stored()) == (403, "R130", [])


@pytest.mark.parametrize("signature", [None, "", "sha256=", "sha256=é", "sha1=abc", "sha256=" + "0" * 64])
def test_what_is_not_signed_with_our_secret_is_refused_and_not_stored(
    open_line: TestClient, signature: str | None
) -> None:
    raw, _ = signed(delivery(value(message())))
    headers = {} if signature is None else {"X-Hub-Signature-256": signature.encode("latin-1")}
    answer = open_line.post(PATH, content=raw, headers=headers)
    assert (answer.status_code, answer.json()["code"], _stored()) == (403, "R130", [])


def test_without_a_secret_the_source_is_off(open_line: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_WHATSAPP_APP_SECRET", "")
    settings.cache_clear()
    raw, headers = signed(delivery(value(message())), secret="")
    answer = open_line.post(PATH, content=raw, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "R114")


def test_without_an_approval_nothing_is_stored_and_whatsapp_keeps_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMAN_WHATSAPP_APP_SECRET", SECRET)
    settings.cache_clear()
    raw, headers = signed(delivery(value(message())))
    answer = client.post(PATH, content=raw, headers=headers)
    assert (answer.status_code, answer.json()["code"], _stored()) == (403, "R101", [])
    settings.cache_clear()


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_signed_body_that_is_no_object_is_refused(open_line: TestClient, raw: bytes) -> None:
    answer = open_line.post(PATH, content=raw, headers=signed(raw)[1])
    assert (answer.status_code, answer.json()["code"]) == (422, "D005")


def test_a_bundle_of_the_largest_size_is_taken_and_no_larger_one(open_line: TestClient) -> None:
    raw, headers = signed(b'{"entry": [], "x": "' + b"a" * (edge.LARGEST_DELIVERY - 100) + b'"}')
    assert open_line.post(PATH, content=raw, headers=headers).status_code == 200
    raw, headers = signed(b'{"entry": [], "x": "' + b"a" * edge.LARGEST_DELIVERY + b'"}')
    assert open_line.post(PATH, content=raw, headers=headers).status_code == 413


def test_a_delivery_whose_transaction_fails_is_not_answered_with_200(
    open_line: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detector.reports.sources.whatsapp import deliveries

    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(deliveries, "defer", broken)
    raw, headers = signed(delivery(value(message())))
    assert open_line.post(PATH, content=raw, headers=headers).status_code == 500
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 0
