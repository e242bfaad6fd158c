"""From the labels to a stored, calibrated model and its card.

Cross-validate, calibrate, choose the threshold, hold the floor, fit on all rows, store, write the card.

Deterministic: the folds and the everyday posts are chosen by hashes, and the regressions have no randomness. About four
minutes on one core.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp_models import calibrate, card, evaluate, splits, store, thresholds
from nlp_models.calibrate import Platt
from nlp_models.corpus import load
from nlp_models.corpus.load import Labelled
from nlp_models.features.cues import Floats
from nlp_models.features.ngrams import Ints
from nlp_models.predictor import LinearPredictor, Settings
from nlp_models.recipes import linear
from nlp_models.recipes.linear import ASKED_FURTHER, LinearModel

FOLDS = 5
EVERYDAY_TRAINED, EVERYDAY_MEASURED = 16_000, 20_000
CALLED = "maximum recall @ false_alarms <= 0.001"  # where a text is called a hardship case outright
_AS_IS = Settings(Platt(1.0, 0.0), 0.5, 0.5, 0.5)


class BelowFloor(RuntimeError):
    """The model falls short of the floor of its recipe and was not stored."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What models said of rows that they were not trained on."""

    lines: list[dict[str, Any]]
    everyday: Floats


def main(
    version: str = "1",
    stream: Path | None = None,
    sentence: str = thresholds.DEFAULT,
    artifacts: Path = store.ARTIFACTS,
    cards: Path = card.FOLDER,
) -> dict[str, Any]:
    """Train, store and card `linear@version`; give its manifest. Serving it is another step (`store.serve`).

    Raises StreamMissing without the real posts, ValueError for an unreadable sentence, BelowFloor for a poor model.
    """
    path = load.stream_path(stream)
    texts = load.stream_texts(path)
    real, composed = load.real(texts), load.composed()
    read = {row.id for row in real}
    unread = splits.everyday_sample([id for id in texts if id not in read], seed="everyday")
    measured = [texts[id] for id in unread[:EVERYDAY_MEASURED]]
    trained = [texts[id] for id in unread[EVERYDAY_MEASURED : EVERYDAY_MEASURED + EVERYDAY_TRAINED]]
    with threadpool_limits(1):  # more threads fight over the caches and take longer
        models, fold = _fold_models(real, composed, trained)
        settings, threshold, called = _decide(models, fold, real, measured, sentence)
        unseen = _unseen(models, fold, real, measured, settings)
        found = measure(real, unseen)
        _hold_floor(found)
        model = linear.build([*real, *composed], trained)
    manifest: dict[str, Any] = {
        "model": f"{linear.NAME}@{version}",
        "calibration": asdict(settings.calibration),
        "threshold": asdict(threshold),
        "kind_cut": asdict(called),
        "needs_cut": settings.needs_cut,
        "rows": {"real": len(real), "composed": len(composed), "everyday": len(trained)},
        "data": load.fingerprints(),
        "figures": found,
    }
    store.save(model, artifacts / linear.NAME / version, manifest)
    whole: dict[str, Any] = json.loads(
        (artifacts / linear.NAME / version / "manifest.json").read_text(encoding="utf-8")
    )
    card.write(whole, cards)
    return whole


def measure(real: Sequence[Labelled], unseen: Unseen) -> dict[str, Any]:
    """The figures on real rows that their model had not seen: all of them, and those chosen because they look like a case."""
    gold = [asdict(row) for row in real]
    close = [i for i, row in enumerate(real) if row.how != "r1" or row.kind in ASKED_FURTHER]
    hardship = np.array([line["hardship"] for line in unseen.lines])
    case = np.array([row.kind == "hardship_case" for row in real])
    recall = evaluate.recall_at_false_alarms(hardship[case], unseen.everyday)
    return {
        "all_real": evaluate.figures(gold, unseen.lines),
        "look_alikes": evaluate.figures([gold[i] for i in close], [unseen.lines[i] for i in close]),
        "recall_at_false_alarms": {str(share): value for share, value in recall.items()},
        "ece_all_real": calibrate.expected_calibration_error(hardship, case),
        "ece_look_alikes": calibrate.expected_calibration_error(hardship[close], case[close]),
    }


def _fold_models(
    real: Sequence[Labelled], composed: Sequence[Labelled], everyday: Sequence[str]
) -> tuple[list[LinearModel], Ints]:
    fold = splits.folds([row.text for row in real], count=FOLDS)
    kept = [[row for row, f in zip(real, fold, strict=True) if f != left_out] for left_out in range(FOLDS)]
    return [linear.build([*rows, *composed], everyday) for rows in kept], fold


def _decide(
    models: Sequence[LinearModel], fold: Ints, real: Sequence[Labelled], measured: Sequence[str], sentence: str
) -> tuple[Settings, thresholds.Threshold, thresholds.Threshold]:
    """Calibration, then on calibrated probabilities the threshold and the cut of the kind; all on unseen rows."""
    raw = _unseen(models, fold, real, measured, _AS_IS)
    score = np.array([line["hardship"] for line in raw.lines])
    case = np.array([row.kind == "hardship_case" for row in real])
    platt = calibrate.fit(score, case, calibrate.evenly([row.how for row in real]))
    said, everyday = platt(score), platt(raw.everyday)
    flag, called = (
        thresholds.choose(promise, cases=said[case], look_alikes=said[~case], everyday=everyday)
        for promise in (sentence, CALLED)
    )
    return Settings(platt, flag.value, called.value, linear.NEEDS_CUT), flag, called


def _unseen(
    models: Sequence[LinearModel], fold: Ints, real: Sequence[Labelled], measured: Sequence[str], settings: Settings
) -> Unseen:
    """Each real row by the model that left it out; each everyday post by one of them."""
    lines: list[dict[str, Any]] = [{}] * len(real)
    everyday = np.zeros(len(measured))
    for left_out, model in enumerate(models):
        reader = LinearPredictor("cross-validation", model, settings)
        mine = np.flatnonzero(fold == left_out).tolist()
        for i, said in zip(mine, reader.read_many([real[i].text for i in mine]), strict=True):
            lines[i] = said.line(real[i].id)
        everyday[left_out::FOLDS] = reader.kinds(measured[left_out::FOLDS])[:, 0]
    return Unseen(lines, everyday)


def _hold_floor(found: dict[str, Any]) -> None:
    reached = {
        "hardship_auc": found["all_real"]["hardship_auc"],
        "recall_at_0.005": found["recall_at_false_alarms"]["0.005"],
    }
    if short := {name: reached[name] for name, floor in linear.FLOOR.items() if reached[name] < floor}:
        raise BelowFloor(f"below the floor {linear.FLOOR}: {short}")
