"""Which of the writer's own letters speak for a case, and which against it.

Both models add up: a linear score is a sum over n-grams and cue words, and the transformer's is a mean over word pieces
(recipes/cascade.py). So each word has its share of every answer, and neighbouring words of one direction make a span.
Against what? Against the other kinds, as likely as the model holds them to be: a span's weight is in log-odds of the asked
kind. Whether the spans are what the model went by is measured, not assumed (nlp_models/faithfulness.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from nlp_models.answers import COLUMNS
from nlp_models.features.cues import Floats
from nlp_models.features.ngrams import Ints
from nlp_models.types import KINDS, NEEDS, Clean, Evidence

SPANS = 5
WORD = re.compile(r"\w+")
_LEAST = 0.15  # log-odds: a lesser span would show the reader noise
_OF_NEED = 0.5  # log-odds of a need in one word
_COVERED = 0.4  # of the words at most: a text that is marked all over tells a reader nothing
_OF_BEST = 0.2  # and a fifth of the best span's weight


def explain(
    cleaned: Clean,
    by_word: Floats,
    *,
    kind: str,
    kinds: Floats,
    needs: Sequence[str],
    doubts: Sequence[tuple[int, int, str]],
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """(evidence, counter-evidence), heaviest first.

    `by_word`: (words of `cleaned`, answers.WIDTH), each word's share of each answer; `kinds`: (7,) in the order of KINDS.
    Evidence is labelled with the told need that its letters speak for most, else with "hardship" (or the asked kind);
    counter-evidence with the doubt whose span it overlaps, else with the kind that it speaks for.
    """
    words = spans_of_words(cleaned.text)
    if not words:
        return (), ()
    asked, rivals = KINDS.index(kind), kinds.copy()
    rivals[asked] = 0
    rivals /= max(float(rivals.sum()), 1e-9)
    by_kind = by_word[:, COLUMNS["kind"]]
    by_need = by_word[:, COLUMNS["needs"]][:, [NEEDS.index(need) for need in needs]]
    weight = by_kind[:, asked] - by_kind @ rivals
    own = "hardship" if kind == "hardship_case" else kind
    labels = [_need(by_need[i], needs) for i in range(len(words))]
    for_case = [
        Evidence(*cleaned.origin(words[a][0], words[b][1]), _first(labels[a : b + 1]) or own, _sum(weight, a, b))
        for a, b in _runs(_telling(weight, by_need), labels, cleaned.text, words)
    ]
    against = []
    for a, b in _runs(_telling(-weight), [None] * len(words), cleaned.text, words):
        start, end = cleaned.origin(words[a][0], words[b][1])
        for_rival = np.where(np.arange(len(KINDS)) == asked, -np.inf, by_kind[a : b + 1].sum(axis=0))
        doubt = next((name for s, e, name in doubts if s < end and start < e), KINDS[int(for_rival.argmax())])
        against.append(Evidence(start, end, doubt, -_sum(weight, a, b)))
    return tuple(for_case), tuple(against)


def spans_of_words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text)]


def spread(start: Ints, end: Ints, value: Floats, length: int, words: Sequence[tuple[int, int]]) -> Floats:
    """Spread each row of `value` evenly over its letters `start` to `end`; the sums of each word, (words, columns of value)."""
    per_letter = value / (end - start)[:, None]
    steps = np.zeros((length + 1, value.shape[1]))
    np.add.at(steps, start, per_letter)
    np.subtract.at(steps, end, per_letter)
    upto = np.zeros((length + 2, value.shape[1]))
    np.cumsum(np.cumsum(steps, axis=0), axis=0, out=upto[1:])
    bounds = np.array(words)
    return np.asarray(upto[bounds[:, 1]] - upto[bounds[:, 0]])


def _telling(weight: Floats, by_need: Floats | None = None) -> Floats:
    """`weight` with all but the telling words at nothing: the heaviest, to two fifths of the text, and each need's own."""
    most = max(2, int(len(weight) * _COVERED))
    kept = np.zeros(len(weight), np.bool_)
    kept[np.argsort(-weight, kind="stable")[:most]] = True
    if by_need is not None and by_need.size:
        best = by_need.argmax(axis=0)
        kept[best[(by_need.max(axis=0) > _OF_NEED) & (weight[best] > 0)]] = True
    return np.where(kept, weight, 0.0)


def _runs(
    weight: Floats, labels: Sequence[str | None], text: str, words: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """(first word, last word) of the heaviest spans.

    Two words join when only blanks are between them and they do not speak for two different needs.
    """
    runs: list[tuple[int, int]] = []
    for i in np.flatnonzero(weight >= _LEAST / 2).tolist():
        beside = runs and runs[-1][1] == i - 1 and not text[words[i - 1][1] : words[i][0]].strip()
        if beside and len({*labels[runs[-1][0] : i + 1]} - {None}) < 2:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    runs.sort(key=lambda run: -weight[run[0] : run[1] + 1].sum())
    best = weight[runs[0][0] : runs[0][1] + 1].sum() if runs else 0.0
    heavy = [(a, b) for a, b in runs if weight[a : b + 1].sum() >= max(_LEAST, _OF_BEST * best)]
    return heavy[:SPANS]


def _need(shares: Floats, needs: Sequence[str]) -> str | None:
    """The told need that a word speaks for most, if it speaks for any."""
    best = int(shares.argmax()) if len(needs) else -1
    return needs[best] if len(needs) and shares[best] > _OF_NEED else None


def _first(labels: Sequence[str | None]) -> str | None:
    return next((label for label in labels if label), None)


def _sum(weight: Floats, a: int, b: int) -> float:
    return round(float(weight[a : b + 1].sum()), 3)
