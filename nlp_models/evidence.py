"""Which of the writer's own letters speak for a case, and which against it.

In a linear model the score is a sum, so each n-gram and cue word has its share; the share is spread over its letters,
the letters make words, and neighbouring words of one direction make a span. Against what? Against the other kinds, as
likely as the model holds them to be: the weight of a span is in log-odds of the asked kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from nlp_models.features.cues import Floats
from nlp_models.features.ngrams import Ints
from nlp_models.features.space import Parts
from nlp_models.recipes.linear import LinearModel
from nlp_models.types import Clean, Evidence

SPANS = 5
_WORD = re.compile(r"\w+")
_LEAST = 0.15  # log-odds: a lesser span would show the reader noise
_OF_NEED = 0.5  # log-odds of a need in one word
_OF_BEST = 0.2  # and a fifth of the best span's weight


def explain(
    model: LinearModel,
    cleaned: Clean,
    *,
    kind: str,
    kinds: Floats,
    needs: Sequence[str],
    doubts: Sequence[tuple[int, int, str]],
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """(evidence, counter-evidence), heaviest first. `kinds`: probabilities in the order of the kind head's answers.

    Evidence is labelled with the told need that its letters speak for most, else with "hardship" (or the asked kind);
    counter-evidence with the doubt whose span it overlaps, else with the kind that it speaks for.
    """
    parts = model.space.parts(cleaned.text)
    words = [match.span() for match in _WORD.finditer(cleaned.text)]
    if not words or not len(parts.column):
        return (), ()
    head, asked = model.heads["kind"], model.heads["kind"].answers.index(kind)
    rivals = kinds.copy()
    rivals[asked] = 0
    rivals /= max(float(rivals.sum()), 1e-9)
    of_need, chosen = model.heads["needs"], [model.heads["needs"].answers.index(need) for need in needs]
    coef = np.hstack([head.coef[parts.column], of_need.coef[parts.column][:, chosen]])
    shares = _by_word(parts, parts.value[:, None] * coef, len(cleaned.text), words)
    by_kind, by_need = shares[:, : len(rivals)], shares[:, len(rivals) :]
    weight = by_kind[:, asked] - by_kind @ rivals
    by_rival = np.delete(by_kind, asked, axis=1)
    rival_names = [answer for answer in head.answers if answer != kind]
    own = "hardship" if kind == "hardship_case" else kind
    labels = [_need(by_need[i], needs) for i in range(len(words))]
    for_case = [
        Evidence(*cleaned.origin(words[a][0], words[b][1]), _first(labels[a : b + 1]) or own, _sum(weight, a, b))
        for a, b in _runs(weight, labels, cleaned.text, words)
    ]
    against = []
    for a, b in _runs(-weight, [None] * len(words), cleaned.text, words):
        start, end = cleaned.origin(words[a][0], words[b][1])
        rival = rival_names[int(by_rival[a : b + 1].sum(axis=0).argmax())]
        doubt = next((name for s, e, name in doubts if s < end and start < e), rival)
        against.append(Evidence(start, end, doubt, -_sum(weight, a, b)))
    return tuple(for_case), tuple(against)


def _by_word(parts: Parts, value: Floats, length: int, words: Sequence[tuple[int, int]]) -> Floats:
    """Spread each row of `value` evenly over its letters; the sums of each word, shape (words, columns of value)."""
    per_letter = value / (parts.end - parts.start)[:, None]
    steps = np.zeros((length + 1, value.shape[1]))
    np.add.at(steps, parts.start, per_letter)
    np.subtract.at(steps, parts.end, per_letter)
    upto = np.zeros((length + 2, value.shape[1]))
    np.cumsum(np.cumsum(steps, axis=0), axis=0, out=upto[1:])
    bounds: Ints = np.array(words)
    return np.asarray(upto[bounds[:, 1]] - upto[bounds[:, 0]])


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
