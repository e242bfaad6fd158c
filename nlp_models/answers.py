"""The questions put to a text, and the one row of numbers in which every recipe answers them.

A row holds, for each question, log-odds (yes/no questions: needs, doubts) or unnormalised log-probabilities (questions with
exactly one answer). Every recipe speaks it, so that recipes can be compared, joined and calibrated without knowing each
other. Needs, urgency, voice and programme are asked only where somebody is in need or unpaid.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from nlp_models.types import DOUBTS, KINDS, NEEDS, PROGRAMMES

Answers = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float64]

IN_NEED = ("hardship_case", "payment_issue")
URGENCY = ("none", "soon", "immediate")
VOICE = ("self", "third_party")

QUESTIONS: dict[str, tuple[str, ...]] = {
    "kind": KINDS, "needs": NEEDS, "urgency": URGENCY, "voice": VOICE, "programme": PROGRAMMES, "doubts": DOUBTS,
}  # fmt: skip
HARDSHIP = "hardship"
SHARED = (HARDSHIP, *QUESTIONS)
EXCLUSIVE = frozenset({"kind", "urgency", "voice", "programme"})
WIDTH = sum(map(len, QUESTIONS.values()))


def _columns() -> dict[str, slice]:
    found, start = {}, 0
    for name, answers in QUESTIONS.items():
        found[name] = slice(start, start + len(answers))
        start += len(answers)
    return found


COLUMNS = _columns()


def probabilities(answers: Answers, question: str) -> Probabilities:
    """(texts, answers of the question). Those of an exclusive question sum to one."""
    asked = answers[:, COLUMNS[question]].astype(np.float64)
    if question not in EXCLUSIVE:
        return np.asarray(1 / (1 + np.exp(-np.clip(asked, -60, 60))))
    return np.asarray(np.exp(_normalised(asked)))


def joined(one: Answers, other: Answers, share: Mapping[str, float]) -> Answers:
    """The weighted mean of two opinions in log-odds; `share`: how much `other` counts, 0 to 1, by `SHARED`.

    Whether a text is a hardship case, and which of the other kinds it is, are weighed apart: who is better at the one need
    not be better at the other.
    """
    out = np.empty_like(one)
    for name, where in COLUMNS.items():
        a, b = one[:, where].astype(np.float64), other[:, where].astype(np.float64)
        if name in EXCLUSIVE:
            a, b = _normalised(a), _normalised(b)
        out[:, where] = (1 - share[name]) * a + share[name] * b
    case = (1 - share[HARDSHIP]) * _log_odds_of_case(one) + share[HARDSHIP] * _log_odds_of_case(other)
    kinds = out[:, COLUMNS["kind"]]
    kinds[:, 0] = case + np.log(np.exp(kinds[:, 1:].astype(np.float64)).sum(axis=1))
    return out


def _log_odds_of_case(answers: Answers) -> Probabilities:
    kinds = _normalised(answers[:, COLUMNS["kind"]].astype(np.float64))
    return np.asarray(kinds[:, 0] - np.log(np.exp(kinds[:, 1:]).sum(axis=1)))


def _normalised(asked: Probabilities) -> Probabilities:
    top = asked - asked.max(axis=1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(axis=1, keepdims=True)))
