"""The figures by which a reader is judged, under the names of the project's score sheet.

`gold`: labelled posts (id, text, kind, needs, urgency, voice; place and household_size where known).
`said`: lines of `daman classify` for the same posts, in the same order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp_models.features.cues import Floats

if TYPE_CHECKING:
    from nlp_models.predictor import Predictor

Row = Mapping[str, Any]
FALSE_ALARMS = (0.001, 0.005, 0.01)
_CASE = "hardship_case"


def evaluate_file(path: Path, everyday: Path | None = None, model: str | None = None) -> dict[str, Any]:
    """Read the texts of a labelled JSONL file with a model and give the figures.

    `everyday`: JSONL `id, text` of real posts that are no case; adds recall at given rates of false alarms.
    Raises OSError for a missing file and ValueError for a row that lacks a label, naming file, row and field.
    """
    import nlp_models

    reader = nlp_models.load(model)
    gold = _rows(path, ("id", "text", "kind", "needs", "urgency", "voice"))
    found = figures(gold, _lines(reader, gold))
    if everyday:
        plain = np.array([p["hardship"] for p in _lines(reader, _rows(everyday, ("id", "text")))])
        cases = np.array([p["hardship"] for g, p in zip(gold, _lines(reader, gold), strict=True) if g["kind"] == _CASE])
        found["recall_at_false_alarms"] = recall_at_false_alarms(cases, plain)
    return found


def figures(gold: Sequence[Row], said: Sequence[Row]) -> dict[str, Any]:
    """All figures but recall at false alarms. Raises ValueError when there are no rows."""
    if not gold:
        raise ValueError("nothing to evaluate")
    kinds, kinds_said = [g["kind"] for g in gold], [s["kind"] for s in said]
    case, flagged = [k == _CASE for k in kinds], [bool(s["flagged"]) for s in said]
    hit = sum(a and b for a, b in zip(case, flagged, strict=True))
    cases = [(g, s) for g, s in zip(gold, said, strict=True) if g["kind"] == _CASE]
    found: dict[str, Any] = {
        "n": len(gold),
        "kind_accuracy": _share(zip(kinds, kinds_said, strict=True)),
        "kind_macro_f1": _macro_f1(kinds, kinds_said),
        "hardship_auc": auc(np.array(case), np.array([s["hardship"] for s in said])),
        "flag_recall": hit / max(1, sum(case)),
        "flag_precision": hit / max(1, sum(flagged)),
        "needs_micro_f1": _needs_f1(gold, said),
        "urgency_accuracy": _share((g["urgency"], s.get("urgency")) for g, s in cases),
        "voice_accuracy": _share((g["voice"], s.get("voice")) for g, s in cases),
    }
    if "place" in gold[0]:
        found["place_f1"] = _place_f1(gold, said)
    if "household_size" in gold[0]:
        sizes = [(g["household_size"], s.get("household_size")) for g, s in cases]
        found["household_size_accuracy_where_told"] = _share((a, b) for a, b in sizes if a)
        found["household_size_invented"] = _share((True, bool(b)) for a, b in sizes if not a)
    return found


def auc(truth: Any, score: Floats) -> float:
    """The share of (case, other) pairs in which the case has the higher score; a tie counts half."""
    other = np.sort(score[~truth])
    below = np.searchsorted(other, score[truth], "left")
    level = np.searchsorted(other, score[truth], "right") - below
    return float((below + level / 2).sum() / max(1, len(other) * int(truth.sum())))


def recall_at_false_alarms(cases: Floats, everyday: Floats) -> dict[float, float]:
    """The share of cases that score above all but the given share of everyday posts."""
    falling = np.sort(everyday)[::-1]
    bars = {share: falling[max(0, int(len(falling) * share) - 1)] for share in FALSE_ALARMS}
    return {share: float(np.mean(cases > bar)) for share, bar in bars.items()}


def f1(hit: int, wrong: int, missed: int) -> float:
    return 2 * hit / max(1, 2 * hit + wrong + missed)


def _share(pairs: Any) -> float:
    equal = [bool(a == b) for a, b in pairs]
    return sum(equal) / max(1, len(equal))


def _macro_f1(kinds: Sequence[str], said: Sequence[str]) -> float:
    true, told = Counter(kinds), Counter(said)
    hit = Counter(a for a, b in zip(kinds, said, strict=True) if a == b)
    return float(np.mean([f1(hit[k], told[k] - hit[k], true[k] - hit[k]) for k in true]))


def _needs_f1(gold: Sequence[Row], said: Sequence[Row]) -> float:
    hit = wrong = missed = 0
    for g, s in zip(gold, said, strict=True):
        if g["kind"] in (_CASE, "payment_issue"):
            true, told = set(g["needs"]), set(s.get("needs") or [])
            hit, wrong, missed = hit + len(true & told), wrong + len(told - true), missed + len(true - told)
    return f1(hit, wrong, missed)


def _place_f1(gold: Sequence[Row], said: Sequence[Row]) -> float:
    """A place counts as found when one of the two wordings holds the other."""
    pairs = [(g["place"], (s.get("place") or {}).get("text")) for g, s in zip(gold, said, strict=True)]
    hit = sum(bool(a and b and (a in b or b in a)) for a, b in pairs)
    return f1(hit, sum(bool(b) for _, b in pairs) - hit, sum(bool(a) for a, _ in pairs) - hit)


def _lines(reader: Predictor, rows: Sequence[Row]) -> list[dict[str, Any]]:
    said = reader.read_many([row["text"] for row in rows])
    return [p.line(row["id"]) for row, p in zip(rows, said, strict=True)]


def _rows(path: Path, fields: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        if missing := [field for field in fields if field not in row]:
            raise ValueError(f"{path}:{number} lacks {', '.join(missing)}")
        rows.append(row)
    return rows
