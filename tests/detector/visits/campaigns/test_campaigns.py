"""From gaps to results, on a database file with the offices and governorates of an installation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.config import settings
from detector.db import transaction
from detector.errors import BadInput, Conflict, NotFound
from detector.journal.models import Entry
from detector.places.models import Office
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from detector.visits.campaigns import service
from detector.visits.campaigns.coordinates import Gazetteer
from detector.visits.campaigns.drawing_up import draw_up
from detector.visits.campaigns.gaps import gaps
from detector.visits.campaigns.lifecycle import MOVES, CampaignStatus, IllegalCampaignMove, StopOutcome
from detector.visits.campaigns.models import Campaign, CampaignStop
from detector.visits.campaigns.outcomes import mark, told_by_visit
from detector.visits.campaigns.queries import campaigns, get_campaign, stop_lines, summary
from detector.visits.campaigns.rules import TeamWish
from detector.visits.campaigns.service import NothingToVisit
from detector.visits.models import VisitStatus
from detector.visits.rules import TeamTooSmall
from nlp_models.lexicons import places as lexicon
from tests.factories import a_case, a_consent, an_account, an_actor

SUNDAY = date(2026, 11, 1)
TEAMS = [TeamWish(["نورة", "سعد"], True), TeamWish(["هند", "علي"], True)]
S = CampaignStatus


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DAMAN_CAMPAIGN_SOLVER_SECONDS", "1")
    settings.cache_clear()
    with time_machine.travel(datetime(2026, 10, 25, 8, tzinfo=UTC), tick=False) as travelled:
        yield travelled


def office_of(session: Session, region: str = "RD") -> Office:
    return session.scalars(select(Office).where(Office.region_code == region, Office.is_regional)).one()


def drafted(session: Session, actor: Actor, **values: Any) -> Campaign:
    wish: dict[str, Any] = {
        "title": "حملة القرى", "region_code": "RD", "office_id": office_of(session).id, "first_day": SUNDAY, "days": 2,
        "teams": TEAMS, "day_start": 8 * 60, "day_end": 17 * 60, "visit_minutes": 45, "least_km": 20.0,
    }  # fmt: skip
    return service.draft(session, actor, **wish | values)


PLACES = ("ضرماء", "رماح", "المزاحمية", "حريملاء", "ثادق", "مرات")


def families(session: Session, *places: str | None, **values: Any) -> list[Case]:
    return [a_case(session, place_name=place, region_code="RD", **values) for place in places]


def planned(session: Session, *places: str | None) -> tuple[Actor, int]:
    """A supervisor and their campaign, committed and planned."""
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, *places)
    campaign = drafted(session, boss, least_km=0.0)
    session.commit()
    draw_up(boss, campaign.id)
    return boss, campaign.id


def test_a_gap_says_how_far_the_nearest_office_is_and_who_waits_there(session: Session) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, "رماح", "رماح", "الرياض", "قرية لا يعرفها أحد")
    families(session, "رماح", status=Status.DECIDED)
    found = {gap.place: gap for gap in gaps(session, boss)}
    assert (found["رماح"].cases, found["رماح"].reports) == (2, 2)
    assert found["رماح"].km is not None
    assert found["رماح"].km > 50
    assert found["رماح"].is_far
    assert found["رماح"].office
    assert found["الرياض"].km is not None
    assert not found["الرياض"].is_far
    assert found["قرية لا يعرفها أحد"].km is None
    assert list(found)[-1] == "قرية لا يعرفها أحد"


def test_gaps_keep_to_the_scope_and_are_for_supervisors(session: Session) -> None:
    families(session, "رماح")
    assert gaps(session, an_actor(session, Role.SUPERVISOR, region="MK")) == []
    with pytest.raises(NotAllowed):
        gaps(session, an_actor(session))


def test_a_draft_takes_the_far_and_the_unplaced_and_leaves_the_near(session: Session) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    far, near, unknown, done = families(session, "رماح", "الرياض", None, "رماح")
    done.status = Status.VISITED
    campaign = drafted(session, boss)
    lines = {line.number: line for line in stop_lines(session, campaign)}
    assert set(lines) == {far.number, unknown.number}
    assert lines[unknown.number].stop.lat is None
    assert campaign.days == ["2026-11-01", "2026-11-02"]
    assert near.number not in lines


def test_a_case_is_in_one_live_campaign_at_most(session: Session) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, "رماح")
    first = drafted(session, boss)
    with pytest.raises(NothingToVisit):
        drafted(session, boss)
    service.cancel(session, boss, first.id, "تأجلت")
    session.flush()
    assert len(stop_lines(session, drafted(session, boss))) == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [({"days": 0}, BadInput), ({"first_day": date(2026, 10, 1)}, BadInput), ({"region_code": "XX"}, BadInput),
     ({"office_id": 99_999}, BadInput), ({"teams": [TeamWish(["نورة"], True)]}, TeamTooSmall), ({"title": " "}, BadInput),
     ({"teams": [TEAMS[0], TEAMS[0]]}, BadInput), ({"day_end": 7 * 60}, BadInput), ({"visit_minutes": 5}, BadInput)],
)  # fmt: skip
def test_a_draft_that_cannot_be_carried_out_is_refused(session: Session, values: Any, error: type[Exception]) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, "رماح")
    with pytest.raises(error):
        drafted(session, boss, **values)


def test_friday_and_saturday_are_no_days_of_a_campaign(session: Session) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, "رماح")
    assert drafted(session, boss, first_day=date(2026, 11, 5), days=2).days == ["2026-11-05", "2026-11-08"]


def test_a_plan_gives_each_stop_its_day_team_and_hour_and_compares_kilometres(session: Session) -> None:
    boss, number = planned(session, *PLACES, None)
    campaign = get_campaign(session, boss, number)
    session.refresh(campaign)
    assert campaign.status is S.PLANNED
    assert campaign.km is not None
    assert campaign.naive_km is not None
    assert 0 < campaign.km <= campaign.naive_km
    assert campaign.distances == "great_circle"
    assert {pause["why"] for pause in campaign.pauses} == {"dhuhr", "asr"}
    lines = stop_lines(session, campaign)
    with_place = [line.stop for line in lines if line.stop.lat is not None]
    assert all(stop.day and stop.arrive_at and stop.leave_at and stop.turn for stop in with_place)
    assert [line.stop.day for line in lines if line.stop.lat is None] == [None], "listed, not dropped"
    assert campaign.km == pytest.approx(sum(one["km"] for one in campaign.rounds))


def test_a_plan_made_from_an_older_draft_is_refused(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, "رماح", "ضرماء")
    campaign = drafted(session, boss)
    stop = stop_lines(session, campaign)[0].stop.id
    session.commit()
    from detector.visits.campaigns import drawing_up

    real = drawing_up.solve

    def meanwhile(*args: Any, **values: Any) -> Any:
        with transaction() as other:
            service.leave_out(other, boss, campaign.id, stop)
        return real(*args, **values)

    monkeypatch.setattr(drawing_up, "solve", meanwhile)
    with pytest.raises(Conflict):
        draw_up(boss, campaign.id)


def test_a_stop_is_placed_by_name_and_the_plan_becomes_a_draft_again(session: Session) -> None:
    boss, number = planned(session, "رماح", None)
    stop = next(line.stop for line in stop_lines(session, get_campaign(session, boss, number)) if line.stop.lat is None)
    with pytest.raises(BadInput):
        service.give_place(session, boss, number, stop.id, "مكان لا يعرفه أحد")
    service.give_place(session, boss, number, stop.id, "ضرماء")
    campaign = get_campaign(session, boss, number)
    assert campaign.status is S.DRAFTED
    assert campaign.km is None
    session.commit()
    draw_up(boss, number)
    session.expire_all()
    assert session.get_one(CampaignStop, stop.id).day is not None


def test_results_follow_the_visits_and_the_rest_is_postponed_at_the_end(session: Session) -> None:
    boss, number = planned(session, "رماح", "ضرماء", "ثادق", "مرات")
    member = an_actor(session, office=office_of(session))
    service.start(session, boss, number)
    session.flush()
    stops = [line.stop for line in stop_lines(session, get_campaign(session, boss, number))]
    told_by_visit(session, stops[0].case_id, VisitStatus.FILED)
    told_by_visit(session, stops[1].case_id, VisitStatus.NOBODY_HOME)
    mark(session, member, number, stops[2].id, StopOutcome.NOBODY_HOME)
    for outcome in (StopOutcome.VISITED, StopOutcome.PLANNED):
        with pytest.raises(BadInput):
            mark(session, member, number, stops[2].id, outcome)
    with pytest.raises(BadInput):
        mark(session, member, number, stops[0].id, StopOutcome.POSTPONED)
    campaign = service.close(session, boss, number)
    session.flush()
    assert summary(session, campaign).outcomes == {
        StopOutcome.PLANNED: 0, StopOutcome.VISITED: 1, StopOutcome.NOBODY_HOME: 2, StopOutcome.POSTPONED: 1,
    }  # fmt: skip
    session.commit()
    acts = list(session.scalars(select(Entry.action).where(Entry.subject == "campaign")))
    assert acts == ["campaign.drafted", "campaign.planned", "campaign.routes", "campaign.running", "campaign.closed"]


def test_no_outcome_is_told_before_the_teams_are_out(session: Session) -> None:
    boss, number = planned(session, "رماح")
    stop = stop_lines(session, get_campaign(session, boss, number))[0].stop
    with pytest.raises(IllegalCampaignMove):
        mark(session, boss, number, stop.id, StopOutcome.POSTPONED)
    told_by_visit(session, stop.case_id, VisitStatus.FILED)
    assert stop.outcome is StopOutcome.PLANNED


def test_a_name_stands_on_a_line_only_after_consent_to_a_visit(session: Session) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    asked, unasked, other = families(session, "رماح", "رماح", "رماح")
    by = an_account(session)
    a_consent(session, asked, "visit", by=by)
    a_consent(session, other, "registry_match", by=by)
    names = {line.number: line.agreed_by for line in stop_lines(session, drafted(session, boss))}
    assert names == {asked.number: "ربة الأسرة", unasked.number: None, other.number: None}


def test_another_region_does_not_see_the_campaign(session: Session) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, "رماح")
    campaign = drafted(session, boss)
    stranger = an_actor(session, Role.SUPERVISOR, region="MK")
    assert campaigns(session, stranger) == []
    with pytest.raises(NotFound):
        get_campaign(session, stranger, campaign.id)
    assert [one.campaign.id for one in campaigns(session, boss)] == [campaign.id]


@pytest.mark.parametrize("now", list(S))
def test_only_moves_of_the_table_are_made(session: Session, now: S) -> None:
    boss = an_actor(session, Role.SUPERVISOR)
    families(session, "رماح")
    for to in S:
        campaign = drafted(session, boss)
        campaign.status = now
        if to in MOVES[now]:
            service.set_status(session, campaign, to, by=boss)
            assert campaign.status is to
        else:
            with pytest.raises(IllegalCampaignMove):
                service.set_status(session, campaign, to, by=boss)
        campaign.status = S.CANCELLED
        session.flush()


def test_a_hijra_of_the_imported_gazetteer_can_be_driven_to(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = dict.fromkeys(lexicon.COLUMNS, "") | {
        "name_ar": "هجرة البعيدة", "kind": "hijra", "governorate": "رماح", "lat": "25.9", "lon": "47.6",
    }  # fmt: skip
    path = tmp_path / "gazetteer.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    monkeypatch.setenv("DAMAN_GAZETTEER", str(path))
    lexicon.imported.cache_clear()
    try:
        site = Gazetteer(session).find("هجره البعيده", "RD")
    finally:
        lexicon.imported.cache_clear()
    assert site is not None
    assert site.point == (25.9, 47.6)
