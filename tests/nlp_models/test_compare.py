"""The table of recipes."""

from __future__ import annotations

import numpy as np
import pytest

from nlp_models import compare
from nlp_models.answers import COLUMNS, IN_NEED, QUESTIONS, WIDTH, Answers
from nlp_models.corpus.load import Labelled, composed
from nlp_models.recipes import baselines
from nlp_models.unseen import Unseen

EVERYDAY = ["مساء الخير", "الجو حلو", "وين الكوره اليوم", "هههههه"] * 5


@pytest.fixture(scope="module")
def rows() -> list[Labelled]:
    real = [
        Labelled(
            f"r{i}",
            row.text,
            row.kind,
            row.needs,
            row.urgency,
            row.voice,
            row.programme,
            row.doubts,
            "real",
            "r2",
            True,
        )
        for i, row in enumerate(composed()[3::30])
    ]
    return [*composed()[::30], *real]


def right(rows: list[Labelled]) -> Answers:
    out = np.full((len(rows), WIDTH), -9.0, np.float32)
    for i, row in enumerate(rows):
        for question in ("kind", "urgency", "voice"):
            if getattr(row, question) in QUESTIONS[question]:
                out[i, COLUMNS[question].start + QUESTIONS[question].index(getattr(row, question))] = 9
        if row.kind in IN_NEED:
            for need in row.needs:
                out[i, COLUMNS["needs"].start + QUESTIONS["needs"].index(need)] = 9
    return out


def test_whoever_is_always_right_has_ones_everywhere(rows: list[Labelled]) -> None:
    plain = np.full((20, WIDTH), -9.0, np.float32)
    plain[:, COLUMNS["kind"].start + 5] = 9
    every = np.arange(len(rows)), np.arange(20)
    for name, figure in compare.FIGURES.items():
        assert figure(rows, Unseen(right(rows), plain), *every) == 1.0, name


def test_the_baselines_are_beaten_by_the_truth_and_keywords_beat_the_majority(rows: list[Labelled]) -> None:
    texts, every = [row.text for row in rows], (np.arange(len(rows)), np.arange(len(EVERYDAY)))
    found = {}
    for name, build in (("majority", baselines.majority), ("keywords", baselines.keywords)):
        read = build(rows, [])
        found[name] = Unseen(read(texts), read(EVERYDAY))
    area = compare.area("composed", close=False)
    assert area(rows, found["majority"], *every) == 0.5
    assert 0.6 < area(rows, found["keywords"], *every) < 1
    lines = compare.table(rows, found, draws=5).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["majority", "keywords"]
    assert all(line.count("(") == len(compare.FIGURES) for line in lines[2:])


def test_a_comparison_of_nothing_is_refused(rows: list[Labelled]) -> None:
    with pytest.raises(ValueError, match="nothing"):
        compare.table(rows, {})
