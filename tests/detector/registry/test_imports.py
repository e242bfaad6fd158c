"""The registry's table from files: every format, bad rows beside it with their reasons, in bounded memory."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector import crypto
from detector.config import settings
from detector.db import transaction
from detector.journal.models import Entry
from detector.registry.clients import RegistryUnavailable
from detector.registry.clients.table import TableClient
from detector.registry.imports import FIELDS, Summary, import_table
from detector.registry.models import Beneficiary
from detector.reports.sources.files import UnreadableFile

ROW = {
    "national_id": "9000000001", "full_name": "نورة سالم سعد الحربي", "birth_date": "1985-03-02",
    "status": "registered", "office": "مكتب رفحاء", "as_of": "2026-01-31",
}  # fmt: skip


@pytest.fixture
def demo(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose people are invented, so that their numbers start with 9."""
    monkeypatch.setenv("DAMAN_DEMO", "1")
    settings.cache_clear()


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def counts(summary: Summary) -> dict[str, int]:
    return {n: getattr(summary, n) for n in ("received", "new", "changed", "unchanged", "outdated", "rejected")}


def stored(national_id: str = "9000000001") -> Beneficiary:
    with transaction(write=False) as session:
        index = crypto.blind_index("national_id", national_id)
        return session.scalars(select(Beneficiary).where(Beneficiary.national_id_index == index)).one()


@pytest.mark.usefixtures("demo")
def test_a_csv_a_json_and_a_parquet_file_say_the_same(tmp_path: Path) -> None:
    lines = ",".join(FIELDS) + "\r\n" + ",".join(ROW[field] for field in FIELDS) + "\r\n"
    (tmp_path / "a.csv").write_text("\ufeff" + lines, encoding="utf-8")
    with gzip.open(tmp_path / "b.csv.gz", "wt", encoding="utf-8") as zipped:
        zipped.write(lines)
    written(tmp_path / "c.jsonl", [dict(ROW)])
    typed = ROW | {
        "national_id": int(ROW["national_id"]), "birth_date": date(1985, 3, 2), "as_of": date(2026, 1, 31), "more": 1
    }  # fmt: skip
    parquet.write_table(pyarrow.Table.from_pylist([typed]), tmp_path / "d.parquet")
    assert counts(import_table(tmp_path / "a.csv")) | {"received": 1} == {
        "received": 1, "new": 1, "changed": 0, "unchanged": 0, "outdated": 0, "rejected": 0,
    }  # fmt: skip
    for name in ("b.csv.gz", "c.jsonl", "d.parquet"):
        assert counts(import_table(tmp_path / name))["unchanged"] == 1, name
    row = stored()
    assert (row.full_name, row.birth_date, row.office_name) == (ROW["full_name"], "1985-03-02", "مكتب رفحاء")


@pytest.mark.usefixtures("demo")
def test_dates_are_read_in_both_calendars_and_all_digits(tmp_path: Path) -> None:
    rows = [
        dict(ROW) | {"national_id": f"900000000{i}", "birth_date": born}
        for i, born in enumerate(["١٤٠٥/٦/١٠ هـ", "10-6-1405", "1985/3/2", "", None])
    ]
    assert import_table(written(tmp_path / "r.jsonl", rows)).rejected == 0
    read = [stored(f"900000000{i}").birth_date for i in range(5)]
    assert read == ["1985-03-01", "1985-03-01", "1985-03-02", None, None]


@pytest.mark.usefixtures("demo")
def test_rows_that_do_not_fit_are_told_and_the_others_taken(tmp_path: Path) -> None:
    bad: list[tuple[dict[str, object], str | None, str]] = [
        ({"national_id": "1000000009"}, None, "check_digit"),
        ({"national_id": "12345"}, None, "length"),
        ({"national_id": ""}, "national_id", "missing"),
        ({"national_id": 9.5}, "national_id", "not_text"),
        ({"full_name": "  "}, "full_name", "missing"),
        ({"full_name": "ن" * 201}, "full_name", "too_long"),
        ({"full_name": "نورة\x00"}, "full_name", "unprintable"),
        ({"full_name": "نورة\ud800"}, "full_name", "unprintable"),
        ({"status": "maybe"}, "status", "unknown"),
        ({"birth_date": "31/2/1985"}, "birth_date", "no_date"),
        ({"birth_date": "1405-13-01"}, "birth_date", "no_date"),
        ({"as_of": "2099-01-01"}, "as_of", "in_the_future"),
        ({"as_of": None}, "as_of", "missing"),
    ]
    path = tmp_path / "r.jsonl"
    lines = [json.dumps(ROW | change) for change, _, _ in bad] + ["{not json", json.dumps(ROW)]
    path.write_text("\n".join(lines), encoding="utf-8")
    summary = import_table(path)
    assert (summary.received, summary.new, summary.rejected) == (len(bad) + 2, 1, len(bad) + 1)
    told = [json.loads(line) for line in (tmp_path / "r.jsonl.rejected.jsonl").read_text("utf-8").splitlines()]
    assert [(line["row"], line["field"], line["reason"]) for line in told] == [
        *((number, field, why) for number, (_, field, why) in enumerate(bad, 1)),
        (len(bad) + 1, "row", "not_an_object"),
    ]


