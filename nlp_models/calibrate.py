"""From a score to a probability: Platt scaling on predictions for rows that the model was not trained on.

Platt and not isotonic: it is strictly increasing, so that it never ties two posts that the model tells apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from nlp_models.features.cues import Floats

BINS = 15
_LEAST = 1e-7


@dataclass(frozen=True, slots=True)
class Platt:
    """probability = 1 / (1 + exp(-(slope · logit(score) + offset)))."""

    slope: float
    offset: float

    def __call__(self, score: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-(self.slope * logit(score) + self.offset))))


def logit(score: Floats) -> Floats:
    clipped = np.clip(np.asarray(score, dtype=np.float64), _LEAST, 1 - _LEAST)
    return np.asarray(np.log(clipped / (1 - clipped)))


def fit(score: Floats, truth: npt.NDArray[np.bool_], weight: Floats | None = None) -> Platt:
    """Platt's targets keep a small set from an infinite slope. Raises ValueError unless both answers occur."""
    cases, others = int(truth.sum()), int((~truth).sum())
    if not cases or not others:
        raise ValueError("calibration needs cases and others")
    target = np.where(truth, (cases + 1) / (cases + 2), 1 / (others + 2))
    z, w = logit(score), np.ones(len(truth)) if weight is None else np.asarray(weight)

    def loss(p: npt.NDArray[np.float64]) -> float:
        m = p[0] * z + p[1]
        return float(np.sum(w * (np.logaddexp(0, m) - target * m)))

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return Platt(float(max(slope, 0.05)), float(offset))


def evenly(rounds: Sequence[str]) -> Floats:
    """Weights by which each selection round counts the same: the stream as it is, look-alikes, and pleas."""
    rows = Counter(rounds)
    return np.array([len(rounds) / len(rows) / rows[name] for name in rounds])


def expected_calibration_error(probability: Floats, truth: npt.NDArray[np.bool_], bins: int = BINS) -> float:
    """The mean gap between what was said and what happened, over `bins` bins of equal width, weighted by their rows."""
    which = np.minimum((np.asarray(probability) * bins).astype(int), bins - 1)
    gaps = [abs(probability[which == b].mean() - truth[which == b].mean()) * (which == b).mean() for b in set(which)]
    return float(sum(gaps))
