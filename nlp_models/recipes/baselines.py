"""What a model must beat: the commonest answer, and a rule on cue words that nobody trained.

They answer in the same row of numbers as every recipe, so the comparison treats them alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from nlp_models.answers import COLUMNS, EXCLUSIVE, IN_NEED, QUESTIONS, WIDTH, Answers
from nlp_models.corpus.load import Labelled
from nlp_models.features import cues
from nlp_models.features.ngrams import occurrences
from nlp_models.text.clean import normalise
from nlp_models.types import NEEDS
from nlp_models.unseen import Trained

_SURE = 4.0  # log-odds of an answer that a rule gives
_NO = -4.0


def majority(rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
    """The commonest answer to each question, whatever the text; a need or doubt at its share of the rows."""
    asked = [row for row in rows if row.kind in IN_NEED]
    always = np.full(WIDTH, _NO, np.float32)
    for question, names in QUESTIONS.items():
        of = rows if question in ("kind", "doubts") else asked
        said = Counter(a for row in of for a in _given(row, question))
        share = np.array([(said[name] + 0.5) / (len(of) + 1) for name in names])
        always[COLUMNS[question]] = np.log(share) if question in EXCLUSIVE else np.log(share / (1 - share))
    return lambda texts: np.tile(always, (len(texts), 1))


def keywords(rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
    """Cue words and labels.md's own tie-breaks, in the order in which a clerk would ask. Nothing is learned."""
    return _by_keywords


def _by_keywords(texts: Sequence[str]) -> Answers:
    out = np.full((len(texts), WIDTH), _NO, np.float32)
    cleaned = [normalise(text) for text in texts]
    seen = cues.count(occurrences(cleaned), cleaned)
    circumstances = np.count_nonzero(seen.counts[:, : len(NEEDS)], axis=1)
    kind = np.full(len(texts), QUESTIONS["kind"].index("opinion"))
    for name, holds in (
        ("announcement", seen.has("news")),
        ("solicitation", seen.has("advert") | seen.has("loan_advert") | seen.has("campaign") | seen.has("giveaway")),
        ("solicitation", seen.has("plea") & (circumstances == 0)),
        ("question", seen.has("asks") & (seen.has("daman") | seen.has("other_support"))),
        ("hardship_case", (circumstances > 1) | (seen.has("plea") & (circumstances > 0))),
        ("payment_issue", seen.has("payment_trouble")),
        ("opinion", seen.has("jest") | seen.has("football") | seen.has("ended")),
    ):
        kind[holds] = QUESTIONS["kind"].index(name)
    columns = COLUMNS["kind"]
    out[np.arange(len(texts)), columns.start + kind] = _SURE
    out[:, columns.start] += 0.5 * circumstances  # more circumstances, a surer case: gives the rule an order
    out[:, COLUMNS["needs"]] = np.where(seen.counts[:, : len(NEEDS)] > 0, _SURE, _NO)
    out[:, COLUMNS["urgency"]] = np.where(seen.has("now")[:, None], [_NO, 0, _SURE], [_NO, _SURE, 0])
    third = seen.has("other_kin") & ~seen.has("self_kin")
    out[:, COLUMNS["voice"]] = np.where(third[:, None], [_NO, _SURE], [_SURE, _NO])
    return out


def _given(row: Labelled, question: str) -> Sequence[str]:
    value = getattr(row, question)
    return value if isinstance(value, tuple) else [value] if value else []
