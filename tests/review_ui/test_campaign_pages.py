"""A supervisor sees the gaps, drafts and plans a campaign, prints its itinerary; a committee tells its results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from detector.clock import RIYADH, now
from detector.config import settings
from detector.db import transaction
from detector.places.models import Office
from detector.visits.campaigns.models import Campaign, CampaignStop
from tests.factories import a_case, a_consent, an_account
from tests.review_ui.browsing import Browsing

Signed = Callable[[str], Browsing]
NAME = "أم فهد"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMAN_CAMPAIGN_SOLVER_SECONDS", "0.5")
    settings.cache_clear()


def wish() -> dict[str, str]:
    with transaction() as session:
        office = session.scalars(select(Office).where(Office.region_code == "RD", Office.is_regional)).one()
    day = now().astimezone(RIYADH).date() + timedelta(days=8)
    return {
        "title": "حملة شمال الرياض", "region": "RD", "office": str(office.id), "first_day": day.isoformat(), "days": "2",
        "day_start": "08:00", "day_end": "17:00", "visit_minutes": "45", "least_km": "0", "team_1": "نورة، سعد",
        "woman_1": "1",
    }  # fmt: skip


def test_from_the_gaps_to_the_paper_and_the_results(browser_of: Signed) -> None:
    lead = browser_of("lead")
    with transaction() as session:
        by = an_account(session)
        agreed = a_case(session, place_name="رماح", region_code="RD")
        a_consent(session, agreed, "visit", by=by).given_by = NAME
        a_case(session, place_name="ضرماء", region_code="RD")
        lost = a_case(session, place_name=None, region_code="RD")
    page = lead.open("/campaigns")
    assert "فجوة" in page.text
    lead.send("/campaigns", **wish())
    with transaction() as session:
        number = session.scalars(select(Campaign.id)).one()
        stops = {s.case_id: s.id for s in session.scalars(select(CampaignStop))}
    base = f"/campaigns/{number}"
    assert "يحتاج تحديد المكان" in lead.open(base).text
    lead.send(f"{base}/stops/{stops[lost.id]}/place", 422, place="لا مكان")
    lead.send(f"{base}/stops/{stops[lost.id]}/place", place="الخرج")
    lead.send(f"{base}/plan")
    assert "كم بدل" in lead.last.text
    paper = lead.open(f"{base}/itinerary")
    assert NAME in paper.text
    assert paper.text.count("لم تُسجل: تُطلب عند الباب") == 2
    assert "نماذج موافقة" in paper.text
    lead.open(base)
    lead.send(f"{base}/start")
    lead.send(f"{base}/stops/{stops[lost.id]}/outcome", outcome="nobody_home")
    lead.send(f"{base}/close")
    assert "مغلقة" in lead.last.text
    assert f"{base}/cancel" not in lead.last.html


def test_a_form_with_one_name_in_a_team_comes_back_with_what_was_typed(browser_of: Signed) -> None:
    lead = browser_of("lead")
    with transaction() as session:
        a_case(session, place_name="رماح", region_code="RD")
    lead.open("/campaigns")
    page = lead.send("/campaigns", 422, **wish() | {"team_1": "نورة", "day_end": "ليلا"})
    assert "حملة شمال الرياض" in page.html
    page = lead.send("/campaigns", 422, **wish() | {"team_1": "نورة"})
    assert "عضوين على الأقل" in page.text


def test_a_committee_reads_campaigns_and_plans_none(browser_of: Signed) -> None:
    member = browser_of("member")
    page = member.open("/campaigns")
    assert "أين الفجوات" not in page.text
    assert "حملة جديدة" not in page.text


def test_a_campaign_that_is_not_there_is_not_found(browser_of: Signed) -> None:
    assert "لم نجد ما طلبته" in browser_of("lead").open("/campaigns/4242", 404).text
