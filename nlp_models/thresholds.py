"""Where a probability becomes a flag, chosen by a sentence that a supervisor can read and change.

`maximum recall @ false_alarms <= 0.005`   as many cases as possible while 5 in 1,000 everyday posts are flagged
`maximum recall @ precision >= 0.5`        the same, while half of the flagged labelled posts are cases
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from nlp_models.features.cues import Floats

# A missed family is the worst error, and the queue can read eight everyday posts in a thousand: docs/decisions/0007.
DEFAULT = "maximum recall @ false_alarms <= 0.008"
_SENTENCE = re.compile(r"maximum recall @ (false_alarms <=|precision >=) (0?\.\d+|1(?:\.0*)?)")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A text is flagged when its hardship is at least `value`."""

    sentence: str
    value: float
    recall: float
    false_alarms: float
    precision: float


def choose(sentence: str, *, cases: Floats, look_alikes: Floats, everyday: Floats) -> Threshold:
    """The lowest threshold that keeps the promise of `sentence`.

    `cases`, `look_alikes`: hardship of labelled posts that are and are not a case; `everyday`: of posts of the plain
    stream. Raises ValueError for a sentence it cannot read and for a promise that no threshold keeps.
    """
    read = _SENTENCE.fullmatch(sentence)
    if not read:
        raise ValueError(f"cannot read the threshold sentence: {sentence!r}")
    bound = float(read[2])
    for value in np.unique(np.concatenate([cases, everyday])):
        at = measure(sentence, float(value), cases=cases, look_alikes=look_alikes, everyday=everyday)
        if at.false_alarms <= bound if read[1].startswith("false") else at.precision >= bound:
            return at
    raise ValueError(f"no threshold keeps {sentence!r}")


def measure(sentence: str, value: float, *, cases: Floats, look_alikes: Floats, everyday: Floats) -> Threshold:
    """What `value` gives on the three sets."""
    hit, wrong = int((cases >= value).sum()), int((look_alikes >= value).sum())
    alarms = float((everyday >= value).mean()) if len(everyday) else 0.0
    return Threshold(sentence, value, hit / max(1, len(cases)), alarms, hit / max(1, hit + wrong))


def deployed_precision(recall: float, false_alarms: float, rate: float) -> float:
    """Precision at the rate of cases in the stream, not in the labelled set."""
    found = recall * rate
    return found / max(found + false_alarms * (1 - rate), 1e-12)
