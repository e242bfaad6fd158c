"""A crowd of open cases with bare reports and no people, to measure a long queue. A million of them load in a minute or two."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert, select, text
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.clock import now
from detector.places.models import Governorate
from detector.reports.models import Report, Source
from detector.review_queue.models import PhoneTail
from detector.review_queue.priority import URGENT, Priority, priority, rank
from detector.review_queue.search_keys import index_place, tail_index, tails_of
from nlp_models.types import NEEDS, URGENCIES

CHUNK = 20_000
TOLD_APART = 4_000  # different sums; a crowd repeats them on other days and at other places
EVERY_REPORT = 10  # one case in ten has a report that names a mobile
REGION, TAIL = "JF", "0007"  # a region of few cases; the end of mobiles that a search can ask for

Row = dict[str, Any]


def fill(session: Session, count: int) -> int:
    """Add `count` queued cases over all governorates to an empty database; returns the office that has the most of them."""
    chance = random.Random(5)
    homes = [
        (g.office_id, g.region_code, g.name)
        for g in session.scalars(select(Governorate).where(Governorate.office_id.is_not(None)))
    ]
    for _, _, name in homes:
        index_place(session, name)
    table: Table = Case.__table__  # type: ignore[assignment]
    indexes = list(table.indexes)
    for index in indexes:
        index.drop(session.connection())  # built once at the end, as a table of this size would be
    _load(session, table, _cases(chance, count, homes))
    for index in indexes:
        index.create(session.connection())
    for model, rows in _reports(chance, count):
        session.execute(insert(model), rows)
    session.execute(text("ANALYZE"))
    offices = [office for office, *_ in homes if office is not None]
    return max(set(offices), key=offices.count)


def _cases(chance: random.Random, count: int, homes: Sequence[tuple[int | None, str, str]]) -> Iterator[Row]:
    at = now()
    told = [_told(chance) for _ in range(TOLD_APART)]
    for number in range(1, count + 1):
        office, region, place = chance.choice(homes)
        opened = at - timedelta(minutes=chance.uniform(0, 60 * 24 * 90))
        row, found = chance.choice(told)
        yield row | {
            "id": number, "number": f"D-26-{number:06d}", "status_since": opened, "office_id": office,
            "region_code": region, "place_name": place, "opened_at": opened, "rank": rank(found.points, opened),
            "due_by": opened + timedelta(hours=24) if found.lane == URGENT else None,
        }  # fmt: skip


def _told(chance: random.Random) -> tuple[Row, Priority]:
    needs = chance.sample(NEEDS, k=chance.randint(1, 4))
    size, urgency, hardship = chance.choice((None, 3, 5, 8)), chance.choice(URGENCIES), chance.uniform(0.5, 1)
    found = priority(
        needs=needs, urgency=urgency, household_size=size, reports_count=1, doubts=[], hardship=hardship,
        kind="hardship_case",
    )  # fmt: skip
    row = {
        "status": Status.QUEUED.value, "kind": "hardship_case", "needs": json.dumps(needs), "doubts": "[]",
        "urgency": urgency, "household_size": size, "hardship": hardship, "reports_count": 1, "lane": found.lane,
        "version": 1, "priority": json.dumps(found.stored()),
    }  # fmt: skip
    return row, found


def _reports(chance: random.Random, count: int) -> Iterator[tuple[type[Any], list[Row]]]:
    """Reports, their links and the ends of their mobiles, chunk by chunk."""
    at = now()
    numbers = iter(range(EVERY_REPORT, count + 1, EVERY_REPORT))
    while chunk := list(islice(numbers, CHUNK)):
        mobiles = {n: f"05{chance.randrange(10**8):08d}" for n in chunk}
        yield Report, [
            {"id": n, "source": Source.FILES, "external_id": f"c{n}", "fingerprint": f"f{n}", "received_at": at,
             "times_seen": 1} for n in chunk
        ]  # fmt: skip
        yield CaseReport, [
            {"case_id": n, "report_id": n, "state": LinkState.CONFIRMED, "why": "opened", "score": 1.0,
             "linked_at": at} for n in chunk
        ]  # fmt: skip
        yield PhoneTail, [{"tail": tail_index(t), "report_id": n} for n in chunk for t in tails_of(mobiles[n])]


def _load(session: Session, table: Table, rows: Iterator[Row]) -> None:
    """Through the driver's own bulk door: COPY on PostgreSQL, one prepared statement on SQLite."""
    first = next(rows)
    columns = ", ".join(f'"{name}"' for name in first)
    connection = session.connection()
    driver = connection.connection.driver_connection
    assert driver is not None
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            copy.write_row(list(first.values()))
            for row in rows:
                copy.write_row(list(row.values()))
        return
    marks = ", ".join("?" for _ in first)
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - names of our own columns
    driver.execute(statement, _bound(first))
    driver.executemany(statement, map(_bound, rows))


def _bound(row: Row) -> list[Any]:
    return [f"{v:%Y-%m-%d %H:%M:%S.%f}" if isinstance(v, datetime) else v for v in row.values()]
