"""A tip that somebody wrote to us becomes a case, whatever the reader says."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.receipts import Stage, tip_status
from detector.dashboard.queries import overview
from detector.dashboard.refresh import refresh
from detector.db import transaction
from detector.defer import Job, defer
from detector.detection.models import Detection
from detector.guidance.models import PaymentIssue
from detector.jobs.local import work_all
from detector.places.queries import governorates
from detector.reports.models import Report
from detector.reports.tips import TipInput, file_tip
from detector.staff.permissions import Role
from tests.factories import an_actor

PLEA = "جارتنا أرملة وعندها أربعة أيتام وصاحب البيت مطلعها بكرة ولا معها ولا ريال تكفون الحقوا عليها"


def _tip(**values: object) -> str:
    with transaction() as session:
        receipt = file_tip(session, None, TipInput(**values))  # type: ignore[arg-type]
    work_all()
    return receipt


def test_a_plea_is_read_and_queued_with_evidence_that_is_the_senders_own_letters(database: str) -> None:
    receipt = _tip(text=PLEA)
    with transaction(write=False) as session:
        case = session.scalars(select(Case)).one()
        said = session.scalars(select(Detection)).one()
        text = session.scalars(select(Report.text)).one()
        assert tip_status(session, receipt).stage is Stage.IN_QUEUE
    assert (case.status, case.kind) == (Status.QUEUED, "hardship_case")
    assert case.priority["parts"]
    assert said.evidence
    assert all(text[e["start"] : e["end"]].strip() for e in said.evidence)


def test_a_tip_that_the_reader_does_not_flag_still_reaches_a_person(database: str) -> None:
    _tip(text="رأيت في الحي شيئا أقلقني وأود أن يمر أحد من المكتب")
    with transaction(write=False) as session:
        assert session.scalars(select(Case)).one().status is Status.QUEUED


def test_where_the_sender_says_it_is_decides_the_office(database: str) -> None:
    with transaction(write=False) as session:
        rafha = next(g for g in governorates(session) if g.name == "رفحاء")
    _tip(text=PLEA, governorate_id=rafha.id)
    with transaction(write=False) as session:
        case = session.scalars(select(Case)).one()
    assert (case.region_code, case.office_id) == (rafha.region_code, rafha.office_id)


def test_a_payment_issue_is_guided_and_not_queued(database: str) -> None:
    _tip(text="أمي موقفين عنها الضمان من شهرين والدفعة معلقة والآيبان صحيح وما ندري إيش السبب")
    with transaction(write=False) as session:
        case = session.scalars(select(Case)).one()
        assert case.status is Status.GUIDED
        assert session.get(PaymentIssue, case.id) is not None


def test_a_tip_withdrawn_before_it_was_read_does_no_harm(database: str) -> None:
    with transaction() as session:
        defer(session, Job.READ_REPORT, report_id=12345)
    assert work_all() == 1


@pytest.mark.parametrize("role", [Role.SUPERVISOR])
def test_the_dashboard_counts_what_happened_after_its_job_ran(database: str, role: Role) -> None:
    _tip(text=PLEA)
    with transaction() as session:
        actor = an_actor(session, role)
        assert {s.metric: s.count for s in overview(session, actor).funnel}["received"] == 0
        refresh(session)
    with transaction(write=False) as session:
        shown = overview(session, actor)
    funnel = {stage.metric: stage.count for stage in shown.funnel}
    assert (funnel["received"], funnel["flagged"], funnel["opened"], funnel["decided"]) == (1, 1, 1, 0)
    assert sum(row.total for row in shown.backlog) == 1


def test_the_same_pipeline_runs_on_postgres(postgres: str) -> None:
    from detector.jobs import postgres as runner

    with transaction() as session:
        receipt = file_tip(session, None, TipInput(text=PLEA))
    runner.work(wait=False)
    with transaction() as session:
        refresh(session)
    with transaction(write=False) as session:
        assert tip_status(session, receipt).stage is Stage.IN_QUEUE
        assert session.scalars(select(Case.number)).one().startswith("D-")
