"""What the manifest of the served model promises."""

from __future__ import annotations

import json
from dataclasses import dataclass

from detector.config import settings
from nlp_models import store


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold by what it gives: share of cases found, share of everyday posts flagged."""

    recall: float
    false_alarms: float
    served: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """`precision`: of flagged posts that look like cases, on labelled posts. `points`: fewest false alarms first."""

    model: str
    sentence: str
    threshold: float
    recall: float
    false_alarms: float
    precision: float
    points: tuple[Point, ...]


def promise() -> Promise:
    """Read from the manifest beside the weights. Raises `nlp_models.store.ModelRefused` when there is none."""
    manifest = json.loads((store.folder(settings().model or None) / "manifest.json").read_text(encoding="utf-8"))
    at = manifest["threshold"]
    measured = manifest["figures"].get("recall_at_false_alarms", {})
    points = [Point(float(recall), float(alarms)) for alarms, recall in measured.items()]
    points.append(Point(at["recall"], at["false_alarms"], served=True))
    return Promise(
        model=manifest["model"], sentence=at["sentence"], threshold=at["value"], recall=at["recall"],
        false_alarms=at["false_alarms"], precision=at["precision"],
        points=tuple(sorted(points, key=lambda point: (point.false_alarms, point.recall))),
    )  # fmt: skip
