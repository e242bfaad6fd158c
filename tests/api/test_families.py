"""One family, one case, through the JSON door."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from detector.cases.models import CaseReport
from detector.db import transaction
from detector.staff.permissions import Role
from tests.factories import a_case, an_office

Signed = Callable[..., dict[str, str]]


def test_two_cases_become_one_a_report_is_split_off_and_all_is_withdrawn(client: TestClient, signed: Signed) -> None:
    with transaction() as session:
        office = an_office(session, region="NG")
        one, other = (a_case(session, office=office) for _ in range(2))
        numbers = one.number, other.number
        report = session.scalars(select(CaseReport.report_id).where(CaseReport.case_id == other.id)).one()
    me = signed(Role.COMMITTEE, office=office)
    base = f"/api/v1/cases/{numbers[0]}"
    merged = client.post(f"{base}/links/same-family", json={"other": numbers[1], "reason": "جار واحد"}, headers=me)
    assert merged.status_code == 200
    seen = client.get(f"{base}/links", headers=me).json()
    assert [act["deed"] for act in seen["acts"]] == ["merge"]
    assert {"about": "need", "what": "widow", "told_by": sorted(seen["claims"][0]["told_by"])} in seen["claims"]
    split = client.post(f"{base}/reports/{report}/split", json={"reason": "أسرة أخرى"}, headers=me)
    assert split.json()["deed"] == "split"
    early = client.post(f"{base}/links/{merged.json()['id']}/undo", json={"reason": "تراجع"}, headers=me)
    assert (early.status_code, early.json()["code"]) == (409, "Q206")
    back = client.post(f"{base}/links/{split.json()['id']}/undo", json={"reason": "تراجع"}, headers=me)
    assert back.status_code == 200
    assert client.post(f"{base}/withdrawal", json={"reason": "طلبت الأسرة"}, headers=me).status_code == 202
    assert client.get("/api/v1/purges", headers=me).status_code == 403
    proofs = client.get("/api/v1/purges", headers=signed(Role.SUPERVISOR, region="NG")).json()
    assert [(p["kind"], p["subject"], p["done_at"]) for p in proofs] == [("withdrawn_consent", "case", None)]