def test_an_invented_number_is_refused_where_people_are_real(database: str, tmp_path: Path) -> None:
    rows = [dict(ROW), dict(ROW) | {"national_id": "1000000008"}]
    summary = import_table(written(tmp_path / "r.jsonl", rows))
    assert (summary.new, summary.rejected) == (1, 1)


@pytest.mark.usefixtures("demo")
def test_a_second_run_changes_nothing_and_an_older_row_never_wins(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", [dict(ROW)])
    import_table(path)
    assert counts(import_table(path)) == {
        "received": 1, "new": 0, "changed": 0, "unchanged": 1, "outdated": 0, "rejected": 0,
    }  # fmt: skip
    older = dict(ROW) | {"status": "applied", "as_of": "2025-01-31"}
    newer = dict(ROW) | {"status": "stopped", "as_of": "2026-02-28"}
    assert counts(import_table(written(tmp_path / "older.jsonl", [older])))["outdated"] == 1
    assert stored().status == "registered"
    assert counts(import_table(written(tmp_path / "both.jsonl", [newer, older]))) == {
        "received": 2, "new": 0, "changed": 1, "unchanged": 0, "outdated": 1, "rejected": 0,
    }  # fmt: skip
    assert (stored().status, stored().as_of) == ("stopped", date(2026, 2, 28))


@pytest.mark.usefixtures("demo")
def test_an_import_is_journalled_by_its_counts_alone(tmp_path: Path) -> None:
    import_table(written(tmp_path / "r.jsonl", [dict(ROW)]))
    with transaction(write=False) as session:
        entry = session.scalars(select(Entry).where(Entry.action == "registry.imported")).one()
    assert entry.facts["new"] == 1
    assert all(isinstance(value, int | float) for value in entry.facts.values())


@pytest.mark.usefixtures("demo")
def test_the_command_names_file_row_and_field_and_ends_with_status_2(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", [dict(ROW), dict(ROW) | {"status": "maybe"}])
    done = subprocess.run(
        [sys.executable, "-m", "detector", "registry", "import", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("daman: R102 r.jsonl row 2: status unknown (1 rows rejected, written to ")
    assert json.loads(done.stdout)["new"] == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("r.csv", "id,text\n1,a\n"), ("r.xlsx", "PK"), ("r.parquet", "no"), ("r.jsonl.gz", "no gzip")],
)
def test_a_file_that_is_no_table_is_refused_whole(database: str, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableFile):
        import_table(tmp_path / name)
    with pytest.raises(UnreadableFile):
        import_table(tmp_path / "absent.csv")


def test_the_table_answers_only_for_what_it_holds(session: Session) -> None:
    with pytest.raises(RegistryUnavailable):
        TableClient(session).look_up("9000000001")


_RUN = """
import resource, sys
from pathlib import Path
from detector.registry.imports import import_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
summary = import_table(Path(sys.argv[1]))
print(summary.new, summary.rejected, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_hundred_thousand_rows_are_taken_in_bounded_memory(database: str, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(FIELDS) + "\n")
        for i in range(100_000):
            number = f"9{i:09}" if i % 1_000 else "12"
            file.write(f"{number},نورة سالم سعد الحربي,1405-06-10,registered,مكتب رفحاء,2026-01-31\n")
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(path)],
        env=os.environ | {"DAMAN_DEMO": "1", "DAMAN_DATABASE_URL": database},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    new, rejected, grown_kib = (int(number) for number in done.stdout.split())
    assert (new, rejected) == (99_900, 100)
    # 64 MB of it is the page cache that the database engine is given (detector.db).
    assert grown_kib < 120 * 1024
    assert len((tmp_path / "many.csv.rejected.jsonl").read_bytes().splitlines()) == 100
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(Beneficiary)) == 99_900
