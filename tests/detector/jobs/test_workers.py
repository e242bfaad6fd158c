"""One table of jobs, two runners: inside the process on SQLite, procrastinate on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.db import transaction
from detector.defer import DeferredJob, Job, defer
from detector.jobs import postgres as procrastinate_runner
from detector.jobs.local import LocalWorker, work_all
from detector.jobs.table import FUNCTIONS, MAX_ATTEMPTS, PERIODIC
from tests.factories import a_case, an_office


def _expired_case() -> str:
    with transaction() as session:
        case = a_case(session, office=an_office(session), status=Status.CLAIMED)
        case.lease_until = now() - timedelta(minutes=1)
        return case.number


def _status(number: str) -> Status:
    with transaction(write=False) as session:
        return session.scalars(select(Case.status).where(Case.number == number)).one()


def test_a_job_is_kept_only_if_its_transaction_is(database: str) -> None:
    with pytest.raises(RuntimeError), transaction() as session:
        defer(session, Job.EXPIRE_LEASES)
        raise RuntimeError
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(DeferredJob)) == 0


def test_the_embedded_runner_does_a_job_once_and_forgets_it(database: str) -> None:
    number = _expired_case()
    with transaction() as session:
        defer(session, Job.EXPIRE_LEASES)
    assert work_all() == 1
    assert _status(number) is Status.QUEUED
    assert work_all() == 0


def test_a_job_for_later_waits(database: str) -> None:
    with transaction() as session:
        defer(session, Job.EXPIRE_LEASES, after=timedelta(hours=1))
    assert work_all() == 0
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert work_all() == 1


def test_a_failing_job_is_tried_again_later_and_at_last_kept_with_its_error(database: str) -> None:
    with transaction() as session:
        session.add(DeferredJob(job=Job.EXPIRE_LEASES.value, args={"unknown": 1}, run_at=now()))
    at = now()
    for _ in range(MAX_ATTEMPTS):
        with time_machine.travel(at, tick=False):
            assert work_all() == 1
        at += timedelta(hours=1)
    with transaction(write=False) as session:
        row = session.scalars(select(DeferredJob)).one()
    assert (row.failed, row.attempts, row.error) == (True, MAX_ATTEMPTS, "TypeError")


def test_the_worker_thread_starts_the_periodic_jobs_by_itself(database: str) -> None:
    number = _expired_case()
    worker = LocalWorker(poll_seconds=0.01, periodic={Job.EXPIRE_LEASES: timedelta(hours=1)})
    worker.start()
    try:
        for _ in range(500):
            if _status(number) is Status.QUEUED:
                break
            worker._stop.wait(0.02)
    finally:
        worker.stop()
    assert _status(number) is Status.QUEUED


def test_procrastinate_runs_the_same_job_on_postgres(postgres: str) -> None:
    number = _expired_case()
    with transaction() as session:
        defer(session, Job.EXPIRE_LEASES)
    with pytest.raises(RuntimeError), transaction() as session:
        defer(session, Job.READ_REPORT, report_id=1)
        raise RuntimeError
    procrastinate_runner.work(wait=False)
    assert _status(number) is Status.QUEUED
    with transaction(write=False) as session:
        done = session.execute(text("SELECT task_name, status FROM procrastinate_jobs")).all()
    assert ("expire_leases", "succeeded") in done
    assert {status for _, status in done} == {"succeeded"}
    assert "read_report" not in {name for name, _ in done}


def test_every_periodic_job_has_its_function() -> None:
    assert set(PERIODIC) <= set(FUNCTIONS)
