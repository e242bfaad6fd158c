"""Leaving work for later, in the same transaction as the row that the work is about.

The house writes `defer(session, Job.READ_REPORT, report_id=7)`; `detector.jobs` says which function that is and runs it:
inside the process on SQLite (rows of `deferred_job`), by procrastinate on PostgreSQL (rows of its own tables, written by
its SQL function through our session). Either way the report and its job are committed together or not at all.
"""

from __future__ import annotations

import enum
import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from detector.clock import now
from detector.db import Base


class Job(enum.StrEnum):
    """Every job there is; detector.jobs.table gives each its function."""

    READ_REPORT = "read_report"
    EXPIRE_LEASES = "expire_leases"
    RERANK_QUEUE = "rerank_queue"
    ASSIGN_WAITING = "assign_waiting"
    WATCH_CHECK_OUTS = "watch_check_outs"
    MAKE_FOLLOW_UPS = "make_follow_ups"
    REFRESH_DASHBOARD = "refresh_dashboard"
    PURGE = "purge"
    COUNT_WEEKS = "count_weeks"
    ASK_REGISTRY = "ask_registry"
    RECHECK = "recheck"
    REMIND_GUIDANCE = "remind_guidance"
    SEARCH_X = "search_x"
    COMPLY_X = "comply_x"
    READ_WHATSAPP = "read_whatsapp"
    GATHER_WHATSAPP = "gather_whatsapp"
    SEND_WHATSAPP = "send_whatsapp"
    READ_NEWS = "read_news"
    REPLAY_DEMO_STREAM = "replay_demo_stream"


class DeferredJob(Base):
    """A job of the embedded runner (SQLite). Done rows are deleted; failed ones stay with their last error code."""

    __tablename__ = "deferred_job"
    __table_args__ = (Index("ix_deferred_job_due", "failed", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    args: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    failed: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None]


_DEFER_POSTGRES = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :job, 0, NULL, NULL, CAST(:args AS jsonb), :run_at)]"
    "::procrastinate_job_to_defer_v1[])"
)


_CANCEL_POSTGRES = text(
    "DELETE FROM procrastinate_jobs WHERE task_name = :job AND status IN ('todo', 'failed', 'cancelled')"
    " AND args @> CAST(:args AS jsonb)"
)


def cancel(session: Session, job: Job, **args: Any) -> int:
    """Forget jobs that wait or failed with these `args`; how many there were."""
    if session.get_bind().dialect.name == "postgresql":
        return int(
            getattr(session.execute(_CANCEL_POSTGRES, {"job": job.value, "args": json.dumps(args)}), "rowcount", 0)
        )
    found = session.scalars(select(DeferredJob).where(DeferredJob.job == job.value)).all()
    mine = [row for row in found if args.items() <= row.args.items()]
    for row in mine:
        session.delete(row)
    return len(mine)


def defer(session: Session, job: Job, *, after: timedelta = timedelta(0), **args: Any) -> None:
    """Have `job` run with `args` (JSON values: ids, never text) once this transaction is committed."""
    run_at = now() + after
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_DEFER_POSTGRES, {"job": job.value, "args": json.dumps(args), "run_at": run_at})
    else:
        session.add(DeferredJob(job=job.value, args=args, run_at=run_at))
