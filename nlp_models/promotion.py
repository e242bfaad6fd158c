"""A newly trained model is served only when no group of families pays for it.

Every slice of ten and more cases (dialect, voice, source, length, told or implied, origin) is compared with the served
model's; one below 95 % of it blocks. Both were measured on rows that the model had not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nlp_models import store

AT_LEAST = 0.95
_FIGURES = ("recall", "kind_accuracy")


@dataclass(frozen=True, slots=True)
class Loss:
    """One figure of one slice that fell too far."""

    slice: str
    figure: str
    served: float
    candidate: float

    def __str__(self) -> str:
        return f"{self.slice}: {self.figure} {self.served:.3f} → {self.candidate:.3f}"


class PromotionBlocked(RuntimeError):
    """A slice of the candidate falls below 95 % of the served model; the message names each."""


def losses(served: dict[str, Any], candidate: dict[str, Any]) -> list[Loss]:
    """The slices of two manifests in which the candidate falls short. A slice that only one of them has is not compared."""
    before, after = served["figures"].get("slices", {}), candidate["figures"].get("slices", {})
    return [
        Loss(name, figure, before[name][figure], after[name][figure])
        for name in sorted(before.keys() & after.keys())
        for figure in _FIGURES
        if after[name][figure] < AT_LEAST * before[name][figure]
    ]


def promote(name: str) -> None:
    """Serve `name@version`. Raises PromotionBlocked, and `store.ModelRefused` for a model that is not there."""
    candidate = store.manifest_of(store.folder(name))
    served = store.manifest_of(store.folder()) if store.SERVED.is_file() else {"figures": {}}
    if short := losses(served, candidate):
        raise PromotionBlocked(f"{name} is not served: " + "; ".join(map(str, short)))
    store.serve(name)
