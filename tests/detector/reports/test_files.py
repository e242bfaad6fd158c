"""Files of each kind, good rows and bad ones."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
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


HEAD, FIRST, SECOND = "id{0}text{0}url", "a1{0}جارتنا أرملة وعندها أيتام{0}", 'a2{0}"بيت بلا كهرباء{0} ولا ماء"{0}'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
@pytest.mark.parametrize("named", [False, True])
def test_a_csv_as_an_arabic_excel_writes_it_is_read_letter_for_letter(
    tmp_path: Path, delimiter: str, encoding: str, named: bool
) -> None:
    lines = [line.format(delimiter) for line in (HEAD, FIRST, SECOND)]
    file = tmp_path / "desk.csv"
    file.write_bytes("\r\n".join([f"sep={delimiter}"] * named + lines).encode(encoding))
    found = list(rows(file, limit=1_000))
    assert [row.error for row in found] == [None, None]
    assert [row.item.text for row in found if row.item] == [
        "جارتنا أرملة وعندها أيتام", f"بيت بلا كهرباء{delimiter} ولا ماء"
    ]  # fmt: skip


def test_one_damaged_letter_does_not_turn_a_utf8_file_into_another_alphabet(tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_bytes("id,text\na1,جارتنا أرملة وعندها ".encode() + b"\xff" + " أيتام\n".encode())
    (row,) = rows(file, limit=1_000)
    assert row.item is not None
    assert row.item.text.startswith("جارتنا أرملة وعندها ")


def test_an_id_that_a_spreadsheet_rounded_is_refused_since_many_rows_would_share_it(tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_text("id;text\n1,84467E+18;أرملة بلا دخل\n", encoding="utf-8")
    (row,) = rows(file, limit=1_000)
    assert row.error is not None
    assert row.error.facts["why"] == "rounded_by_a_spreadsheet"


def test_the_types_that_a_parquet_file_may_hold_are_read_or_refused_by_row(tmp_path: Path) -> None:
    day = datetime(2026, 7, 1, 12, tzinfo=UTC)
    file = tmp_path / "posts.parquet"
    table = pa.table(
        {
            "id": pa.array([1, 2, 3], pa.int64()),
            "text": pa.array(["أرملة بلا دخل", "بيت بلا كهرباء", None]).dictionary_encode(),
            "published_at": pa.array([day, None, day], pa.timestamp("ns", tz="Asia/Riyadh")),
            "source": pa.array(["صحيفة", None, None], pa.large_string()),
        }
    )
    parquet.write_table(table, file)
    found = list(rows(file, limit=1_000))
    assert [(row.item.external_id, row.item.published_at) for row in found if row.item] == [("1", day), ("2", None)]
    assert found[2].error is not None
    assert found[2].error.facts == {"field": "text", "why": "not_text"}
