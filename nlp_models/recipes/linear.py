"""linear: logistic regressions on n-grams and cue words. The page of the model: data, features, build, floor.

Data      labelled real posts, composed posts, and everyday posts that nobody read as weak opinions.
Features  `features.space`: char_wb 2–5, words 1–2, cue words.
Build     kind: one multinomial regression; needs, doubts: yes/no questions; urgency, voice, programme: one question each.
          Needs, urgency and voice are asked, and were learned, only where somebody is in need or unpaid.
Floor     `FLOOR`: what a newly trained model must reach on real rows it has not seen, or it is not stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from nlp_models.corpus.load import Labelled
from nlp_models.features.cues import Floats
from nlp_models.features.space import FeatureSpace
from nlp_models.heads import Head, from_estimator, from_estimators
from nlp_models.text.clean import normalise
from nlp_models.types import DOUBTS, NEEDS

NAME = "linear"
ASKED_FURTHER = ("hardship_case", "payment_issue")
FLOOR = {"hardship_auc": 0.93, "recall_at_0.005": 0.6}

MIN_ROWS = 3  # an n-gram that two texts have says more about the two than about the language
STRENGTH = {"kind": 10.0, "needs": 10.0, "doubts": 10.0, "urgency": 3.0, "voice": 10.0, "programme": 10.0}
REAL_CASE = 5.0  # real cases, payment troubles and questions are few and what it is all about
UNSURE = 0.5  # a row whose second reader saw another kind
EVERYDAY = 1.0
EVERYDAY_KIND = "opinion"
NEEDS_CUT = 0.3  # the best of five cuts on real cases left out
CUE_GAIN = 10.0  # needs are nearly told by their words: there the cues count ten times what they do for the kind


@dataclass(frozen=True, slots=True)
class LinearModel:
    space: FeatureSpace
    heads: dict[str, Head]


def build(rows: Sequence[Labelled], everyday: Sequence[str]) -> LinearModel:
    """Fit all heads. `everyday`: texts of the stream that nobody read."""
    texts = [normalise(row.text) for row in rows] + [normalise(text) for text in everyday]
    space = FeatureSpace.fit(texts, min_rows=MIN_ROWS)
    x = space.transform(texts)
    kinds = np.array([row.kind for row in rows] + [EVERYDAY_KIND] * len(everyday))
    heads = {"kind": from_estimator(_fit(x, kinds, STRENGTH["kind"], _kind_weights(rows, kinds)))}
    labelled = x[: len(rows)]
    heads["doubts"] = _questions(labelled, [row.doubts for row in rows], DOUBTS, STRENGTH["doubts"])
    need = [i for i, row in enumerate(rows) if row.kind in ASKED_FURTHER]
    further, asked = labelled[need], [rows[i] for i in need]
    gain = np.ones(space.width, dtype=np.float32)
    gain[len(space.vectoriser.buckets) :] = CUE_GAIN
    loud = (further @ sp.diags(gain)).tocsr()
    heads["needs"] = _questions(loud, [row.needs for row in asked], NEEDS, STRENGTH["needs"]).scaled(gain)
    for name in ("urgency", "voice"):
        answers = np.array([getattr(row, name) for row in asked])
        heads[name] = from_estimator(_fit(loud, answers, STRENGTH[name])).scaled(gain)
    paid = [i for i, row in enumerate(asked) if row.kind == "payment_issue" and row.programme]
    named = np.array([asked[i].programme for i in paid])
    heads["programme"] = from_estimator(_fit(further[paid], named, STRENGTH["programme"]))
    return LinearModel(space, heads)


def _kind_weights(rows: Sequence[Labelled], kinds: npt.NDArray[np.str_]) -> Floats:
    weight = np.array([_weight(row) for row in rows] + [EVERYDAY] * (len(kinds) - len(rows)))
    return np.asarray(weight * len(weight) / weight.sum())


def _weight(row: Labelled) -> float:
    wanted = row.origin == "real" and row.kind in (*ASKED_FURTHER, "question")
    return (REAL_CASE if wanted else 1.0) * (1.0 if row.agreed else UNSURE)


def _fit(
    x: sp.csr_matrix, y: npt.NDArray[np.str_], strength: float, weight: Floats | None = None
) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(x, y, sample_weight=weight)


def _questions(x: sp.csr_matrix, told: Sequence[Sequence[str]], names: Sequence[str], strength: float) -> Head:
    """One yes/no question a name. Raises ValueError when a name is never told: nothing could be learned."""
    if silent := [name for name in names if not any(name in row for row in told)]:
        raise ValueError(f"no labelled row has {', '.join(silent)}")
    answers = {name: np.array([name in row for row in told]) for name in names}
    return from_estimators({name: _fit(x, answer, strength) for name, answer in answers.items()})
