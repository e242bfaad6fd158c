from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector import clock
from detector.cases.lifecycle import Status
from detector.cases.linking import describe, remember
from detector.cases.models import BlockingKey, Case, CaseReport
from detector.clock import now
from detector.config import settings
from detector.db import engine
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.detection.models import Detection
from detector.jobs.purge import purge
from detector.reports.models import LedgerLine, Report, ReportIdentifier, Source
from detector.reports.models import Outcome as Kept
from tests.factories import a_case, an_account

LATER = timedelta(days=settings().retain_unmatched_days + 1)


@pytest.fixture(params=["database", pytest.param("postgres", marks=pytest.mark.postgres)])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    url = request.getfixturevalue(request.param)
    with Session(engine(url), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


def decided(session: Session, outcome: Outcome) -> tuple[Case, Report]:
    """A case that was decided today, with all that its report left in other rows."""
    case = a_case(session, status=Status.DECIDED)
    report = session.scalars(select(Report).join(CaseReport).where(CaseReport.case_id == case.id)).one()
    report.url = "https://x.example/post/1"
    number = ReportIdentifier(
        report_id=report.id, type="mobile", start=0, end=10, valid=True, masked="0•••••••01", value="0500000001",
        blind_index="x" * 32,
    )  # fmt: skip
    officer, second = an_account(session), an_account(session)
    session.add_all(
        [
            number,
            LedgerLine(
                source=Source.FILES, external_id=report.external_id, fingerprint=report.fingerprint, kind=case.kind,
                outcome=Kept.KEPT, received_at=now(),
            ),
            Decision(
                case_id=case.id, outcome=outcome, reason="لا يذكر أسرة بعينها", state=DecisionState.FINAL,
                proposed_by_id=officer.id, proposed_at=now(), seconded_by_id=second.id, seconded_at=now(),
            ),
        ]
    )  # fmt: skip
    remember(session, describe(report, [number]))
    session.flush()
    return case, report


def rows(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_people_found_to_be_no_case_is_forgotten_everywhere_after_its_time(session: Session) -> None:
    case, report = decided(session, Outcome.NOT_A_CASE)
    with clock.at(now() + LATER):
        assert purge(session)["reports"] == 1
        assert purge(session)["reports"] == 0
    session.expire_all()
    assert (report.text, report.url) == (None, None)
    assert report.purged_at is not None
    assert rows(session, ReportIdentifier) == rows(session, BlockingKey) == 0
    assert session.scalars(select(Detection.evidence)).all() == [[]]
    assert session.scalars(select(LedgerLine.outcome)).all() == [Kept.PURGED]
    assert session.get_one(Case, case.id).status is Status.DECIDED


def test_before_its_time_nothing_is_forgotten(session: Session) -> None:
    _, report = decided(session, Outcome.NOT_A_CASE)
    assert purge(session)["reports"] == 0
    assert report.text


@pytest.mark.parametrize("outcome", [Outcome.REGISTERED, Outcome.NOT_ELIGIBLE, Outcome.UNREACHABLE])
def test_a_household_that_was_looked_into_keeps_its_file(session: Session, outcome: Outcome) -> None:
    _, report = decided(session, outcome)
    with clock.at(now() + LATER):
        assert purge(session)["reports"] == 0
    assert report.text


def test_an_objection_stops_the_forgetting(session: Session) -> None:
    case, report = decided(session, Outcome.NOT_A_CASE)
    case.status = Status.QUEUED
    session.flush()
    with clock.at(now() + LATER):
        assert purge(session)["reports"] == 0
    assert report.text
