"""How long the pages of a long queue take, on a scratch database of either kind."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from detector.config import settings
from detector.db import close_engines, transaction
from detector.demo.crowd import REGION, TAIL, fill
from detector.jobs.install import install
from detector.review_queue.preview import preview
from detector.review_queue.queries import counts, page
from detector.review_queue.weights import STANDARD
from detector.staff.permissions import Role
from detector.staff.scope import Actor

TIMES = 15  # of each page; the median counts


def queue_pages(cases: int, environment: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Milliseconds of first, far and office pages, searches, the counts beside them, and a preview of other weights."""
    before = dict(os.environ)
    os.environ.update(environment)
    settings.cache_clear()
    try:
        install()
        office, load_seconds = _filled(cases)
        national = Actor(None, "bench", Role.SUPERVISOR)
        region = Actor(None, "bench", Role.SUPERVISOR, region_code=REGION)
        member = Actor(None, "bench", Role.COMMITTEE, office_id=office)
        on = {"figure": "queue_page", "cases": cases, "database": "sqlite" if settings().is_sqlite else "postgresql"}
        yield on | {"figure": "queue_load", "seconds": load_seconds}
        for what, who, asked in (
            ("first_page", national, {}),
            ("office_page", member, {}),
            ("region_page", region, {}),
            ("far_page", national, {"after": _far(national)}),
            ("far_office_page", member, {"after": _far(member)}),
            ("overdue", member, {"overdue": True}),
            ("search_place", national, {"search": "الخرج"}),
            ("search_part", national, {"search": "ري"}),
            ("search_number", national, {"search": str(cases // 2)}),
            ("search_phone", national, {"search": TAIL}),
        ):
            yield on | {"page": what, "milliseconds": _page(who, asked)}
        yield on | {"page": "counts", "milliseconds": _counts(national)}
        yield on | {"page": "region_counts", "milliseconds": _counts(region)}
        yield on | {"figure": "queue_preview", "milliseconds": _preview(national)}
    finally:
        close_engines()
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()


def _filled(cases: int) -> tuple[int, float]:
    started = time.perf_counter()
    with transaction() as session:
        office = fill(session, cases)
    return office, round(time.perf_counter() - started, 1)


def _far(actor: Actor) -> str | None:
    """The cursor after two thousand rows."""
    after: str | None = None
    with transaction(write=False) as session:
        for _ in range(20):
            found = page(session, actor, after=after, limit=100).next
            if found is None:
                return after
            after = found
    return after


def _page(actor: Actor, asked: dict[str, Any]) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        with transaction(write=False) as session:
            page(session, actor, **asked)
        taken.append((time.perf_counter() - started) * 1000)
    return round(median(taken), 2)


def _counts(actor: Actor) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        with transaction(write=False) as session:
            counts(session, actor)
        taken.append((time.perf_counter() - started) * 1000)
    return round(median(taken), 2)


def _preview(actor: Actor) -> float:
    started = time.perf_counter()
    with transaction(write=False) as session:
        preview(session, actor, dict(STANDARD) | {"need.food": 20.0})
    return round((time.perf_counter() - started) * 1000, 2)


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """A new database on a PostgreSQL server, dropped at the end; yields its URL."""
    name = f"bench{os.urandom(6).hex()}"
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(plain, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
