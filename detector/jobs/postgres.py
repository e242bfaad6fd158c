"""The same table of jobs, run by procrastinate on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import procrastinate
from sqlalchemy.engine import make_url

from detector.config import settings
from detector.db import transaction
from detector.defer import Job
from detector.jobs.table import FUNCTIONS, MAX_ATTEMPTS, PERIODIC, run, run_alone


def _conninfo() -> str:
    return make_url(settings().database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _cron(every: timedelta) -> str:
    minutes = max(1, round(every.total_seconds() / 60))
    return f"*/{minutes} * * * *" if minutes < 60 else f"0 */{minutes // 60} * * *"


def make_app() -> procrastinate.App:
    """procrastinate's app with every job as a task; a task is one transaction."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_conninfo()))
    retry = procrastinate.RetryStrategy(max_attempts=MAX_ATTEMPTS, linear_wait=10)

    def task_for(job: Job) -> Any:
        def task(timestamp: int | None = None, **args: Any) -> None:
            run_alone(job, args)
            with transaction() as session:
                run(session, job, args)

        return app.task(name=job.value, retry=retry)(task)

    for job in FUNCTIONS:
        task = task_for(job)
        if job in PERIODIC:
            app.periodic(cron=_cron(PERIODIC[job]))(task)
    return app


def work(*, wait: bool = True) -> None:
    """Run jobs until stopped; with `wait=False` until none is due."""
    app = make_app()
    with app.replace_connector(app.connector) as opened:
        opened.run_worker(wait=wait, install_signal_handlers=wait)
