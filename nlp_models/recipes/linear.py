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
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from nlp_models.answers import COLUMNS, EXCLUSIVE, IN_NEED, QUESTIONS, WIDTH, Answers
from nlp_models.corpus.load import Labelled
from nlp_models.evidence import spans_of_words, spread
from nlp_models.features.cues import Floats
from nlp_models.features.space import FeatureSpace
from nlp_models.text.clean import normalise
from nlp_models.types import Clean

NAME = "linear"
FLOOR = {"hardship_auc": 0.93, "recall_at_0.005": 0.6}

MIN_ROWS = 3  # an n-gram that two texts have says more about the two than about the language
STRENGTH = {"kind": 10.0, "needs": 10.0, "doubts": 10.0, "urgency": 3.0, "voice": 10.0, "programme": 10.0}
REAL_CASE = 5.0  # real cases, payment troubles and questions are few and what it is all about
UNSURE = 0.5  # a row whose second reader saw another kind
EVERYDAY = 1.0
EVERYDAY_KIND = "opinion"
NEVER = -30.0  # log-probability of an answer that no row gives
CUE_GAIN = 10.0  # needs are nearly told by their words: there the cues count ten times what they do for the kind


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`coef`: (features, answers.WIDTH) float32, all questions side by side; `intercept`: (WIDTH,)."""

    space: FeatureSpace
    coef: Answers
    intercept: Answers

    def answers(self, texts: Sequence[str], cleaned: Sequence[str]) -> Answers:
        """(texts, WIDTH); reads what `text.clean` leaves of the texts, not the texts."""
        return np.asarray(self.space.transform(cleaned) @ self.coef) + self.intercept

    def by_word(self, text: str, cleaned: Clean) -> Floats:
        """(words, WIDTH): a score is a sum over n-grams and cue words, and each one's share is spread over its letters."""
        parts, words = self.space.parts(cleaned.text), spans_of_words(cleaned.text)
        if not words or not len(parts.column):
            return np.zeros((len(words), WIDTH))
        shares = parts.value[:, None] * self.coef[parts.column]
        return spread(parts.start, parts.end, shares, len(cleaned.text), words)


def build(rows: Sequence[Labelled], everyday: Sequence[str]) -> LinearModel:
    """Fit all questions. `everyday`: texts of the stream that nobody read. Raises ValueError for a label that no row has."""
    texts = [normalise(row.text) for row in rows] + [normalise(text) for text in everyday]
    space = FeatureSpace.fit(texts, min_rows=MIN_ROWS)
    x = space.transform(texts)
    coef, intercept = np.zeros((space.width, WIDTH), np.float32), np.zeros(WIDTH, np.float32)

    def learn(question: str, x: sp.csr_matrix, said: Sequence[Any], weight: Floats | None = None) -> None:
        fit = _one_answer if question in EXCLUSIVE else _yes_or_no
        where = COLUMNS[question]
        coef[:, where], intercept[where] = fit(question, x, said, weight)

    kinds = [row.kind for row in rows] + [EVERYDAY_KIND] * len(everyday)
    learn("kind", x, kinds, _kind_weights(rows, kinds))
    learn("doubts", x[: len(rows)], [row.doubts for row in rows])
    need = [i for i, row in enumerate(rows) if row.kind in IN_NEED]
    asked = [rows[i] for i in need]
    gain = np.ones(space.width, dtype=np.float32)
    gain[len(space.vectoriser.buckets) :] = CUE_GAIN
    loud = (x[need] @ sp.diags(gain)).tocsr()
    learn("needs", loud, [row.needs for row in asked])
    learn("urgency", loud, [row.urgency for row in asked])
    learn("voice", loud, [row.voice for row in asked])
    for question in ("needs", "urgency", "voice"):
        coef[:, COLUMNS[question]] *= gain[:, None]
    paid = [i for i, row in enumerate(asked) if row.kind == "payment_issue" and row.programme]
    learn("programme", x[need][paid], [asked[i].programme for i in paid])
    return LinearModel(space, coef, intercept)


def _kind_weights(rows: Sequence[Labelled], kinds: Sequence[str]) -> Floats:
    weight = np.array([_weight(row) for row in rows] + [EVERYDAY] * (len(kinds) - len(rows)))
    return np.asarray(weight * len(weight) / weight.sum())


def _weight(row: Labelled) -> float:
    wanted = row.origin == "real" and row.kind in (*IN_NEED, "question")
    return (REAL_CASE if wanted else 1.0) * (1.0 if row.agreed else UNSURE)


def _regression(question: str) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH[question], max_iter=300, tol=1e-3)


def _one_answer(question: str, x: sp.csr_matrix, said: Sequence[Any], weight: Floats | None) -> tuple[Answers, Answers]:
    """An answer that no row gives is never given: its intercept is far below the others'."""
    fitted = _regression(question).fit(x, np.array(said), sample_weight=weight)
    coef, intercept = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # scikit-learn keeps a single row for two answers
        coef, intercept = np.vstack([np.zeros_like(coef), coef]), np.concatenate([[0.0], intercept])
    answers = QUESTIONS[question]
    at = [answers.index(str(c)) for c in fitted.classes_]
    all_coef, all_intercept = np.zeros((x.shape[1], len(answers))), np.full(len(answers), NEVER)
    all_coef[:, at], all_intercept[at] = coef.T, intercept
    return all_coef, all_intercept


def _yes_or_no(
    question: str, x: sp.csr_matrix, told: Sequence[Sequence[str]], weight: Floats | None
) -> tuple[Answers, Answers]:
    names = QUESTIONS[question]
    if silent := [name for name in names if not any(name in row for row in told)]:
        raise ValueError(f"no labelled row has {', '.join(silent)}")
    fitted = [_regression(question).fit(x, np.array([n in row for row in told]), sample_weight=weight) for n in names]
    return np.column_stack([f.coef_[0] for f in fitted]), np.array([f.intercept_[0] for f in fitted])
