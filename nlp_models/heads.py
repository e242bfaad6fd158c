"""The questions put to a text, each a logistic regression over the same features, and all their weights in one matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from nlp_models.features.cues import Floats


@dataclass(frozen=True, slots=True)
class Head:
    """`coef`: (features, answers), float32. `exclusive`: exactly one answer holds; else each is a yes/no question."""

    answers: tuple[str, ...]
    coef: Floats
    intercept: Floats
    exclusive: bool

    def scaled(self, gain: Floats) -> Head:
        """The same answers from features that were not multiplied by `gain` as they were in training."""
        return Head(self.answers, np.ascontiguousarray(self.coef * gain[:, None]), self.intercept, self.exclusive)

    def margins(self, x: sp.csr_matrix) -> Floats:
        """Log-odds, or unnormalised log-probabilities of exclusive answers, shape (texts, answers)."""
        return np.asarray(x @ self.coef) + self.intercept

    def probabilities(self, x: sp.csr_matrix) -> Floats:
        margins = self.margins(x).astype(np.float64)
        return softmax(margins) if self.exclusive else sigmoid(margins)


def from_estimators(estimators: Mapping[str, Any]) -> Head:
    """Yes/no questions side by side (needs, doubts): one column a question; its probabilities do not sum to one."""
    coef = np.column_stack([e.coef_[0] for e in estimators.values()]).astype(np.float32)
    intercept = np.array([e.intercept_[0] for e in estimators.values()], dtype=np.float32)
    return Head(tuple(estimators), np.ascontiguousarray(coef), intercept, exclusive=False)


def from_estimator(estimator: Any) -> Head:
    """One question with several answers; scikit-learn keeps a single row for two answers."""
    coef, intercept = estimator.coef_, estimator.intercept_
    if len(estimator.classes_) == 2:
        coef, intercept = np.vstack([np.zeros_like(coef), coef]), np.concatenate([[0.0], intercept])
    answers = tuple(str(c) for c in estimator.classes_)
    return Head(answers, np.ascontiguousarray(coef.T.astype(np.float32)), intercept.astype(np.float32), exclusive=True)


def sigmoid(margins: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(margins, -60, 60))))


def softmax(margins: Floats) -> Floats:
    raised = np.exp(margins - margins.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
