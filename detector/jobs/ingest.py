"""`daman ingest FILE…`: files through the whole pipeline, a batch a transaction, so it can be killed and run again."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from detector.config import settings
from detector.db import transaction
from detector.detection.service import reader
from detector.jobs.pipeline import Counts, take_in
from detector.journal.service import record
from detector.places.queries import Catchments
from detector.reports.models import Source
from detector.reports.sources.files import Row, rows
from detector.reports.sources.rejects import Rejects
from detector.staff.scope import Actor


def _batches(source: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(itertools.islice(source, size)):
        yield batch


def ingest(paths: list[Path], source: Source) -> tuple[dict[str, Any], list[Rejects]]:
    """Take the files in; returns the summary of docs/guide/commands.md and the rejects of each file.

    Raises `SourceOff`, `UnreadableFile`; what was taken in before stays.
    """
    started, total, rejects = time.perf_counter(), Counts(), []
    model = reader()
    with transaction(write=False) as session:
        catchments = Catchments(session)
    for path in paths:
        rejected = Rejects(path)
        rejects.append(rejected)
        size = path.stat().st_size if path.exists() else None
        with tqdm(total=size, unit="B", unit_scale=True, desc=path.name, disable=not sys.stderr.isatty()) as bar:
            read = rows(path, limit=settings().max_text_chars, moved=lambda at, bar=bar: bar.update(at - bar.n))  # type: ignore[misc]
            try:
                for batch in _batches(read, settings().ingest_batch):
                    total.add(_take(batch, source, model, catchments, rejected))
            finally:
                rejected.close()
    seconds = time.perf_counter() - started
    summary: dict[str, Any] = dict(total.numbers())
    summary |= {"seconds": round(seconds, 2), "posts_per_second": round(total.received / max(seconds, 1e-9), 1)}
    with transaction() as session:
        record(session, Actor.system(), "reports.ingested", subject="source", source=source.value, summary=summary)
    return summary, rejects


def _take(batch: list[Row], source: Source, model: Any, catchments: Catchments, rejected: Rejects) -> Counts:
    good = [row for row in batch if row.item is not None]
    with transaction() as session:
        counts = take_in(session, source, [row.item for row in good if row.item], model=model, catchments=catchments)
    row_of = {id(row.item): row for row in good}
    bad = [(row_of[id(item)], error) for item, error in counts.clashes]
    malformed = [(row, row.error) for row in batch if row.error is not None]
    for row, error in sorted([*bad, *malformed], key=lambda pair: pair[0].number):
        rejected.add(row.number, error, row.raw)
    counts.rejected += len(malformed)
    counts.received += len(malformed)
    return counts
