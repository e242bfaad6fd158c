from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseMove
from detector.clock import now
from detector.dashboard.queries import overview
from detector.db import transaction
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.demo.accounts import ACCOUNTS, PASSWORD, DemoOnly
from detector.demo.build import SPAN, build
from detector.guidance.models import PaymentIssue, StepDone
from detector.guidance.rules import Track
from detector.journal.service import verify
from detector.outreach.models import Consent
from detector.places.models import Office
from detector.registry.judgement import Judgement
from detector.registry.models import Beneficiary, Match, Person
from detector.reports.models import Report
from detector.staff.models import Account
from detector.staff.scope import Actor
from detector.staff.service import check_password


def test_an_installation_that_is_no_demo_is_never_filled(database: str) -> None:
    with pytest.raises(DemoOnly) as refused:
        list(build())
    assert refused.value.facts == {"why": "not_a_demo"}
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0


def test_there_are_families_in_every_status_that_work_leads_to(demo: str) -> None:
    with transaction(write=False) as session:
        found = set(session.scalars(select(Case.status).distinct()))
    assert found >= {
        Status.QUEUED, Status.CLAIMED, Status.VISIT_PLANNED, Status.VISITED, Status.PROPOSED, Status.DECIDED, Status.GUIDED,
    }  # fmt: skip


def test_offices_of_several_regions_have_work(demo: str) -> None:
    with transaction(write=False) as session:
        homes = session.execute(
            select(Office.id, Office.region_code).join(Case, Case.office_id == Office.id).distinct()
        ).all()
    assert len({office for office, _ in homes}) >= 6
    assert len({region for _, region in homes}) >= 4


def test_decisions_of_both_kinds_were_made_and_adverse_ones_by_two(demo: str) -> None:
    with transaction(write=False) as session:
        decisions = list(session.scalars(select(Decision)))
    final = {d.outcome for d in decisions if d.state is DecisionState.FINAL}
    assert {
        Outcome.REGISTERED,
        Outcome.REFERRED,
        Outcome.NOT_A_CASE,
        Outcome.NOT_ELIGIBLE,
        Outcome.UNREACHABLE,
    } <= final
    assert any(d.state is DecisionState.PROPOSED for d in decisions)
    assert any(d.state is DecisionState.RETURNED for d in decisions)
    for decision in decisions:
        assert decision.seconded_by_id != decision.proposed_by_id


def test_matches_and_payment_steps_stand_at_different_points(demo: str) -> None:
    with transaction(write=False) as session:
        judgements = set(session.scalars(select(Match.judgement).distinct()))
        steps = session.execute(select(StepDone.payment_id, func.count()).group_by(StepDone.payment_id)).all()
        tracks = set(session.scalars(select(PaymentIssue.track).distinct()))
    assert judgements >= {None, Judgement.SAME, Judgement.UNSURE}
    assert len({count for _, count in steps}) >= 2
    assert Track.PAYMENT in tracks


def test_everything_happened_in_the_last_weeks_and_nothing_later(demo: str) -> None:
    with transaction(write=False) as session:
        for column in (Case.opened_at, CaseMove.at, Consent.given_at, Report.received_at):
            first, last = session.execute(select(func.min(column), func.max(column))).one()
            assert now() - SPAN - timedelta(hours=1) < first < now() - timedelta(days=30)
            assert last < now()
        days = session.scalar(select(func.count(func.distinct(func.date(Case.opened_at)))))
    assert days is not None
    assert days > 25


def test_nobody_in_the_demo_can_be_a_real_person(demo: str) -> None:
    with transaction(write=False) as session:
        numbers = [*session.scalars(select(Person.national_id)), *session.scalars(select(Beneficiary.national_id))]
    assert len(numbers) > 10
    assert all(number.startswith("9") for number in numbers)


def test_every_account_of_the_sign_in_page_opens_with_the_password_that_is_shown(demo: str) -> None:
    with transaction() as session:
        for one in ACCOUNTS:
            assert check_password(session, one.username, PASSWORD).role is one.role


def test_the_supervisor_finds_a_dashboard_that_tells_something(demo: str) -> None:
    with transaction(write=False) as session:
        leader = session.scalars(select(Account).where(Account.username == "national")).one()
        seen = overview(session, Actor.of(leader), days=60)
    assert all(stage.count > 0 for stage in seen.funnel)
    assert len(seen.backlog) >= 6
    assert len(seen.time_to_visit) >= 5
    assert len(seen.precision) >= 2


def test_the_invented_past_leaves_a_whole_journal(demo: str) -> None:
    with transaction(write=False) as session:
        assert verify(session) is None


def test_building_again_changes_nothing_and_prints_the_accounts(demo: str) -> None:
    def rows() -> list[int | None]:
        with transaction(write=False) as session:
            return [session.scalar(select(func.count()).select_from(table)) for table in (Case, Account, Report)]

    before = rows()
    lines = list(build())
    assert rows() == before
    assert PASSWORD in lines[0]
    assert [line.split()[0] for line in lines[1:]] == [one.username for one in ACCOUNTS]


def test_a_build_that_breaks_off_leaves_nothing_behind(
    database: str, as_demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("detector.demo.build.refresh", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        list(build())
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
        assert session.scalar(select(func.count()).select_from(Account)) == 0
