"""Files of each kind, good rows and bad ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from detector.reports.sources.files import UnreadableFile, rows

GOOD = [{"id": "a", "text": "نص أول", "source": "صحيفة"}, {"id": "b", "text": "سطر\nثان"}]


def _write(path: Path) -> Path:
    if path.suffix == ".parquet":
        parquet.write_table(pa.Table.from_pylist(GOOD), path)
    elif path.suffix == ".csv":
        path.write_text('id,text,source\na,نص أول,صحيفة\nb,"سطر\nثان",\n', encoding="utf-8-sig")
    else:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in GOOD).encode()
        path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv", "a.parquet"])
def test_every_kind_of_file_gives_the_same_items(tmp_path: Path, name: str) -> None:
    found = [row.item for row in rows(_write(tmp_path / name), limit=1000)]
    assert [(i.external_id, i.text, i.origin) for i in found if i] == [
        ("a", "نص أول", "صحيفة"),
        ("b", "سطر\nثان", None),
    ]


def test_a_malformed_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": "a", "text": "x"}\nnot json\n[1]\n\xff\xfe\n{"id": "b", "text": "y"}\n')
    found = list(rows(path, limit=1000))
    assert [row.item.external_id for row in found if row.item] == ["a", "b"]
    assert [(row.number, row.error.code) for row in found if row.error] == [(2, "R107"), (3, "R107"), (4, "R107")]


@pytest.mark.parametrize("name", ["missing.jsonl", "a.xlsx", "cut.jsonl.gz", "false.parquet", "headless.csv"])
def test_an_unreadable_file_is_one_clear_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "cut.jsonl.gz":
        path.write_bytes(gzip.compress(b'{"id": "a", "text": "x"}\n' * 1000)[:60])
    elif name != "missing.jsonl":
        path.write_bytes(b"nothing of the kind")
    with pytest.raises(UnreadableFile) as raised:
        list(rows(path, limit=1000))
    assert raised.value.facts["file"] == name


def test_progress_never_runs_backwards(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": str(i), "text": "نص"}) + "\n" for i in range(5000)))
    told: list[int] = []
    assert sum(1 for _ in rows(path, limit=1000, moved=told.append)) == 5000
    assert told == sorted(told)
    assert told[-1] <= path.stat().st_size
