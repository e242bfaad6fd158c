"""frozen: logistic regressions on the base checkpoint's mean embeddings, nothing in it fine-tuned. For comparison only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from nlp_models.answers import COLUMNS, IN_NEED, QUESTIONS, WIDTH, Answers
from nlp_models.corpus.load import Labelled
from nlp_models.encoder.network import Network
from nlp_models.encoder.pieces import Segmenter, padded
from nlp_models.features.cues import Floats
from nlp_models.unseen import Trained

STRENGTH = 0.05
REAL_CASE = 5.0


class Embeddings:
    """(texts, hidden) of the untouched checkpoint; a text is embedded once, whichever part asks."""

    def __init__(self, base: str | Path) -> None:
        self._network, self._segment = Network.from_checkpoint(base).eval(), Segmenter.of(base)
        self._known: dict[str, Floats] = {}

    @torch.no_grad()
    def __call__(self, texts: Sequence[str]) -> Floats:
        new = sorted({text for text in texts if text not in self._known}, key=len)
        for i in range(0, len(new), 64):
            ids, mask = (torch.from_numpy(a) for a in padded(self._segment(new[i : i + 64]), 1))
            means = self._network.pieces(ids, mask).sum(1) / mask.sum(1, keepdim=True)
            self._known.update(zip(new[i : i + 64], means.numpy(), strict=True))
        return np.array([self._known[text] for text in texts])


def build(embeddings: Embeddings, rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
    """One regression a question; `everyday` posts are weak opinions, as in the linear recipe."""
    scaler = StandardScaler().fit(embeddings([row.text for row in rows]))
    x = scaler.transform(embeddings([*(row.text for row in rows), *everyday]))
    kinds = np.array([row.kind for row in rows] + ["opinion"] * len(everyday))
    weight = np.array([_weight(row) for row in rows] + [1.0] * len(everyday))
    asked = [i for i, row in enumerate(rows) if row.kind in IN_NEED]
    fits = {"kind": _fit(x, kinds, weight)}
    for question in ("urgency", "voice"):
        fits[question] = _fit(x[asked], np.array([getattr(rows[i], question) for i in asked]))
    needs = [_fit(x[asked], np.array([need in rows[i].needs for i in asked])) for need in QUESTIONS["needs"]]

    def read(texts: Sequence[str]) -> Answers:
        seen, out = scaler.transform(embeddings(texts)), np.full((len(texts), WIDTH), -10.0, np.float32)
        for question, fit in fits.items():
            at = [COLUMNS[question].start + QUESTIONS[question].index(str(c)) for c in fit.classes_]
            out[:, at] = fit.predict_log_proba(seen)
        out[:, COLUMNS["needs"]] = np.column_stack([fit.decision_function(seen) for fit in needs])
        return out

    return read


def _fit(x: Floats, y: Floats, weight: Floats | None = None) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(x, y, sample_weight=weight)


def _weight(row: Labelled) -> float:
    return REAL_CASE if row.origin == "real" and row.kind in (*IN_NEED, "question") else 1.0
