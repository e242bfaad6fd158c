"""Files handed in: .jsonl, .csv (both also .gz) and .parquet, row by row in bounded memory."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import pyarrow.parquet as parquet

from detector.errors import DetectorError
from detector.reports.items import BadRow, Item, item_of
from detector.reports.sources.csv_dialect import SNIFFED, read_dialect

FIELDS = ("id", "text", "url", "published_at", "source")
REQUIRED = frozenset({"id", "text"})


class UnreadableFile(DetectorError):
    """The file is not there, or not what its name says; facts: `file`, `why`."""

    code: ClassVar[str] = "R106"
    status: ClassVar[int] = 422


class MalformedRow(BadRow):
    """A line that is no JSON object; facts: `field`, `why`."""

    code = "R107"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: an item, or the error that says why it is none, with the row as it was."""

    number: int  # 1 = the first row; a CSV's header is not a row
    item: Item | None
    error: BadRow | None
    raw: Any


def _json_rows(stream: BinaryIO) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(stream, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield number, row if isinstance(row, dict) else line.decode("utf-8", "replace").rstrip("\n")


def _csv_rows(stream: io.BufferedReader | gzip.GzipFile, required: Set[str]) -> Iterator[tuple[int, Any]]:
    dialect = read_dialect(stream.peek(SNIFFED))  # both a file and a gzip can be looked into
    text = io.TextIOWrapper(stream, encoding=dialect.encoding, errors="surrogateescape", newline="")
    csv.field_size_limit(10_000_000)
    try:
        for _ in range(dialect.skipped):
            text.readline()
        reader = csv.DictReader(_without_nul(text), strict=True, delimiter=dialect.delimiter)
        if not required <= set(reader.fieldnames or ()):
            raise csv.Error("the header lacks a column")
        for number, row in enumerate(reader, 1):
            yield number, row if None not in row else json.dumps(row.get(None), ensure_ascii=False)
    finally:
        text.detach()  # the caller closes the stream


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\0", "\ufffd") for line in lines)


def _parquet_rows(path: Path, fields: Sequence[str], moved: Callable[[int], None]) -> Iterator[tuple[int, Any]]:
    with parquet.ParquetFile(path) as file:
        columns = [name for name in fields if name in file.schema_arrow.names]
        number = 0
        for batch in file.iter_batches(batch_size=1_000, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield number, row
            moved(int(path.stat().st_size * number / max(1, file.metadata.num_rows)))


def _any_rows(
    path: Path, fields: Sequence[str], required: Set[str], moved: Callable[[int], None]
) -> Iterator[tuple[int, Any]]:
    names = path.suffixes[-2:]
    if path.suffix == ".parquet":
        yield from _parquet_rows(path, fields, moved)
        return
    kind = names[0] if path.suffix == ".gz" and len(names) == 2 else path.suffix
    if kind not in (".jsonl", ".csv"):
        raise UnreadableFile(file=path.name, why="unknown_kind")
    with path.open("rb") as raw:
        stream: Any = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        for number, row in _json_rows(stream) if kind == ".jsonl" else _csv_rows(stream, required):
            if number % 256 == 0:
                moved(raw.tell())
            yield number, row


def raw_rows(
    path: Path,
    *,
    fields: Sequence[str] = FIELDS,
    required: Set[str] = REQUIRED,
    moved: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[int, Any]]:
    """(number, row as a dict, or the line that is none) of a file; also for other tables than reports.

    `required` are the columns that a CSV must have. `moved` is told how many bytes of the file were read. Raises
    `UnreadableFile`.
    """
    try:
        yield from _any_rows(path, fields, required, moved)
    except FileNotFoundError:
        raise UnreadableFile(file=path.name, why="not_found") from None
    except (OSError, EOFError, csv.Error, ValueError) as error:
        # ValueError: pyarrow's ArrowInvalid; EOFError: a gzip that was cut off
        raise UnreadableFile(file=path.name, why=type(error).__name__) from error


def rows(path: Path, *, limit: int, moved: Callable[[int], None] = lambda _: None) -> Iterator[Row]:
    """The reports of a file, each read and checked by itself. Raises `UnreadableFile`."""
    for number, raw in raw_rows(path, moved=moved):
        if not isinstance(raw, dict):
            yield Row(number, None, MalformedRow(field="row", why="not_an_object"), raw)
            continue
        try:
            yield Row(number, item_of(raw, limit=limit), None, raw)
        except BadRow as error:
            yield Row(number, None, error, raw)
