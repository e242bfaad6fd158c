"""The embedded runner: one thread that works off `deferred_job` on SQLite."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import log
from detector.clock import now
from detector.db import transaction
from detector.defer import DeferredJob, Job
from detector.errors import DetectorError
from detector.jobs.table import MAX_ATTEMPTS, PERIODIC, run, run_after, run_alone, wait_before

logger = log.get("jobs")


def _next(session: Session) -> DeferredJob | None:
    return session.scalar(
        select(DeferredJob)
        .where(DeferredJob.failed.is_(False), DeferredJob.run_at <= now())
        .order_by(DeferredJob.run_at, DeferredJob.id)
        .limit(1)
    )


def work_one() -> bool:
    """Run the next due job in a transaction of its own; False when none was due."""
    with transaction(write=False) as session:
        due = _next(session)
    if due is None:
        return False
    try:
        run_alone(Job(due.job), due.args)
        with transaction() as session:
            row = session.get(DeferredJob, due.id)
            if row is None:
                return True  # another worker was quicker
            run(session, Job(row.job), row.args)
            session.delete(row)
        run_after(Job(due.job))
        logger.info("job.done", job=due.job, id=due.id)
    except Exception as error:  # one job's failure must not end the worker
        _note_failure(due.id, error)
    return True


def _note_failure(job_id: int, error: Exception) -> None:
    code = error.code if isinstance(error, DetectorError) else type(error).__name__
    with transaction() as session:
        row = session.get(DeferredJob, job_id)
        if row is None:
            return
        row.attempts += 1
        row.error = code
        row.failed = row.attempts >= MAX_ATTEMPTS
        row.run_at = now() + wait_before(row.attempts)
        logger.error("job.failed", job=row.job, id=job_id, attempts=row.attempts, code=code, exc_info=error)


def work_all() -> int:
    """Run every due job, one after the other; returns how many."""
    done = 0
    while work_one():
        done += 1
    return done


class LocalWorker:
    """A thread that polls for jobs and starts the periodic ones."""

    def __init__(self, poll_seconds: float = 0.5, periodic: dict[Job, timedelta] | None = None) -> None:
        self._poll = poll_seconds
        self._periodic = PERIODIC if periodic is None else periodic
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="worker", daemon=True)
        self._next_round: dict[Job, datetime] = {}

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 30) -> None:
        """Let the running job end, then stop."""
        self._stop.set()
        self._thread.join(timeout)

    def run_forever(self) -> None:
        self._loop()

    def _loop(self) -> None:
        while not self._stop.is_set():
            try:
                self._start_rounds()
                if work_one():
                    continue
            except Exception as error:  # a locked database, a full disk: say so and try again
                logger.error("worker.failed", exc_info=error)
            self._stop.wait(self._poll)

    def _start_rounds(self) -> None:
        at = now()
        due = [job for job in self._periodic if self._next_round.get(job, at) <= at]
        if not due:
            return
        with transaction() as session:
            waiting = set(session.scalars(select(DeferredJob.job).where(DeferredJob.failed.is_(False))))
            session.add_all(DeferredJob(job=job.value, args={}, run_at=at) for job in due if job.value not in waiting)
        self._next_round |= {job: at + self._periodic[job] for job in due}
