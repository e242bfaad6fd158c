"""The DCI client against a registry on loopback: what it believes, and that everything else is "unknown"."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from detector.clock import RIYADH, now
from detector.registry.clients import RegistryNotConfigured, RegistryUnavailable
from detector.registry.clients.choice import dci_client, require_configured
from detector.registry.clients.dci.client import DciClient
from detector.registry.clients.dci.enrolled import ask_enrolled
from detector.registry.clients.dci.signature import SignatureRefused, Signer, digest
from tests.detector.registry.dci_server import THEIR_ID, Body, DciServer

ID = "1000000008"
NAME = {"given_name": "نورة", "second_name": "سالم", "surname": "الحربي"}
Configure = Callable[[dict[str, str]], None]


def a_record(number: str = ID, **more: Any) -> Body:
    return {
        "identifier": [{"identifier_type": "UIN", "identifier_value": number}], "name": NAME, "birth_date": "1985-03-02",
    } | more  # fmt: skip


@pytest.fixture
def client(dci: DciServer, configure: Configure) -> DciClient:
    configure(dci.settings())
    dci.people[ID] = [a_record()]
    return dci_client()


def why(client: DciClient, national_id: str = ID) -> str:
    with pytest.raises(RegistryUnavailable) as refused:
        client.look_up(national_id)
    return str(refused.value.facts["why"])


def test_a_signed_question_is_answered_with_the_record(client: DciClient, dci: DciServer) -> None:
    found = client.look_up(ID)
    assert found.record is not None
    assert (found.record.identity.full_name, found.record.identity.birth_date) == ("نورة سالم الحربي", date(1985, 3, 2))
    assert found.as_of == now().astimezone(RIYADH).date()
    (asked,) = dci.requests
    assert asked["header"]["receiver_id"] == THEIR_ID
    assert asked["message"]["search_request"][0]["search_criteria"]["query"] == {"type": "UIN", "value": ID}


def test_a_registry_that_searched_and_found_nobody_says_no(client: DciClient) -> None:
    assert client.look_up("1000000016").records == ()


def test_openg2p_is_asked_in_its_own_form(dci: DciServer, configure: Configure) -> None:
    configure(dci.settings(registry_dialect="openg2p"))
    record = {
        "reg_ids": [{"id_type": "NATIONAL ID", "value": ID}],
        "name": "نورة سالم الحربي",
        "birthdate": "1405/6/11",
    }
    dci.people[ID] = [record]
    found = dci_client().look_up(ID)
    assert found.record is not None
    assert found.record.identity.birth_date == date(1985, 3, 2)
    query = dci.requests[0]["message"]["search_request"][0]["search_criteria"]["query"]
    assert query == {"type": "idtype-value", "value": {"id_type": "NATIONAL ID", "id_value": ID}}


def test_several_pages_are_one_answer(client: DciClient, dci: DciServer) -> None:
    dci.people[ID], dci.page_size = [a_record(), a_record(), a_record()], 2
    assert len(client.look_up(ID).records) == 3
    conversation = {request["message"]["transaction_id"] for request in dci.requests}
    assert len(conversation) == 1


def test_a_page_that_is_missing_makes_the_answer_unknown(client: DciClient, dci: DciServer) -> None:
    dci.people[ID], dci.page_size = [a_record(), a_record(), a_record()], 2

    def lose_the_second_page(body: Body) -> None:
        line = body["message"]["search_response"][0]
        if line["pagination"]["page_number"] == 2:
            line["data"]["reg_records"] = []

    dci.change = lose_the_second_page
    assert why(client) == "partial"


def test_more_pages_than_a_person_can_have_are_not_read(client: DciClient, dci: DciServer) -> None:
    dci.people[ID], dci.page_size = [a_record()] * 50, 2
    assert why(client) == "rjct.search.too_many_records_found"
    assert len(dci.requests) == 5


@pytest.mark.parametrize("status", [500, 502, 404, 302])
def test_an_error_of_http_is_unknown(client: DciClient, dci: DciServer, status: int) -> None:
    dci.status = status
    assert why(client) == f"http_{status}"


def test_a_registry_that_is_slow_or_gone_is_unknown(client: DciClient, dci: DciServer, configure: Configure) -> None:
    dci.delay = 1.5
    assert why(client) == "time_out"
    configure(dci.settings(registry_url="http://127.0.0.1:9"))
    assert why(dci_client()) == "no_connection"


def test_an_answer_without_end_is_cut_off(client: DciClient, dci: DciServer) -> None:
    dci.spoil = lambda raw: b" " * 1_100_000
    assert why(client) == "too_large"


CHANGES: list[tuple[str, Callable[[Body], None]]] = [
    ("rjct.search.too_many_records_found", lambda b: b["message"]["search_response"][0].update(
        status="rjct", status_reason_code="rjct.search.too_many_records_found")),
    ("rjct.reference_id.duplicate", lambda b: b["header"].update(
        status="rjct", status_reason_code="rjct.reference_id.duplicate")),
    ("rejected", lambda b: b["header"].update(status="rjct", status_reason_code="<script>")),
    ("not_ready", lambda b: b["message"]["search_response"][0].update(status="pdng")),
    ("message_transaction", lambda b: b["message"].update(transaction_id="another")),
    ("message_reference", lambda b: b["message"]["search_response"][0].update(reference_id="another")),
    ("message_reference", lambda b: b["message"].update(search_response=[])),
    ("message_another_person", lambda b: b["message"]["search_response"][0]["data"].update(
        reg_records=[a_record("1000000016")])),
    ("message_action", lambda b: b["header"].update(action="on-subscribe")),
    ("message_sender", lambda b: b["header"].update(sender_id="somebody")),
    ("message_receiver", lambda b: b["header"].update(receiver_id="somebody")),
    ("message_message_id", lambda b: b["header"].update(message_id="")),
    ("unreadable", lambda b: b["message"]["search_response"][0].update(data={})),
    ("unreadable", lambda b: b["message"]["search_response"][0]["data"].update(reg_records=[a_record(status="odd")])),
    ("unreadable", lambda b: b["message"]["search_response"][0]["pagination"].update(total_count=-1)),
    ("unreadable", lambda b: b["message"]["search_response"][0].update(timestamp="yesterday")),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "change"), CHANGES)
def test_a_signed_answer_that_does_not_fit_is_unknown(
    client: DciClient, dci: DciServer, expected: str, change: Callable[[Body], None]
) -> None:
    dci.change = change
    assert why(client) == expected


def test_an_old_answer_played_again_is_not_taken(client: DciClient, dci: DciServer) -> None:
    kept: list[bytes] = []
    dci.spoil = lambda raw: kept.append(raw) or raw  # type: ignore[func-returns-value]
    client.look_up(ID)
    dci.spoil = lambda raw: kept[0]
    assert why(client) == "message_transaction"


def with_signature(change: Callable[[str], object]) -> Callable[[bytes], bytes]:
    def spoil(raw: bytes) -> bytes:
        body = json.loads(raw)
        body["signature"] = change(body["signature"])
        return json.dumps(body, ensure_ascii=False).encode()

    return spoil


@pytest.mark.parametrize(
    ("expected", "change"),
    [
        ("signature_missing", lambda line: None),
        ("signature_missing", lambda line: ["no", "text"]),
        ("signature_invalid", lambda line: line.replace('signature="', 'signature="AAAA')),
        ("signature_invalid", lambda line: line.replace("digest", "none")),
        ("signature_unknown_key", lambda line: line.replace("|k1|", "|k2|")),
        ("signature_unknown_key", lambda line: line.replace("ed25519", "rsa")),
    ],
)
def test_a_wrong_or_missing_signature_is_unknown(
    client: DciClient, dci: DciServer, expected: str, change: Callable[[str], object]
) -> None:
    dci.spoil = with_signature(change)
    assert why(client) == expected


def test_words_changed_after_signing_are_noticed(client: DciClient, dci: DciServer) -> None:
    dci.spoil = lambda raw: raw.replace("سالم".encode(), "سليم".encode())
    assert why(client) == "signature_invalid"
    dci.spoil = lambda raw: raw.replace(b'"status": "succ"', b'"status": "rjct", "status": "succ"', 1)
    assert why(client) == "message_malformed"


def test_a_strangers_key_is_not_believed(client: DciClient, dci: DciServer) -> None:
    dci.signer = Signer(THEIR_ID, "k1", Ed25519PrivateKey.generate())
    assert why(client) == "signature_invalid"


def test_a_signature_is_good_for_minutes(dci: DciServer) -> None:
    signed = {"header": {}, "message": {"name": "نورة"}}
    verifier = dci.verifier
    line = Signer(verifier.sender, verifier.key_id, dci.ours).sign(signed)
    verifier.check(line, signed)
    for moved in (timedelta(minutes=8), timedelta(minutes=-3)):
        with time_machine.travel(now() + moved, tick=False), pytest.raises(SignatureRefused) as refused:
            verifier.check(line, signed)
        assert refused.value.facts["why"] == "expired"


def test_the_digest_is_over_arabic_letters_and_not_over_escapes() -> None:
    # SHA-256 of {"message":{"name":"نورة"}} in UTF-8, worked out by hand; with \\u escapes it would be another one.
    assert digest({"message": {"name": "نورة"}}) == digest(
        json.loads('{"message": {"name": "\\u0646\\u0648\\u0631\\u0629"}}')
    )
    import base64
    import hashlib

    plain = '{"message":{"name":"نورة"}}'
    assert digest({"message": {"name": "نورة"}}) == base64.b64encode(hashlib.sha256(plain.encode()).digest()).decode()


def test_yes_and_no_are_asked_for_many_at_once_and_silence_is_unknown(client: DciClient, dci: DciServer) -> None:
    people = [f"10000{n:05}" for n in range(150)]
    dci.enrolled = dict.fromkeys(people[:50], "yes") | dict.fromkeys(people[50:140], "no")
    answers = ask_enrolled(client, "enrolled", people, "R3")
    assert [one and one.enrolled for one in answers] == [True] * 50 + [False] * 90 + [None] * 10
    assert [len(r["message"]["enrolled_request"]) for r in dci.requests] == [100, 50]


@pytest.mark.parametrize(
    ("setting", "value", "complaint"),
    [
        ("registry_client", "ldap", "unknown"),
        ("registry_key", "", "missing"),
        ("registry_key", "c2hvcnQ=", "no_key"),
        ("dci_signing_key", "", "no_key"),
        ("dci_sender_id", "", "missing"),
        ("dci_sender_id", "a|b", "unfit"),
        ("registry_url", "http://registry.example", "not_https"),
        ("registry_url", "", "missing"),
        ("registry_dialect", "soap", "unknown"),
        ("registry_mode", "later", "unknown"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    dci: DciServer, configure: Configure, setting: str, value: str, complaint: str
) -> None:
    configure(dci.settings(**{setting: value}))
    with pytest.raises(RegistryNotConfigured) as refused:
        require_configured()
    assert refused.value.facts == {"setting": f"DAMAN_{setting.upper()}", "why": complaint}


def test_an_asynchronous_client_needs_an_address_to_be_called_at(dci: DciServer, configure: Configure) -> None:
    configure(dci.settings(registry_mode="async"))
    with pytest.raises(RegistryNotConfigured) as refused:
        require_configured()
    assert refused.value.facts["setting"] == "DAMAN_DCI_CALLBACK_URL"
