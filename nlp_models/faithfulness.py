"""Is the evidence what the model went by? Deleting it must lower the score more than deleting as many random words.

The usual test of rationales (comprehensiveness; DeYoung et al., ERASER, ACL 2020), on flagged posts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp_models.evidence import WORD
from nlp_models.predictor import Predictor
from nlp_models.types import Prediction

_DRAWS = 5  # random deletions a post, averaged


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """`share`: flagged posts whose score falls more without the evidence than without as many random words.

    `covered`: mean share of a post's words that the evidence covers; `drop`, `random_drop`: mean fall in log-odds.
    """

    posts: int
    share: float
    covered: float
    drop: float
    random_drop: float


def measure(reader: Predictor, texts: Sequence[str], seed: int = 7) -> Faithfulness:
    """Of the texts that are flagged and not wholly evidence. Raises ValueError when there are none."""
    chance = random.Random(seed)
    flagged = [
        (t, said) for t, said in zip(texts, reader.read_many(texts), strict=True) if said.flagged and said.evidence
    ]
    cut: list[str] = []
    covered: list[float] = []
    kept: list[Prediction] = []
    for text, said in flagged:
        words = [found.span() for found in WORD.finditer(text)]
        chosen = {i for i, (s, e) in enumerate(words) if any(s < v.end and v.start < e for v in said.evidence)}
        if len(chosen) == len(words):
            continue
        cut.append(_without(text, [words[i] for i in chosen]))
        cut += [
            _without(text, [words[i] for i in chance.sample(range(len(words)), len(chosen))]) for _ in range(_DRAWS)
        ]
        covered.append(len(chosen) / len(words))
        kept.append(said)
    if not kept:
        raise ValueError("no flagged text with evidence")
    left = np.array([_log_odds(p.hardship) for p in reader.read_many(cut)]).reshape(len(kept), 1 + _DRAWS)
    before = np.array([_log_odds(said.hardship) for said in kept])
    drop, by_chance = before - left[:, 0], before - left[:, 1:].mean(axis=1)
    return Faithfulness(
        len(kept),
        float((drop > by_chance).mean()),
        float(np.mean(covered)),
        float(drop.mean()),
        float(by_chance.mean()),
    )


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-9), 1 - 1e-9)
    return float(np.log(p / (1 - p)))
