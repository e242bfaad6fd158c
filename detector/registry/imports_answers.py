"""`daman registry answers FILE`: what an agency says about many people, from CSV, JSONL or Parquet, a batch a transaction."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from detector import crypto
from detector.config import settings
from detector.db import transaction
from detector.errors import BadInput, DetectorError
from detector.journal.service import record
from detector.registry.agencies import agency_for
from detector.registry.imports import Summary, day_in, text_in
from detector.registry.models import AgencyCoverage, AgencyRow, Answer
from detector.registry.national_id import parse
from detector.reports.items import BadRow
from detector.reports.sources.files import MalformedRow, raw_rows
from detector.reports.sources.rejects import Rejects
from detector.staff.scope import Actor

FIELDS = ("national_id", "agency", "reason", "answer", "as_of", "valid_until")
REQUIRED = frozenset({"national_id", "agency", "reason", "answer", "as_of"})


class Row(NamedTuple):
    national_id_index: str
    agency: str
    reason: str
    answer: Answer
    as_of: date
    valid_until: date | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.national_id_index, self.agency, self.reason


def import_answers(
    path: Path, rejects: Rejects | None = None, *, complete: tuple[str, str, date] | None = None
) -> Summary:
    """Take the file in; safe to repeat, the answer of the later day stays. The numbers themselves are not kept.

    `complete` (agency, reason, day): the agency said that this file names everybody of whom it knows; whom it does not
    name counts as a "no" of that day. Without it they stay unknown. Raises `UnreadableFile`, `BadInput`.
    """
    started, summary, rejects = time.perf_counter(), Summary(), rejects or Rejects(path)
    if complete is not None:
        agency_for(complete[0], complete[1])
    good = _checked(raw_rows(path, fields=FIELDS, required=REQUIRED), summary, rejects)
    try:
        while batch := list(itertools.islice(good, settings().ingest_batch)):
            with transaction() as session:
                _store(session, batch, summary)
    finally:
        rejects.close()
    with transaction() as session:
        if complete is not None and not summary.rejected:  # a rejected row may be somebody's yes
            agency, reason, day = complete
            session.merge(AgencyCoverage(agency=agency, reason=reason, as_of=day))
        summary.seconds = round(time.perf_counter() - started, 2)
        record(session, Actor.system(), "agency.imported", subject="registry", **asdict(summary))
    return summary


def _checked(source: Iterator[tuple[int, Any]], summary: Summary, rejects: Rejects) -> Iterator[Row]:
    for number, raw in source:
        summary.received += 1
        try:
            yield checked_row(raw)
        except DetectorError as error:
            summary.rejected += 1
            rejects.add(number, error, raw)


def checked_row(raw: Any) -> Row:
    """The row, or `BadRow` and its kinds, or `InvalidNationalId`."""
    if not isinstance(raw, dict):
        raise MalformedRow(field="row", why="not_an_object")
    values = {field: text_in(raw, field) for field in FIELDS}
    for field in sorted(REQUIRED):
        if not values[field]:
            raise BadRow(field=field, why="missing")
    try:
        agency_for(values["agency"], values["reason"])
    except BadInput as error:
        raise BadRow(**error.facts) from None
    if values["answer"] not in (Answer.YES, Answer.NO):
        raise BadRow(field="answer", why="unknown", allowed=["yes", "no"])
    as_of = day_in(values["as_of"], "as_of")
    until = day_in(values["valid_until"], "valid_until", future=True) if values["valid_until"] else None
    if until is not None and until < as_of:
        raise BadRow(field="valid_until", why="before_as_of")
    national_id = parse(values["national_id"], demo=settings().demo)
    index = crypto.blind_index("national_id", national_id)
    return Row(index, values["agency"], values["reason"], Answer(values["answer"]), as_of, until)


def _store(session: Session, batch: list[Row], summary: Summary) -> None:
    rows = {row.key: row for row in sorted(batch, key=lambda row: row.as_of)}
    summary.outdated += len(batch) - len(rows)
    indexes = {row.national_id_index for row in rows.values()}
    stored = session.scalars(select(AgencyRow).where(AgencyRow.national_id_index.in_(indexes)))
    known = {(one.national_id_index, one.agency, one.reason): one for one in stored}
    new = [row._asdict() for key, row in rows.items() if key not in known]
    if new:
        session.execute(insert(AgencyRow), new)
    summary.new += len(new)
    for key, old in known.items():
        row = rows.get(key)
        if row is None:
            continue
        if row.as_of < old.as_of:
            summary.outdated += 1
        elif (old.answer, old.as_of, old.valid_until) == row[3:]:
            summary.unchanged += 1
        else:
            old.answer, old.as_of, old.valid_until = row[3:]
            summary.changed += 1
