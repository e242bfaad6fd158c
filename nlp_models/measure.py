"""The figures of a model on rows it had not seen, and on their slices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from nlp_models import calibrate, evaluate
from nlp_models.answers import IN_NEED, Answers, probabilities
from nlp_models.corpus.load import Labelled
from nlp_models.decide import look_alikes
from nlp_models.extract.household import household_size
from nlp_models.extract.places import find_place
from nlp_models.predictor import Settings, told
from nlp_models.text.clean import clean
from nlp_models.types import KINDS
from nlp_models.unseen import Unseen

SLICE_OF = ("dialect", "voice", "source", "length", "telling")
_LEAST = 10  # cases: a slice of fewer says nothing


def lines(rows: Sequence[Labelled], answers: Answers, settings: Settings) -> list[dict[str, Any]]:
    """What `daman classify` would have said of each row, as far as the figures ask."""
    kinds = settings.kinds(answers)
    said = [KINDS[k] for k in settings.said(kinds)]
    found = []
    for i, row in enumerate(rows):
        cleaned, more = clean(row.text), told(said[i], answers[i : i + 1], settings.needs_cut)
        asked = row.origin == "composed" and (said[i] in IN_NEED or kinds[i, 0] >= settings.threshold)
        place = find_place(row.text, cleaned) if asked else None
        size = household_size(row.text, cleaned) if asked else None
        found.append(
            {
                "id": row.id, "kind": said[i], "hardship": float(kinds[i, 0]),
                "flagged": bool(kinds[i, 0] >= settings.threshold), "needs": more.needs, "urgency": more.urgency,
                "voice": more.voice, "programme": more.programme, "place": place.public() if place else None,
                "household_size": size,
            }
        )  # fmt: skip
    return found


def measure(rows: Sequence[Labelled], unseen: Unseen, settings: Settings) -> dict[str, Any]:
    """`all_real`, `look_alikes` (real rows that were chosen because they look like a case), `composed` (by writers that
    the model had not read), recall at false alarms, calibration error, slices and the failures nearest to the threshold.
    """
    said = lines(rows, unseen.labelled, settings)
    real = [i for i, row in enumerate(rows) if row.origin == "real"]
    close = np.flatnonzero(look_alikes(rows)).tolist()
    composed = [i for i, row in enumerate(rows) if row.origin == "composed"]
    hardship = np.array([line["hardship"] for line in said])
    case = np.array([row.kind == "hardship_case" for row in rows])
    everyday = settings.calibration(probabilities(unseen.everyday, "kind")[:, 0])
    recall = evaluate.recall_at_false_alarms(hardship[[i for i in real if case[i]]], everyday)
    return {
        "all_real": _figures(rows, said, real, ("place", "household_size")),
        "look_alikes": _figures(rows, said, close, ("place", "household_size")),
        "composed": _figures(rows, said, composed),
        "recall_at_false_alarms": {str(share): value for share, value in recall.items()},
        "ece_all_real": calibrate.expected_calibration_error(hardship[real], case[real]),
        "ece_look_alikes": calibrate.expected_calibration_error(hardship[close], case[close]),
        "slices": slices(rows, said),
        "failures": failures(rows, said),
    }


def slices(rows: Sequence[Labelled], said: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """ "dialect: najdi" → cases, recall of cases at the threshold, rows, and accuracy of kind over all rows of the slice."""
    cases: dict[str, list[bool]] = {}
    kinds: dict[str, list[bool]] = {}
    for row, line in zip(rows, said, strict=True):
        for name in _slices_of(row):
            kinds.setdefault(name, []).append(row.kind == line["kind"])
            if row.kind == "hardship_case":
                cases.setdefault(name, []).append(line["flagged"])
    return {
        name: {
            "cases": len(hit),
            "recall": float(np.mean(hit)),
            "rows": len(kinds[name]),
            "kind_accuracy": float(np.mean(kinds[name])),
        }
        for name, hit in sorted(cases.items())
        if len(hit) >= _LEAST
    }


def _slices_of(row: Labelled) -> list[str]:
    words = len(row.text.split())
    length = "to 12 words" if words <= 12 else "13 to 40 words" if words <= 40 else "over 40 words"
    telling = "implied" if row.implied else "told"
    values = (row.dialect or "not noted", row.voice, row.source, length, telling)
    named = [f"{of}: {value}" for of, value in zip(SLICE_OF, values, strict=True) if value != "none"]
    return [*named, f"origin: {row.origin}"]


def failures(
    rows: Sequence[Labelled], said: Sequence[dict[str, Any]], most: int = 12
) -> dict[str, list[dict[str, Any]]]:
    """Missed cases and false alarms, the plainest first. Texts of composed posts only: those of people stay outside."""
    missed = [(line["hardship"], row) for row, line in zip(rows, said, strict=True) if _is(row) and not line["flagged"]]
    alarms = [
        (-line["hardship"], row) for row, line in zip(rows, said, strict=True) if line["flagged"] and not _is(row)
    ]
    return {
        name: [
            {"id": row.id, "kind": row.kind, "hardship": round(abs(score), 4)}
            | ({"text": row.text} if row.origin == "composed" else {})
            for score, row in sorted(found, key=lambda pair: (pair[0], pair[1].id))[:most]
        ]
        for name, found in (("missed", missed), ("false_alarms", alarms))
    }


def _is(row: Labelled) -> bool:
    return row.kind == "hardship_case"


def _figures(
    rows: Sequence[Labelled], said: Sequence[dict[str, Any]], chosen: Sequence[int], without: Sequence[str] = ()
) -> dict[str, Any]:
    """Place and household were not read out of real posts, so they are not asked there."""
    gold = [{name: value for name, value in asdict(rows[i]).items() if name not in without} for i in chosen]
    return evaluate.figures(gold, [said[i] for i in chosen])
