"""`daman classify` on good and bad files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nlp_models import stream

GOOD = ["عندي ايتام والكهرب مفصول", "متى ينزل الضمان", "صباح الخير"]


def _file(path: Path, lines: list[str]) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def _row(id: Any, text: Any) -> str:
    return json.dumps({"id": id, "text": text})


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_row_gets_its_line_in_order_over_several_processes(tmp_path: Path) -> None:
    count = 2 * stream.CHUNK + 123
    inp = _file(tmp_path / "in.jsonl", [_row(f"n{i}", GOOD[i % 3]) for i in range(count)])
    summary = stream.classify_file(inp, str(tmp_path / "out.jsonl"), workers=2)
    lines = _read(tmp_path / "out.jsonl")
    assert [line["id"] for line in lines] == [f"n{i}" for i in range(count)]
    assert (summary.read, summary.rejected, summary.exit_status) == (count, 0, 0)
    assert summary.flagged == sum(line["flagged"] for line in lines)
    assert not (tmp_path / "in.jsonl.rejected.jsonl").exists()


def test_one_process_and_two_say_the_same(tmp_path: Path) -> None:
    inp = _file(tmp_path / "in.jsonl", [_row(f"n{i}", GOOD[i % 3]) for i in range(stream.CHUNK + 5)])
    for workers in (1, 2):
        stream.classify_file(inp, str(tmp_path / f"{workers}.jsonl"), workers=workers)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "in.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(_row("a", GOOD[0]) + "\n")
    stream.classify_file(str(tmp_path / "in.jsonl.gz"), str(tmp_path / "out.jsonl"))
    assert _read(tmp_path / "out.jsonl")[0]["id"] == "a"


BAD = [
    ("{not json", "row", "not_json"),
    ("[1, 2]", "row", "not_an_object"),
    ('{"text": "x"}', "id", "missing"),
    ('{"id": "a"}', "text", "missing"),
    ('{"id": "a", "text": 5}', "text", "not_a_string"),
    ('{"id": 5, "text": "x"}', "id", "not_a_string"),
    ('{"id": "a", "text": "  "}', "text", "empty"),
    ('{"id": "a", "text": "x\\u0000y"}', "text", "nul_character"),
    ('{"id": "a", "text": "x\\ud800y"}', "text", "lone_surrogate"),
    (_row("a", "x" * 100_000), "text", "too_long"),
    ("[" * 100_000, "row", "not_json"),
]


@pytest.mark.parametrize(("line", "field", "reason"), BAD, ids=[f"{f}-{r}-{i}" for i, (_, f, r) in enumerate(BAD)])
def test_a_bad_row_is_set_aside_with_its_reason_and_the_good_ones_are_read(
    tmp_path: Path, line: str, field: str, reason: str
) -> None:
    inp = _file(tmp_path / "in.jsonl", [_row("first", GOOD[0]), line, _row("last", GOOD[1])])
    summary = stream.classify_file(inp, str(tmp_path / "out.jsonl"))
    assert [said["id"] for said in _read(tmp_path / "out.jsonl")] == ["first", "last"]
    (rejected,) = _read(tmp_path / "in.jsonl.rejected.jsonl")
    assert (rejected["row"], rejected["field"], rejected["reason"]) == (2, field, reason)
    assert summary.exit_status == 2
    assert summary.first_bad == f"{inp}:2 {field} {reason}"


def test_bytes_that_are_no_utf8_are_a_bad_row_and_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "a", "text": "\xff\xfe"}\n' + _row("b", GOOD[0]).encode() + b"\n")
    summary = stream.classify_file(str(path), str(tmp_path / "out.jsonl"))
    assert (summary.read, summary.rejected) == (1, 1)


def test_rejects_of_an_earlier_run_do_not_stay_behind(tmp_path: Path) -> None:
    inp = _file(tmp_path / "in.jsonl", ["broken"])
    stream.classify_file(inp, str(tmp_path / "out.jsonl"))
    _file(tmp_path / "in.jsonl", [_row("a", GOOD[0])])
    assert stream.classify_file(inp, str(tmp_path / "out.jsonl")).rejected_file is None
    assert not (tmp_path / "in.jsonl.rejected.jsonl").exists()


def test_an_empty_file_gives_an_empty_result(tmp_path: Path) -> None:
    inp = _file(tmp_path / "in.jsonl", [""])
    summary = stream.classify_file(inp, str(tmp_path / "out.jsonl"))
    assert (summary.read, summary.exit_status) == (0, 0)
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_an_endless_input_is_taken_in_no_faster_than_it_is_read() -> None:
    """Bounded memory: of an endless source only a few chunks are held."""
    taken = 0

    def endless() -> Iterator[tuple[str, str]]:
        nonlocal taken
        while True:
            taken += 1
            yield str(taken), GOOD[taken % 3]

    chunks = stream._classified(endless(), None, workers=1)
    for _ in range(3):
        lines, _ = next(chunks)
        assert lines.count(b"\n") == stream.CHUNK
    assert taken <= 5 * stream.CHUNK


def test_a_missing_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        stream.classify_file(str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl"))
