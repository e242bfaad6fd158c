"""`daman evaluate`, the threshold sentence and the calibration, each against figures worked out another way."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp_models import calibrate, evaluate, thresholds
from nlp_models.corpus.load import COMPOSED

Row = dict[str, Any]


def _score_sheet(gold: list[Row], out: list[Row]) -> Row:
    """The project's score sheet, worked out in its own plain way."""

    def f1(tp: int, fp: int, fn: int) -> float:
        return 2 * tp / max(1, 2 * tp + fp + fn)

    kinds, said = [g["kind"] for g in gold], [o["kind"] for o in out]
    per_kind = []
    for k in sorted(set(kinds)):
        tp = sum(a == b == k for a, b in zip(kinds, said, strict=True))
        per_kind.append(f1(tp, said.count(k) - tp, kinds.count(k) - tp))
    pos = [o["hardship"] for g, o in zip(gold, out, strict=True) if g["kind"] == "hardship_case"]
    neg = [o["hardship"] for g, o in zip(gold, out, strict=True) if g["kind"] != "hardship_case"]
    cases = [(g, o) for g, o in zip(gold, out, strict=True) if g["kind"] == "hardship_case"]
    hit = sum(o["flagged"] for _, o in cases)
    x = y = z = 0
    for g, o in zip(gold, out, strict=True):
        if g["kind"] in ("hardship_case", "payment_issue"):
            a, b = set(g["needs"]), set(o["needs"])
            x, y, z = x + len(a & b), y + len(b - a), z + len(a - b)
    p = [(g["place"], (o["place"] or {}).get("text")) for g, o in zip(gold, out, strict=True)]
    found = sum(bool(a and b and (a in b or b in a)) for a, b in p)
    h = [(g["household_size"], o["household_size"]) for g, o in cases]
    return {
        "n": len(gold),
        "kind_accuracy": sum(a == b for a, b in zip(kinds, said, strict=True)) / len(gold),
        "kind_macro_f1": statistics.mean(per_kind),
        "hardship_auc": sum((a > b) + 0.5 * (a == b) for a in pos for b in neg) / (len(pos) * len(neg)),
        "flag_recall": hit / len(cases),
        "flag_precision": hit / max(1, sum(o["flagged"] for o in out)),
        "needs_micro_f1": f1(x, y, z),
        "urgency_accuracy": sum(g["urgency"] == o["urgency"] for g, o in cases) / len(cases),
        "voice_accuracy": sum(g["voice"] == o["voice"] for g, o in cases) / len(cases),
        "place_f1": f1(found, sum(bool(b) for _, b in p) - found, sum(bool(a) for a, _ in p) - found),
        "household_size_accuracy_where_told": sum(a == b for a, b in h if a) / sum(bool(a) for a, _ in h),
        "household_size_invented": sum(bool(b) for a, b in h if not a) / sum(not a for a, _ in h),
    }


@pytest.fixture(scope="module")
def gold_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("".join(COMPOSED.read_text(encoding="utf-8").splitlines(keepends=True)[::7]), encoding="utf-8")
    return path


def test_evaluate_gives_the_figures_of_the_score_sheet_under_the_same_names(gold_file: Path, shipped: Any) -> None:
    gold = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines()]
    out = [p.line(g["id"]) for g, p in zip(gold, shipped.read_many([g["text"] for g in gold]), strict=True)]
    expected = _score_sheet(gold, out)
    found = evaluate.evaluate_file(gold_file)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected)


def test_recall_at_false_alarms_counts_cases_above_the_allowed_share_of_everyday_posts() -> None:
    everyday = np.arange(1000) / 1000
    cases = np.array([0.9985, 0.9945, 0.991, 0.5])
    assert evaluate.recall_at_false_alarms(cases, everyday) == {0.001: 0.0, 0.005: 0.25, 0.01: 0.75}


def test_a_row_without_a_label_is_named_with_file_and_field(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "x", "kind": "other", "needs": [], "urgency": "none"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl:1 lacks voice"):
        evaluate.evaluate_file(path)


def test_ties_count_half_in_the_auc() -> None:
    assert evaluate.auc(np.array([True, False, False]), np.array([0.5, 0.5, 0.1])) == 0.75


def test_the_threshold_keeps_its_promise_and_is_the_lowest_that_does() -> None:
    everyday = np.linspace(0, 0.8, 1000)
    cases = np.array([0.3, 0.797, 0.9])
    at = thresholds.choose(
        "maximum recall @ false_alarms <= 0.005", cases=cases, look_alikes=np.array([0.85]), everyday=everyday
    )
    assert at.false_alarms <= 0.005 < float((everyday >= at.value - 0.001).mean())
    assert at.recall == pytest.approx(2 / 3)


def test_a_promise_of_precision_is_kept_too() -> None:
    at = thresholds.choose(
        "maximum recall @ precision >= 0.75",
        cases=np.array([0.2, 0.6, 0.7, 0.8]),
        look_alikes=np.array([0.3, 0.4, 0.65]),
        everyday=np.array([0.0]),
    )
    assert (at.value, at.precision) == (0.6, 0.75)


@pytest.mark.parametrize(
    "sentence", ["all of them", "maximum recall @ false_alarms <= 5", "maximum joy @ precision >= 0.5"]
)
def test_a_sentence_that_cannot_be_read_is_refused(sentence: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        thresholds.choose(sentence, cases=np.ones(2), look_alikes=np.zeros(2), everyday=np.zeros(2))


def test_a_promise_nobody_can_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="no threshold keeps"):
        thresholds.choose(
            "maximum recall @ precision >= 0.9",
            cases=np.array([0.1]),
            look_alikes=np.full(9, 0.5),
            everyday=np.array([0.5]),
        )


def test_deployed_precision_is_that_of_the_stream_and_not_of_the_labelled_set() -> None:
    assert thresholds.deployed_precision(0.5, 0.005, 0.001) == pytest.approx(0.0909, abs=1e-4)


def test_calibration_turns_overconfident_scores_into_what_happened() -> None:
    rng = np.random.default_rng(0)
    honest = rng.uniform(0.02, 0.98, 6000)
    truth = rng.uniform(size=6000) < honest
    boastful = 1 / (1 + np.exp(-3 * np.log(honest / (1 - honest))))
    before = calibrate.expected_calibration_error(boastful, truth)
    platt = calibrate.fit(boastful, truth)
    assert before > 0.1
    assert calibrate.expected_calibration_error(platt(boastful), truth) < 0.03


def test_calibration_never_changes_the_order() -> None:
    score = np.array([0.001, 0.2, 0.2001, 0.9, 0.999])
    platt = calibrate.fit(score, np.array([False, True, False, True, True]))
    assert (np.diff(platt(score)) > 0).all()


def test_each_round_of_rows_weighs_the_same_in_the_calibration() -> None:
    weight = calibrate.evenly(["a", "a", "a", "b"])
    assert weight[:3].sum() == pytest.approx(weight[3])
