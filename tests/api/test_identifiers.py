"""Numbers in the reports' own words through the JSON door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.db import transaction
from detector.journal.models import Entry
from detector.staff.models import Account
from detector.staff.permissions import Role
from tests.factories import a_case, a_consent, add_report_with_numbers, an_office

Sign = Callable[..., dict[str, str]]
Desk = tuple[str, dict[str, str]]
TEXT = "أم أيتام بلا دخل، جوالها 0500000012 ورقم هويتها 1000000001"
WHY = {"reason": "للاتصال بالأسرة كما طلبت"}


@pytest.fixture
def desk(signed: Sign) -> Desk:
    """The path of a claimed case's numbers, and its holder's headers."""
    with transaction() as session:
        office = an_office(session, region="NG")
    headers = signed(Role.COMMITTEE, office=office)
    with transaction() as session:
        holder = session.scalars(select(Account).where(Account.office_id == office.id)).one()
        case = a_case(session, office=office, status=Status.CLAIMED, holder=holder, number="D-26-000777")
        add_report_with_numbers(session, case, TEXT)
    return f"/api/v1/cases/{case.number}/identifiers", headers


def test_numbers_leave_masked_but_for_the_one_journalled_reveal(client: TestClient, desk: Desk) -> None:
    path, headers = desk
    listed = client.get(path, headers=headers)
    mobile, national = listed.json()
    assert (mobile["type"], mobile["locked"]) == ("mobile", None)
    assert (national["type"], national["valid"], national["locked"]) == ("national_id", False, "V303")
    assert "00000" not in listed.text

    whole = client.post(f"{path}/{mobile['id']}/reveal", json=WHY, headers=headers)
    assert (whole.status_code, whole.json()) == (200, {"value": "+966500000012"})
    assert whole.headers["cache-control"] == "no-store"
    with transaction(write=False) as session:
        acts = list(session.scalars(select(Entry.action)))
    assert acts.count("identifiers.viewed") == acts.count("report.identifier_revealed") == 1


def test_an_id_is_answered_with_what_is_missing_until_there_is_consent(client: TestClient, desk: Desk) -> None:
    path, headers = desk
    number = client.get(path, headers=headers).json()[1]["id"]
    early = client.post(f"{path}/{number}/reveal", json=WHY, headers=headers)
    assert (early.status_code, early.json()["code"]) == (409, "V303")
    assert early.json()["purpose"] == "registry_match"
    with transaction() as session:
        a_consent(session, session.scalars(select(Case)).one(), "registry_match")
    assert client.post(f"{path}/{number}/reveal", json=WHY, headers=headers).json() == {"value": "1000000001"}


@pytest.mark.parametrize(
    ("number", "body", "status", "code"),
    [
        ("{id}", {"reason": "اتصال"}, 422, "D005"),
        ("{id}", {}, 422, "D005"),
        ("987654", WHY, 404, "D004"),
        ("10000000000000", WHY, 422, "D005"),
    ],
)
def test_a_reveal_that_does_not_fit_is_refused_with_its_code(
    client: TestClient, desk: Desk, number: str, body: dict[str, str], status: int, code: str
) -> None:
    path, headers = desk
    known = client.get(path, headers=headers).json()[0]["id"]
    answer = client.post(f"{path}/{number.format(id=known)}/reveal", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_office_and_other_roles_see_no_number(client: TestClient, signed: Sign, desk: Desk) -> None:
    path, headers = desk
    number = client.get(path, headers=headers).json()[0]["id"]
    with transaction() as session:
        other = an_office(session, region="NG")
    for role, scope, expected in (
        (Role.COMMITTEE, {"office": other}, (404, "D004")),
        (Role.JOURNALIST, {}, (403, "S903")),
        (Role.ADMIN, {}, (403, "S903")),
    ):
        theirs = signed(role, **scope)
        for answer in (
            client.get(path, headers=theirs),
            client.post(f"{path}/{number}/reveal", json=WHY, headers=theirs),
        ):
            assert (answer.status_code, answer.json()["code"]) == expected
    assert client.get(path).status_code == 401


def test_a_supervisor_reads_the_list_and_leaves_the_numbers_to_the_holder(
    client: TestClient, signed: Sign, desk: Desk
) -> None:
    path, _ = desk
    lead = signed(Role.SUPERVISOR)
    listed = client.get(path, headers=lead).json()
    assert {one["locked"] for one in listed} == {"Q203"}
    answer = client.post(f"{path}/{listed[0]['id']}/reveal", json=WHY, headers=lead)
    assert (answer.status_code, answer.json()["code"]) == (409, "Q203")
