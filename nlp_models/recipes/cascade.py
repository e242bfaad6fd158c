"""cascade: the linear model reads everything, the transformer what is not plainly nothing. The page of what is served.

Gate      a post goes on when the linear model gives a case or a payment trouble at least the probability `gate`
          (manifest): nearly all of a stream stays behind, nearly no case does.
Joined    what goes on is answered by both, weighted in log-odds by `share` (manifest): the two err on different posts.
Cost      the linear model reads some 8,000 posts a second on two cores, the transformer 100–170; with three posts in a
          hundred going on, the whole stays above 3,000.
Floor     `LOSS`: how much recall of real cases the gate may cost against the transformer on everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp_models.answers import COLUMNS, HARDSHIP, IN_NEED, WIDTH, Answers, joined, probabilities
from nlp_models.evidence import spans_of_words, spread
from nlp_models.features.cues import Floats
from nlp_models.recipes.linear import LinearModel
from nlp_models.types import KINDS, Clean
from nlp_models.unseen import Unseen

if TYPE_CHECKING:  # a linear model is read without onnxruntime
    from nlp_models.encoder.session import Session

NAME = "cascade"
LOSS = 0.005
KEPT = 0.995  # of cases and payment troubles, by the gate
PASSING = 0.015  # of everyday posts at most: at more the whole falls below 3,000 posts a second on two cores
WANTED = [KINDS.index(kind) for kind in IN_NEED]


@dataclass(frozen=True, slots=True)
class Cascade:
    """`gate`: the least `promise` with which a post goes on; `share`: how much the transformer counts, by `answers.SHARED`."""

    linear: LinearModel
    encoder: Session
    gate: float
    share: Mapping[str, float]

    def answers(self, texts: Sequence[str], cleaned: Sequence[str]) -> Answers:
        said = self.linear.answers(texts, cleaned)
        onward = np.flatnonzero(promise(said) >= self.gate).tolist()
        if onward:
            said[onward] = joined(said[onward], self.encoder.answers([texts[i] for i in onward]), self.share)
        return said

    def by_word(self, text: str, cleaned: Clean) -> Floats:
        """Shares of both models, weighted as their answers are. The transformer's mean over pieces adds up like a sum."""
        linear = self.linear.by_word(text, cleaned)
        words = [cleaned.origin(start, end) for start, end in spans_of_words(cleaned.text)]
        if not words or promise(self.linear.answers([text], [cleaned.text]))[0] < self.gate:
            return linear
        places, shares = self.encoder.shares(text)
        mine = places[:, 1] > places[:, 0]
        other = spread(places[mine, 0], places[mine, 1], shares[mine], len(text), words) if mine.any() else 0 * linear
        weight = np.empty(WIDTH)
        for question, where in COLUMNS.items():
            weight[where] = self.share[HARDSHIP if question == "kind" else question]
        return np.asarray((1 - weight) * linear + weight * other)


def promise(answers: Answers) -> Floats:
    """(texts,): the probability of a case or a payment trouble, before calibration."""
    return np.asarray(probabilities(answers, "kind")[:, WANTED].sum(axis=1))


def joined_where_promising(linear: Unseen, encoder: Unseen, gate: float, share: Mapping[str, float]) -> Unseen:
    """What the cascade would have said of rows that neither model had seen."""
    both = []
    for one, other in ((linear.labelled, encoder.labelled), (linear.everyday, encoder.everyday)):
        said, onward = one.copy(), np.flatnonzero(promise(one) >= gate)
        said[onward] = joined(one[onward], other[onward], share)
        both.append(said)
    return Unseen(*both)
