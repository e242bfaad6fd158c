"""Invented rolls and agency answers, to measure the import, the look-up and the re-check. No number is a real person's."""

from __future__ import annotations

import csv
import json
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, select

from detector import crypto
from detector.clock import RIYADH, now
from detector.db import transaction
from detector.places.models import Office
from detector.registry.clients.table import TableClient
from detector.registry.imports import import_table
from detector.registry.models import AgencyCoverage, AgencyRow, Answer
from detector.registry.recheck import service
from detector.registry.recheck.models import Run
from detector.registry.recheck.work import work_on
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from detector.staff.service import add_account

AGENCIES = {
    "DAMAN_DEMO": "1",  # takes numbers that begin with 9
    "DAMAN_AGENCY_LINKS": json.dumps({"gosi": {"by": "table"}, "commerce": {"by": "table"}}),
}
_LOOK_UPS = 200


def recheck_figures(people: int) -> Iterator[dict[str, Any]]:
    """Rows a second of the import and of a whole run, and the milliseconds of a look-up; one in twenty has a claim."""
    with tempfile.TemporaryDirectory() as folder:
        summary = import_table(_rolls(Path(folder) / "rolls.csv", people))
    yield {"figure": "registry_import", "rows": summary.new, "rows_per_second": round(summary.new / summary.seconds)}
    yield {"figure": "registry_look_up", "rows": people, "milliseconds": _look_up(people)}
    _claims(people)
    with transaction() as session:
        lead = add_account(
            session, username="bench", display_name="bench", role=Role.SUPERVISOR, password=crypto.new_token()
        )
        run_id = service.start(session, Actor.of(lead)).id
    started = time.perf_counter()
    done = -1
    while done < people:
        work_on(run_id)
        with transaction(write=False) as session:
            run = session.get_one(Run, run_id)
            if run.done == done:
                break
            done = run.done
    seconds = time.perf_counter() - started
    yield {"figure": "recheck", "rows": done, "claims": people // 20, "rows_per_second": round(done / seconds)}


def _rolls(path: Path, people: int) -> Path:
    with transaction(write=False) as session:
        offices = list(session.scalars(select(Office.name)))
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("national_id", "full_name", "birth_date", "status", "office", "as_of"))
        for n in range(people):
            office = offices[n % len(offices)]
            table.writerow(
                (f"9{n:09}", "نورة سالم سعد الحربي", f"{1950 + n % 50}-03-02", "registered", office, "2026-01-31")
            )
    return path


def _claims(people: int) -> None:
    today = now().astimezone(RIYADH).date()
    rows = [
        {
            "national_id_index": crypto.blind_index("national_id", f"9{n:09}"), "agency": "gosi", "reason": "R3",
            "answer": Answer.YES, "as_of": today - timedelta(days=1),
        }
        for n in range(0, people, 20)
    ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(AgencyRow), rows)
        for agency, reason in (("gosi", "R3"), ("commerce", "R4")):
            session.add(AgencyCoverage(agency=agency, reason=reason, as_of=today))


def _look_up(people: int) -> float:
    taken = []
    with transaction(write=False) as session:
        client = TableClient(session)
        for n in range(_LOOK_UPS):
            started = time.perf_counter()
            client.look_up(f"9{n * 7919 % people:09}")
            taken.append((time.perf_counter() - started) * 1000)
    return round(median(taken), 2)
