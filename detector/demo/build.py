"""`daman demo`: fills an empty database with invented families in every state, through the services of the house.

The whole past is one transaction: the demo is there, or it is not.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from detector.clock import RIYADH, now
from detector.config import settings
from detector.dashboard.refresh import refresh
from detector.db import transaction
from detector.demo.accounts import ACCOUNTS, PASSWORD, DemoOnly, add_accounts, is_built
from detector.demo.cast import Cast
from detector.demo.households import registry_rows
from detector.demo.intake import post_past, tip_past
from detector.demo.timeline import Timeline
from detector.jobs.install import install
from detector.journal.service import record
from detector.registry.imports import import_table
from detector.staff.scope import Actor

SPAN = timedelta(days=60)


def build() -> Iterator[str]:
    """Migrate and fill the configured database, unless it is filled; yields lines for the terminal. Raises `DemoOnly`."""
    if not settings().demo:
        raise DemoOnly(why="not_a_demo")
    if not settings().is_sqlite:
        raise DemoOnly(why="needs_sqlite")  # on PostgreSQL a worker would read the invented tips at the wrong time
    install()
    with transaction(write=False) as session:
        built = is_built(session)
    if not built:
        yield "Inventing families and their last 60 days …"
        _invent()
    yield f"Demo accounts (password of all: {PASSWORD})"
    for one in ACCOUNTS:
        scope = one.office or (f"region {one.region}" if one.region else "the Kingdom")
        yield f"  {one.username:<12}{one.role.value:<12}{scope}"


def _invent() -> None:
    today = now()
    _import_registry()
    with transaction() as session:
        accounts = add_accounts(session)
        cast = Cast(accounts, today)
        line = Timeline(until=today)
        tip_past(line, cast)
        post_past(line, cast, since=today - SPAN)
        line.run(session)
        refresh(session)
        record(session, Actor.system(), "demo.built", subject="demo")


def _import_registry() -> None:
    rows = registry_rows((now() - SPAN).astimezone(RIYADH).date())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, fieldnames=list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        import_table(path)
