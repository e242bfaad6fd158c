"""One family's story through the API, on both databases, each with its own worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from detector.clock import now
from detector.db import transaction
from detector.journal.service import verify
from tests.journeys.family import FORM, MOTHER, NATIONAL_ID, PASSWORD, TEAM, TIP, settle
from tests.journeys.running import serving, until


class Caller:
    """Somebody with a token."""

    def __init__(self, address: str, username: str | None = None) -> None:
        self.http = httpx.Client(base_url=f"{address}/api/v1", timeout=30)
        if username:
            token = self.post("/sessions", username=username, password=PASSWORD)["token"]
            self.http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **params: Any) -> Any:
        return self._read(self.http.get(path, params=params))

    def post(self, path: str, **body: Any) -> Any:
        return self._read(self.http.post(path, json=body))

    def refused(self, path: str, **body: Any) -> tuple[int, str]:
        answer = self.http.post(path, json=body)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"]

    @staticmethod
    def _read(answer: httpx.Response) -> Any:
        assert answer.is_success, answer.text
        return answer.json()


@dataclass
class People:
    reporter: Caller
    member: Caller
    leader: Caller
    anybody: Caller
    governorate: int


@pytest.fixture(params=["database", pytest.param("postgres", marks=pytest.mark.postgres)])
def people(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[People]:
    """The service on one of the databases, and those who call it."""
    request.getfixturevalue(request.param)
    office = settle(tmp_path)
    with serving() as address, ExitStack() as open_callers:
        callers = [Caller(address, name) for name in ("reporter", "member", "leader", None)]
        for caller in callers:
            open_callers.callback(caller.http.close)
        yield People(*callers, office.governorate_id)


def funnel(leader: Caller) -> dict[str, int]:
    return {stage["metric"]: stage["count"] for stage in leader.get("/dashboard")["funnel"]}


def test_a_family_is_found_visited_matched_and_decided(people: People) -> None:
    reporter, member, leader, anybody = people.reporter, people.member, people.leader, people.anybody

    # A journalist tells of a family. The receipt and the reading job are one transaction; the worker reads it.
    receipt = reporter.post("/tips", text=TIP, governorate_id=people.governorate)["receipt"]
    until(lambda: anybody.get(f"/tips/{receipt}")["stage"] == "in_queue")

    # It lies in the queue of its office, with the reasons for its place.
    row = member.get("/queue")["items"][0]
    number, case = row["number"], f"/cases/{row['number']}"
    assert row["office"] == "مكتب الضمان الاجتماعي برفحاء"
    assert row["parts"]
    file = member.get(case)
    assert file["reports"][0]["evidence"]
    assert reporter.http.get(case).status_code == 403

    # One claims it; it is nobody else's then. Nothing about identity or visits happens before consent.
    member.post(f"{case}/claim")
    assert leader.refused(f"{case}/claim") == (409, "Q201")
    visit = {"planned_for": (now() + timedelta(hours=30)).isoformat(), "team": TEAM, "woman_on_team": True}
    assert member.refused(f"{case}/visits", **visit) == (409, "V303")
    person = {"full_name": MOTHER, "national_id": NATIONAL_ID, "birth_date": "1988-02-25"}
    assert member.refused(f"{case}/persons", **person) == (409, "V303")

    member.post(f"{case}/attempts", channel="phone", reached="reached")
    purposes = ["visit", "registry_match", "agency_check"]
    member.post(f"{case}/consents", ground="consent", given_by=MOTHER, channel="phone", purposes=purposes)

    # The visit: a day's notice, two people, a form that can be sent twice.
    assert member.refused(f"{case}/visits", **visit | {"planned_for": now().isoformat()}) == (422, "V304")
    member.post(f"{case}/visits", **visit)
    version = member.get(f"{case}/visits")["version"]
    filing = {"client_id": "telephone-1", "base_version": version, "form": FORM}
    first = member.post(f"{case}/visits/form", **filing)
    assert member.post(f"{case}/visits/form", **filing)["id"] == first["id"]
    assert anybody.get(f"/tips/{receipt}")["stage"] == "visited"

    # The registry is asked about her ID: it holds nobody under it. The number itself is never shown whole.
    added = member.post(f"{case}/persons", **person)
    assert NATIONAL_ID not in str(member.get(f"{case}/household"))
    match = member.post(f"{case}/persons/{added['id']}/matches")
    assert match["answer"] == "not_registered"

    # An adverse outcome needs a second officer, who sends this one back; then she is registered.
    held = member.post(f"{case}/decisions", outcome="held", reason="ينقص صك حصر الورثة", reason_code="documents")
    assert held["state"] == "proposed"
    assert member.refused(f"{case}/decisions/second", agree=True) == (403, "S903")
    assert [row["number"] for row in leader.get("/decisions/proposals")] == [number]
    leader.post(f"{case}/decisions/second", agree=False, note="الصك ليس شرطًا للتسجيل")
    decided = member.post(f"{case}/decisions", outcome="registered", reason="ثبت العوز في الزيارة ولا تسجيل سابق")
    assert decided["state"] == "final"
    assert [row["number"] for row in leader.get("/decisions/handoffs")] == [number]

    # The sender learns that it is closed and nothing else; the dashboard has moved; every act is in the journal.
    told = anybody.get(f"/tips/{receipt}")
    assert told["stage"] == "closed"
    assert set(told) == {"received_at", "stage", "since"}
    moves = [move["new"] for move in member.get(case)["moves"]]
    assert moves == ["queued", "claimed", "visit_planned", "visited", "proposed", "visited", "decided"]
    _count()
    assert funnel(leader) == {"received": 1, "flagged": 1, "opened": 1, "visited": 1, "decided": 1}
    with transaction(write=False) as session:
        assert verify(session) is None


def test_an_adverse_decision_counts_only_when_a_second_officer_agrees(people: People) -> None:
    reporter, member, leader = people.reporter, people.member, people.leader
    receipt = reporter.post(
        "/tips", text="سمعت ان فيه ناس محتاجين بس ما ادري من هم ولا وين ساكنين", governorate_id=people.governorate
    )
    until(lambda: reporter.get(f"/tips/{receipt['receipt']}")["stage"] == "in_queue")
    case = f"/cases/{member.get('/queue')['items'][0]['number']}"
    member.post(f"{case}/claim")
    proposed = member.post(
        f"{case}/decisions", outcome="not_a_case", reason="لا يذكر البلاغ أسرة بعينها", reason_code="opinion"
    )
    assert proposed["state"] == "proposed"
    assert member.get(case)["status"] == "proposed"
    assert leader.post(f"{case}/decisions/second", agree=True)["state"] == "final"
    assert member.get(case)["status"] == "decided"
    assert leader.refused(f"{case}/decisions/second", agree=True) == (409, "E503")


def _count() -> None:
    """What the job of each minute does."""
    from detector.dashboard.refresh import refresh

    with transaction() as session:
        refresh(session)
