"""Campaigns through the JSON door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from detector.clock import RIYADH, now
from detector.config import settings
from detector.db import transaction
from detector.journal.models import Entry
from detector.places.models import Office
from detector.staff.permissions import Role
from tests.factories import a_case


def test_a_campaign_from_gap_to_result(
    client: TestClient, signed: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMAN_CAMPAIGN_SOLVER_SECONDS", "0.5")
    settings.cache_clear()
    lead, member = signed(Role.SUPERVISOR), signed(Role.COMMITTEE)
    with transaction() as session:
        office = session.scalars(select(Office).where(Office.region_code == "RD", Office.is_regional)).one().id
        for place in ("رماح", "ضرماء", None):
            a_case(session, place_name=place, region_code="RD")
    found = client.get("/api/v1/campaigns/gaps", headers=lead).json()
    assert [gap["km"] is None for gap in found] == [False, False, True]
    assert client.get("/api/v1/campaigns/gaps", headers=member).status_code == 403
    wish = {
        "title": "حملة", "region_code": "RD", "office_id": office, "days": 1, "day_start": 480, "day_end": 1020,
        "first_day": (now().astimezone(RIYADH).date() + timedelta(days=8)).isoformat(), "visit_minutes": 45,
        "teams": [{"members": ["نورة", "سعد"], "with_woman": True}], "least_km": 0,
    }  # fmt: skip
    assert client.post("/api/v1/campaigns", json=wish, headers=member).status_code == 403
    drafted = client.post("/api/v1/campaigns", json=wish, headers=lead).json()
    one = f"/api/v1/campaigns/{drafted['id']}"
    lost = next(stop["id"] for stop in drafted["listed"] if stop["needs_place"])
    assert client.delete(f"{one}/stops/{lost}", headers=lead).json()["stops"] == 2
    assert client.post(f"{one}/plan", headers=lead).status_code == 204
    seen = client.get(one, headers=lead).json()
    assert seen["status"] == "planned"
    assert seen["km"] <= seen["naive_km"]
    assert [stop["day"] for stop in seen["listed"]] == seen["days"] * 2
    assert client.post(f"{one}/plan", headers=lead).json()["code"] == "V331"
    client.post(f"{one}/start", headers=lead)
    stop = seen["listed"][0]["id"]
    assert client.post(f"{one}/stops/{stop}/outcome", json={"outcome": "visited"}, headers=lead).status_code == 422
    client.post(f"{one}/stops/{stop}/outcome", json={"outcome": "nobody_home"}, headers=lead)
    closed = client.post(f"{one}/close", headers=lead).json()
    assert closed["outcomes"] == {"planned": 0, "visited": 0, "nobody_home": 1, "postponed": 1}
    with transaction(write=False) as session:
        assert "campaign.viewed" in set(session.scalars(select(Entry.action)))
