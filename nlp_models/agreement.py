"""Do two readers see the same kind in a post? Counted from the labels of real posts; their texts are not needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp_models.corpus.load import REAL_LABELS

Counts = npt.NDArray[np.int64]


def real_labels() -> list[dict[str, Any]]:
    """The labels of the real posts by id, as they stand in the corpus: no text."""
    with REAL_LABELS.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def opinions(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(first, second) kind of the rows that two people read. Where a third decided, `kind` is not what the first said."""
    return [(row.get("first_kind", row["kind"]), row["second_kind"]) for row in rows if "second_kind" in row]


def confusion(pairs: Iterable[tuple[str, str]], names: Sequence[str]) -> Counts:
    """`[i, j]`: how often names[i] met names[j]. Raises ValueError for a name that is not in `names`."""
    counts = np.zeros((len(names), len(names)), np.int64)
    for first, second in pairs:
        counts[names.index(first), names.index(second)] += 1
    return counts


def kappa(counts: Counts) -> float:
    """Cohen's kappa: agreement beyond what the two readers' habits give by chance (Cohen 1960); 1 where both never vary."""
    total = counts.sum()
    seen = np.trace(counts) / total
    chance = float((counts.sum(0) * counts.sum(1)).sum()) / total**2
    return 1.0 if chance == 1 else float((seen - chance) / (1 - chance))
