"""`daman registry import FILE`: the registry's table from CSV, JSONL or Parquet, a batch a transaction."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from detector import crypto
from detector.clock import RIYADH, now
from detector.config import settings
from detector.db import transaction
from detector.errors import DetectorError
from detector.journal.service import record
from detector.registry.models import Beneficiary
from detector.registry.national_id import parse
from detector.reports.items import BadRow
from detector.reports.sources.files import MalformedRow, raw_rows
from detector.reports.sources.rejects import Rejects
from detector.staff.scope import Actor
from nlp_models.extract.dates import find_dates

FIELDS = ("national_id", "full_name", "birth_date", "status", "office", "as_of")
REQUIRED = frozenset({"national_id", "full_name", "status", "as_of"})
STATUSES = frozenset({"registered", "suspended", "stopped", "applied"})
MAX_NAME = 200


@dataclass(slots=True)
class Summary:
    """What became of the rows. `outdated`: the stored row stands for a later day and stays."""

    received: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    outdated: int = 0
    rejected: int = 0
    seconds: float = 0.0


class Row(NamedTuple):
    """A checked row, its fields named as Beneficiary's columns."""

    national_id: str
    full_name: str
    birth_date: str | None
    status: str
    office_name: str | None
    as_of: date


def import_table(path: Path, rejects: Rejects | None = None) -> Summary:
    """Take the file in; safe to repeat. Rows that do not fit go to `rejects`, `<file>.rejected.jsonl` unless given.

    Columns: national_id, full_name, status (registered | suspended | stopped | applied), as_of, and birth_date, office
    where known. Dates are Gregorian or Hijri, year or day first. Raises `UnreadableFile`; what was taken in before stays.
    """
    started, summary, rejects = time.perf_counter(), Summary(), rejects or Rejects(path)
    good = _checked(raw_rows(path, fields=FIELDS, required=REQUIRED), summary, rejects)
    try:
        while batch := list(itertools.islice(good, settings().ingest_batch)):
            _store(batch, summary)
    finally:
        rejects.close()
    summary.seconds = round(time.perf_counter() - started, 2)
    with transaction() as session:
        record(session, Actor.system(), "registry.imported", subject="registry", **asdict(summary))
    return summary


def _checked(source: Iterator[tuple[int, Any]], summary: Summary, rejects: Rejects) -> Iterator[Row]:
    for number, raw in source:
        summary.received += 1
        try:
            yield checked_row(raw)
        except DetectorError as error:
            summary.rejected += 1
            rejects.add(number, error, raw)


def _store(batch: list[Row], summary: Summary) -> None:
    rows = {crypto.blind_index("national_id", row.national_id): row for row in sorted(batch, key=lambda row: row.as_of)}
    summary.outdated += len(batch) - len(rows)
    with transaction() as session:
        known = {
            stored.national_id_index: stored
            for stored in session.scalars(select(Beneficiary).where(Beneficiary.national_id_index.in_(rows)))
        }
        new = [{"national_id_index": index} | row._asdict() for index, row in rows.items() if index not in known]
        if new:
            session.execute(insert(Beneficiary), new)
        summary.new += len(new)
        for index, stored in known.items():
            row = rows[index]
            if row.as_of < stored.as_of:
                summary.outdated += 1
                continue
            changes = {name: value for name, value in row._asdict().items() if getattr(stored, name) != value}
            for name, value in changes.items():
                setattr(stored, name, value)
            summary.changed += bool(changes)
            summary.unchanged += not changes


def checked_row(raw: Any) -> Row:
    """The row, or `BadRow` and its kinds, or `InvalidNationalId`."""
    if not isinstance(raw, dict):
        raise MalformedRow(field="row", why="not_an_object")
    values = {field: text_in(raw, field) for field in FIELDS}
    for field in sorted(REQUIRED):
        if not values[field]:
            raise BadRow(field=field, why="missing")
    status = values["status"].lower()
    if status not in STATUSES:
        raise BadRow(field="status", why="unknown", allowed=sorted(STATUSES))
    return Row(
        national_id=parse(values["national_id"], demo=settings().demo),
        full_name=values["full_name"],
        birth_date=day_in(values["birth_date"], "birth_date").isoformat() if values["birth_date"] else None,
        status=status,
        office_name=values["office"] or None,
        as_of=day_in(values["as_of"], "as_of"),
    )


def text_in(raw: dict[str, Any], field: str) -> str:
    """A field of a row as one line of text, empty when it is missing; raises `BadRow`."""
    value = raw.get(field)
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, str | int | date) or isinstance(value, bool):
        raise BadRow(field=field, why="not_text")
    text = " ".join(str(value).split())
    if len(text) > MAX_NAME or not text.isprintable():
        raise BadRow(field=field, why="too_long" if len(text) > MAX_NAME else "unprintable")
    return text


def day_in(text: str, field: str, *, future: bool = False) -> date:
    """The Gregorian day that a field names in either calendar; raises `BadRow` for none, or for one to come."""
    on = _named(text)
    if on is None:
        raise BadRow(field=field, why="no_date")
    if not future and on > now().astimezone(RIYADH).date():
        raise BadRow(field=field, why="in_the_future")
    return on


@lru_cache(maxsize=65_536)  # a table of a million rows names some thirty thousand days
def _named(text: str) -> date | None:
    found = find_dates(text)
    return found[0].on if len(found) == 1 and not found[0].start and not text[found[0].end :].strip(" ـ") else None
