"""Which function a job is, and which jobs come round by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from detector.dashboard.refresh import refresh
from detector.defer import Job
from detector.guidance.reminding import raise_due
from detector.jobs.asking import read_news, search_x
from detector.jobs.follow_ups import make_follow_ups
from detector.jobs.pipeline import read_report
from detector.jobs.purge import after_purge, purge
from detector.jobs.whatsapp import gather_whatsapp, read_whatsapp, send_whatsapp
from detector.jobs.withdrawals import comply_x
from detector.learning.weeks import count_weeks
from detector.registry.asking import ask_due
from detector.registry.recheck.work import work_on
from detector.review_queue.assignment import assign_waiting
from detector.review_queue.service import expire_leases
from detector.review_queue.tuning import rerank
from detector.visits.presence import watch_check_outs

# A job is called with a session; its work and the removal of its row are one transaction.
FUNCTIONS: dict[Job, Callable[..., Any]] = {
    Job.READ_REPORT: read_report,
    Job.EXPIRE_LEASES: expire_leases,
    Job.RERANK_QUEUE: rerank,
    Job.ASSIGN_WAITING: assign_waiting,
    Job.WATCH_CHECK_OUTS: watch_check_outs,
    Job.MAKE_FOLLOW_UPS: make_follow_ups,
    Job.REFRESH_DASHBOARD: refresh,
    Job.PURGE: purge,
    Job.COUNT_WEEKS: count_weeks,
    Job.ASK_REGISTRY: ask_due,
    Job.RECHECK: work_on,
    Job.SEARCH_X: search_x,
    Job.COMPLY_X: comply_x,
    Job.READ_WHATSAPP: read_whatsapp,
    Job.GATHER_WHATSAPP: gather_whatsapp,
    Job.SEND_WHATSAPP: send_whatsapp,
    Job.READ_NEWS: read_news,
    Job.REMIND_GUIDANCE: raise_due,
}

# What is to be done after the job's transaction is committed.
AFTER: dict[Job, Callable[[], None]] = {Job.PURGE: after_purge}
# These wait for other machines or take long, so no transaction is held for them: they are called without a session, open
# short ones of their own, and are written so that a second run of the same job does no harm.
OWN_TRANSACTIONS = frozenset(
    {Job.ASK_REGISTRY, Job.RECHECK, Job.SEARCH_X, Job.COMPLY_X, Job.SEND_WHATSAPP, Job.READ_NEWS}
)

PERIODIC: dict[Job, timedelta] = {
    Job.REFRESH_DASHBOARD: timedelta(minutes=1),
    Job.EXPIRE_LEASES: timedelta(minutes=5),
    Job.ASSIGN_WAITING: timedelta(minutes=5),
    Job.WATCH_CHECK_OUTS: timedelta(minutes=5),
    Job.MAKE_FOLLOW_UPS: timedelta(hours=1),
    Job.PURGE: timedelta(hours=1),
    Job.COUNT_WEEKS: timedelta(hours=1),
    Job.ASK_REGISTRY: timedelta(minutes=1),
    Job.SEARCH_X: timedelta(minutes=5),
    Job.COMPLY_X: timedelta(minutes=15),
    Job.REMIND_GUIDANCE: timedelta(hours=1),
    Job.GATHER_WHATSAPP: timedelta(minutes=1),
    Job.SEND_WHATSAPP: timedelta(minutes=1),
    Job.READ_NEWS: timedelta(minutes=15),
}

MAX_ATTEMPTS = 6


def add(job: Job, function: Callable[..., Any], *, every: timedelta) -> None:
    """Put a periodic job of a layer above this one into the table (the demo's stream), before a worker is started."""
    FUNCTIONS[job], PERIODIC[job] = function, every


def run(session: Session, job: Job, args: dict[str, Any]) -> None:
    if job not in OWN_TRANSACTIONS:
        FUNCTIONS[job](session, **args)


def run_alone(job: Job, args: dict[str, Any]) -> None:
    """The part of a job that wants no transaction around it; nothing for most jobs. Call it before `run`."""
    if job in OWN_TRANSACTIONS:
        FUNCTIONS[job](**args)


def run_after(job: Job) -> None:
    if job in AFTER:
        AFTER[job]()


def wait_before(attempt: int) -> timedelta:
    """How long to wait before attempt `attempt` + 1: 10 s, 40 s, 90 s …"""
    return timedelta(seconds=10 * attempt * attempt)
