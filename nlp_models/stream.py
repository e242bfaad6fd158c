"""`daman classify`: JSONL in, one line a post out, in order, in bounded memory, on all cores. No database.

A bad row stops nothing: the good ones are read, the bad ones go to `<file>.rejected.jsonl` with the reason.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson

CHUNK = 1_000
LONGEST = 20_000  # code points; a longer text is no post
_AHEAD = 3  # chunks a worker that may wait, so that no core is idle and memory stays flat


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be read: where, which field, and why as a code."""

    row: int
    field: str
    reason: str
    raw: str

    def line(self) -> bytes:
        return orjson.dumps({"row": self.row, "field": self.field, "reason": self.reason, "raw": self.raw}) + b"\n"


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a file. `first_bad`: "file:row field reason" of the first rejected row, for the one clear line."""

    read: int
    rejected: int
    flagged: int
    seconds: float
    first_bad: str | None
    rejected_file: str | None

    @property
    def exit_status(self) -> int:
        return 2 if self.rejected else 0


def classify_file(inp: str, out: str, model: str | None = None, workers: int | None = None) -> Summary:
    """Read `inp` (JSONL `id, text`, also .gz; "-" = standard input) and write `out` ("-" = standard output).

    `workers`: processes, by default one a core; 1 works in this process. Raises OSError for files that cannot be
    opened and `store.ModelRefused` for a model that cannot be loaded.
    """
    began = time.monotonic()
    rejects = _Rejects(inp, out)
    read = flagged = 0
    with ExitStack() as stack:
        rows = good_rows(stack.enter_context(_opened(inp)), rejects)
        target = stack.enter_context(_target(out))
        stack.callback(rejects.close)
        for lines, hits in _classified(rows, model, workers or os.cpu_count() or 1):
            target.write(lines)
            read, flagged = read + lines.count(b"\n"), flagged + hits
        target.flush()
    return Summary(read, rejects.count, flagged, time.monotonic() - began, rejects.first, rejects.name)


def good_rows(lines: Iterable[bytes], rejects: _Rejects) -> Iterator[tuple[str, str]]:
    """(id, text) of the rows that can be read; the others are handed to `rejects`. Blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = parsed(line, number)
            if isinstance(row, Bad):
                rejects.add(row)
            else:
                yield row


def parsed(line: bytes, number: int) -> tuple[str, str] | Bad:
    """One row, or what is wrong with it: field and code."""
    raw = line.decode("utf-8", "replace").rstrip("\n")[:2_000]
    try:
        row = json.loads(line)  # not orjson: a lone surrogate is to be named, not called a syntax error
    except (ValueError, RecursionError):
        return Bad(number, "row", "not_json", raw)
    if not isinstance(row, dict):
        return Bad(number, "row", "not_an_object", raw)
    for field in ("id", "text"):
        if reason := _fault(row.get(field), LONGEST if field == "text" else 200):
            return Bad(number, field, reason, raw)
    return row["id"], row["text"]


def _fault(value: Any, longest: int) -> str | None:
    if value is None:
        return "missing"
    if not isinstance(value, str):
        return "not_a_string"
    if not value.strip():
        return "empty"
    if len(value) > longest:
        return "too_long"
    if "\0" in value:
        return "nul_character"
    return "lone_surrogate" if any("\ud800" <= c <= "\udfff" for c in value) else None


class _Rejects:
    """`<file>.rejected.jsonl`, made when the first bad row comes; one from an earlier run is taken away."""

    def __init__(self, inp: str, out: str) -> None:
        beside = inp if inp != "-" else out if out != "-" else "stdin"
        self.source, self.path = inp, Path(f"{beside}.rejected.jsonl")
        self.count, self.first, self.name = 0, None, None
        self._file: IO[bytes] | None = None
        self.path.unlink(missing_ok=True)

    count: int
    first: str | None
    name: str | None

    def add(self, bad: Bad) -> None:
        if self._file is None:
            self._file = self.path.open("wb")
            self.first, self.name = f"{self.source}:{bad.row} {bad.field} {bad.reason}", str(self.path)
        self._file.write(bad.line())
        self.count += 1

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _classified(rows: Iterator[tuple[str, str]], model: str | None, workers: int) -> Iterator[tuple[bytes, int]]:
    """(lines, flagged) a chunk, in the order of the rows."""
    chunks = iter(lambda: list(islice(rows, CHUNK)), [])
    first = next(chunks, None)
    if first is None:
        return
    second = next(chunks, None)
    if workers == 1 or second is None:  # a few rows are read before a second process has started
        _start(model)
        yield _read(first)
        yield from map(_read, [second] if second else [])
        yield from map(_read, chunks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(model, 1)) as pool:
        waiting: deque[Future[tuple[bytes, int]]] = deque(pool.submit(_read, chunk) for chunk in (first, second))
        for chunk in chunks:
            waiting.append(pool.submit(_read, chunk))
            if len(waiting) >= _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_reader: Any = None


def _start(model: str | None, threads: int = 0) -> None:
    """Load the model once in each process."""
    global _reader
    import nlp_models

    _reader = nlp_models.load(model, threads)


def _read(chunk: list[tuple[str, str]]) -> tuple[bytes, int]:
    said = _reader.read_many([text for _, text in chunk])
    lines = b"".join(orjson.dumps(p.line(id)) + b"\n" for (id, _), p in zip(chunk, said, strict=True))
    return lines, sum(p.flagged for p in said)


def _opened(inp: str) -> IO[bytes]:
    if inp == "-":
        return open(0, "rb", closefd=False)
    return gzip.open(inp, "rb") if inp.endswith(".gz") else open(inp, "rb")  # type: ignore[return-value]


def _target(out: str) -> IO[bytes]:
    if out == "-":
        return open(sys.stdout.fileno(), "wb", closefd=False)
    return open(out, "wb")
