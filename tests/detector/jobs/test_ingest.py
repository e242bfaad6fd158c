"""`daman ingest`: files through the whole pipeline, repeatable, killed without a loss or a double."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport
from detector.db import transaction
from detector.journal.service import verify
from detector.reports.models import LedgerLine, Outcome, Report, ReportIdentifier

PLEAS = [
    "تكفون يا اهل الخير انا ارملة وعندي خمسة ايتام وصاحب البيت بيطردنا بكرة وما عندنا ولا ريال",
    "جارتنا في محافظة الخرج عجوز ساكنة لحالها بيتها سقفه طايح ولا عندها دخل ولا احد يسأل عنها",
    "زوجي مسجون بسبب دين وانا وعيالي الاربعة ما عندنا اكل والكهرب مفصول عنا من اسبوع",
]
NOTHING = ["صباح الخير يا وطن", "مبروك الهلال فوز مستحق", "ابي احد يعلمني اسوي كيكة", "الجو اليوم حلو في الرياض"]
PAYMENT = "الضمان ما نزل لي هالشهر والحالة مرفوض مع ان الايبان صحيح ومحدث بياناتي وش اسوي"


def _daman(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "detector", *args], cwd=cwd, capture_output=True, text=True, timeout=300,
        env=os.environ | env,
    )  # fmt: skip


def _write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def _rows(texts: list[str]) -> list[dict[str, str]]:
    return [{"id": f"r{n}", "text": text} for n, text in enumerate(texts)]


def _count(model: type, *where: Any) -> int:
    with transaction(write=False) as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _summary(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    summary: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return summary


def test_pleas_become_cases_and_the_rest_is_forgotten(database: str, tmp_path: Path) -> None:
    done = _daman("ingest", str(_write(tmp_path / "a.jsonl", _rows([*PLEAS, *NOTHING, PAYMENT]))), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    summary = _summary(done)
    assert {k: summary[k] for k in ("received", "new", "duplicates", "rejected", "cases_opened")} == {
        "received": 8, "new": 8, "duplicates": 0, "rejected": 0, "cases_opened": 4,
    }  # fmt: skip
    assert (summary["flagged"], summary["payment_issues"]) == (3, 1)
    assert _count(LedgerLine) == 8
    assert _count(LedgerLine, LedgerLine.outcome == Outcome.NOT_KEPT) == 4
    with transaction(write=False) as session:
        assert set(session.scalars(select(Report.text))) == {*PLEAS, PAYMENT}
        assert session.scalars(select(Case.status).order_by(Case.id)).all() == [Status.QUEUED] * 3 + [Status.GUIDED]
        assert session.scalars(select(Case.region_code).order_by(Case.id)).all()[1] == "RD"
        assert verify(session) is None


def test_the_same_file_again_changes_nothing(database: str, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", _rows([*PLEAS, *NOTHING]))
    _daman("ingest", str(path), cwd=tmp_path)
    again = _summary(_daman("ingest", str(path), cwd=tmp_path))
    assert (again["new"], again["duplicates"], again["cases_opened"]) == (0, 7, 0)
    assert (_count(LedgerLine), _count(Report), _count(Case)) == (7, 3, 3)


def test_repeated_words_under_new_ids_are_counted_not_opened_again(database: str, tmp_path: Path) -> None:
    rows = _rows([PLEAS[0], PLEAS[0] + " 💔", "RT @USER: " + PLEAS[0]])
    summary = _summary(_daman("ingest", str(_write(tmp_path / "a.jsonl", rows)), cwd=tmp_path))
    assert (summary["new"], summary["duplicates"], summary["cases_opened"]) == (1, 2, 1)
    with transaction(write=False) as session:
        assert session.scalars(select(Report.times_seen)).one() == 3


def test_bad_rows_are_named_written_aside_and_cost_nothing_else(database: str, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": PLEAS[0]}, {"id": "2", "text": ""}, "no object", {"id": "1", "text": "كلام آخر تماما هنا"},
        {"id": "4", "text": "ب" * 100_000}, {"id": "5", "text": PLEAS[1], "published_at": "2999-01-01"},
        {"id": "6", "text": f"\x00{PLEAS[2]}\ud800"},
    ]  # fmt: skip
    path = tmp_path / "bad.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = _daman("ingest", str(path), cwd=tmp_path)
    assert done.returncode == 2
    assert "bad.jsonl row 2: text empty" in done.stderr
    summary = _summary(done)
    assert (summary["received"], summary["rejected"], summary["cases_opened"]) == (7, 5, 2)
    aside = [json.loads(line) for line in (tmp_path / "bad.jsonl.rejected.jsonl").read_text().splitlines()]
    assert sorted((r["row"], r["code"]) for r in aside) == [
        (2, "R102"),
        (3, "R107"),
        (4, "R105"),
        (5, "R103"),
        (6, "R104"),
    ]


def test_identifiers_are_masked_in_the_text_and_encrypted_beside_it(database: str, tmp_path: Path) -> None:
    text = PLEAS[0] + " جوالي 0551234567"
    _daman("ingest", str(_write(tmp_path / "a.jsonl", _rows([text]))), cwd=tmp_path)
    with transaction(write=False) as session:
        kept = session.scalars(select(Report.text)).one()
        number = session.scalars(select(ReportIdentifier)).one()
    assert "1234567" not in kept
    assert len(kept) == len(text)
    assert (number.type, number.value[-9:]) == ("mobile", "551234567")
    assert b"551234567" not in Path(database.removeprefix("sqlite:///")).read_bytes()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ingest", "missing.jsonl"], "R106 UnreadableFile"),
        (["ingest", "a.jsonl", "--source", "facebook"], "D005 BadInput: field=source"),
        (["ingest", "a.jsonl", "--source", "news"], "R101 SourceOff: source=news, why=none"),
    ],
)
def test_what_cannot_be_taken_in_is_one_clear_line(database: str, tmp_path: Path, args: list[str], said: str) -> None:
    _write(tmp_path / "a.jsonl", _rows(PLEAS))
    done = _daman(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert _count(LedgerLine) == 0


def test_killed_in_the_middle_and_started_again_nothing_is_lost_or_doubled(database: str, tmp_path: Path) -> None:
    texts = [
        f"{PLEAS[n % 3]} رقم القصة {'اب ' * (n % 7)}{n}" if n % 40 == 0 else f"كلام عادي {n}" for n in range(4_000)
    ]
    path = _write(tmp_path / "a.jsonl", _rows(texts))
    env = os.environ | {"DAMAN_INGEST_BATCH": "50"}
    running = subprocess.Popen([sys.executable, "-m", "detector", "ingest", str(path)], env=env, cwd=tmp_path)
    deadline = time.monotonic() + 120
    while _count(LedgerLine) < 200 and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    taken = _count(LedgerLine)
    assert 200 <= taken < 4_000, "the kill came too late to prove anything"
    again = _summary(_daman("ingest", str(path), cwd=tmp_path, DAMAN_INGEST_BATCH="50"))
    assert again["new"] + again["duplicates"] == 4_000
    assert _count(LedgerLine) == 4_000
    kept = _count(LedgerLine, LedgerLine.outcome == Outcome.KEPT)
    assert kept == _count(Report) == _count(CaseReport, CaseReport.state == "confirmed")
    with transaction(write=False) as session:
        assert verify(session) is None
