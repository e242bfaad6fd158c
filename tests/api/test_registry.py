"""Persons, matches and agencies through the JSON door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from detector import crypto
from detector.cases.lifecycle import Status
from detector.db import transaction
from detector.journal.models import Entry
from detector.registry.models import Beneficiary
from detector.staff.models import Account
from detector.staff.permissions import Role
from tests.factories import a_case, a_consent, an_office

Sign = Callable[..., dict[str, str]]
ID, NAME = "1000000008", "نورة سالم سعد الحربي"


@pytest.fixture
def desk(signed: Sign) -> tuple[str, dict[str, str]]:
    """The number of a claimed case without consent, and its holder's headers."""
    with transaction() as session:
        office = an_office(session)
    headers = signed(Role.COMMITTEE, office=office)
    with transaction() as session:
        holder = session.scalars(select(Account).where(Account.office_id == office.id)).one()
        case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
        index = crypto.blind_index("national_id", ID)
        row = Beneficiary(
            national_id_index=index, national_id=ID, full_name=NAME, status="registered", as_of=date(2026, 1, 31)
        )
        session.add(row)
    return f"/api/v1/cases/{case.number}", headers


def agree(path: str) -> None:
    from detector.cases.models import Case

    with transaction() as session:
        a_consent(session, session.scalars(select(Case).where(Case.number == path.rsplit("/", 1)[1])).one())


def test_a_household_is_locked_then_matched_masked_and_revealed(
    client: TestClient, desk: tuple[str, dict[str, str]]
) -> None:
    path, headers = desk
    person = {"full_name": NAME, "national_id": "١٠٠٠٠٠٠٠٠٨"}
    locked = client.post(f"{path}/persons", json=person, headers=headers)
    assert (locked.status_code, locked.json()["code"], locked.json()["purpose"]) == (409, "V303", "registry_match")

    agree(path)
    added = client.post(f"{path}/persons", json=person, headers=headers)
    assert added.status_code == 201
    assert added.json()["masked"] == "1•••••••08"
    one = f"{path}/persons/{added.json()['id']}"
    match = client.post(f"{one}/matches", headers=headers).json()
    assert (match["answer"], match["judgement"], match["as_of"]) == ("registered", "same", "2026-01-31")

    shown = client.get(f"{path}/household", headers=headers)
    assert ID not in shown.text
    assert [p["match"]["answer"] for p in shown.json()["persons"]] == ["registered"]
    assert len(shown.json()["agencies"]) == 9

    short = client.post(f"{one}/reveal", json={"reason": "لازم"}, headers=headers)
    assert (short.status_code, short.json()["code"]) == (422, "D005")
    whole = client.post(f"{one}/reveal", json={"reason": "طلب النظام المركزي الرقم"}, headers=headers)
    assert whole.json() == {"national_id": ID}
    with transaction(write=False) as session:
        acts = session.scalars(select(Entry.action).where(Entry.subject == "case").order_by(Entry.seq)).all()
    assert [act for act in acts if act != "consent.recorded"] == [
        "person.recorded", "registry.matched", "household.viewed", "person.id_revealed",
    ]  # fmt: skip


def test_what_was_typed_wrong_is_told_without_being_repeated(
    client: TestClient, desk: tuple[str, dict[str, str]]
) -> None:
    path, headers = desk
    agree(path)
    wrong = client.post(f"{path}/persons", json={"full_name": NAME, "national_id": "1000000009"}, headers=headers)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["why"]) == (422, "M401", "check_digit")
    assert "1000000009" not in wrong.text
    strange = client.post(f"{path}/persons/{2**63}/matches", headers=headers)
    assert strange.status_code == 422


def test_an_agencys_yes_is_shown_disputed_and_looked_into(client: TestClient, desk: tuple[str, dict[str, str]]) -> None:
    path, headers = desk
    agree(path)
    said = {"agency": "gosi", "reason": "R3", "answer": "yes", "as_of": "2026-01-31"}
    made = client.post(f"{path}/agency-answers", json=said, headers=headers)
    assert made.status_code == 201
    one = f"{path}/agency-answers/{made.json()['id']}"
    why = {"reason": "تقول الأسرة إن العمل انتهى\x00"}
    assert client.post(f"{one}/dispute", json=why, headers=headers).json()["disputed_at"] is not None
    own = client.post(f"{one}/verification", json=why | {"verified": "confirmed"}, headers=headers)
    assert (own.status_code, own.json()["code"]) == (409, "M406")
    refuted = client.post(f"{one}/verification", json=why | {"verified": "refuted"}, headers=headers)
    assert refuted.json()["verified"] == "refuted"


def test_another_office_and_a_journalist_see_no_household(
    client: TestClient, desk: tuple[str, dict[str, str]], signed: Sign
) -> None:
    path, _ = desk
    agree(path)
    with transaction() as session:
        elsewhere = an_office(session)
    stranger = client.get(f"{path}/household", headers=signed(Role.SUPERVISOR, office=elsewhere))
    assert (stranger.status_code, stranger.json()["code"]) == (404, "D004")
    journalist = client.get(f"{path}/household", headers=signed(Role.JOURNALIST))
    assert (journalist.status_code, journalist.json()["code"]) == (403, "S903")
