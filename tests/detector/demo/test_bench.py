from __future__ import annotations

import json
from pathlib import Path

import pytest

from detector.config import settings
from detector.demo import bench, campaign_bench, linking_bench
from detector.errors import BadInput


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": str(n), "text": f"متى ينزل الضمان هالشهر يا اخوان {n}؟"}, ensure_ascii=False) + "\n"
            for n in range(40)
        ),
        encoding="utf-8",
    )
    return path


def test_every_figure_is_measured_and_the_settings_are_left_as_they_were(
    posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "QUEUES", (300,))
    monkeypatch.setattr(bench, "TIPS", 12)
    monkeypatch.setattr(bench, "LINKED", (200, 400))
    monkeypatch.setattr(linking_bench, "MEASURED", 5)
    monkeypatch.setattr(linking_bench, "WARMED", 1)
    monkeypatch.setattr(bench, "ROLLS", 400)
    monkeypatch.setenv("DAMAN_CAMPAIGN_SOLVER_SECONDS", "1")
    monkeypatch.setattr(campaign_bench, "STOPS", 20)
    monkeypatch.setattr(bench, "TOLD", 20)
    before = settings().database_url
    measured = list(bench.run(posts))
    figures = {(f["figure"], f.get("page")): f for f in measured}
    assert [f["reports"] for f in measured if f["figure"] == "linking"] == [200, 400]
    assert figures["campaign", None]["km"] < figures["campaign", None]["naive_km"]
    assert figures["classify", None]["posts"] == 40
    assert figures["ingest", None]["new"] == 40
    assert figures["ingest", None]["peak_memory_mb"] > 50
    assert figures["ingest_again", None]["duplicates"] == 40
    assert figures["tip_form", None]["tips"] == 12
    assert figures["whatsapp", None]["messages"] == 20
    assert figures["whatsapp", None]["filed_per_second"] > 0
    assert figures["news", None]["articles"] == 1_000
    assert figures["news", None]["new_again"] == 0
    pages = [f for (figure, _), f in figures.items() if figure == "queue_page"]
    assert {f["page"] for f in pages} >= {"first_page", "office_page", "far_page", "search_phone", "counts"}
    assert all(f["milliseconds"] > 0 for f in pages)
    assert figures["registry_import", None]["rows"] == figures["recheck", None]["rows"] == 400
    assert figures["registry_look_up", None]["milliseconds"] > 0
    assert settings().database_url == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        next(iter(bench.run(tmp_path / "nothing.jsonl")))
    assert refused.value.facts["field"] == "posts"


def test_a_measure_that_is_not_there_is_named(posts: Path) -> None:
    with pytest.raises(BadInput) as refused:
        next(iter(bench.run(posts, "lnking")))
    assert refused.value.facts["given"] == "lnking"
