"""What training decides from what the models said of rows they had not seen: shares, gate, calibration, cuts.

Nothing here is fitted on rows that a model learned from. Each choice is one line of the manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nlp_models import calibrate, thresholds
from nlp_models.answers import COLUMNS, HARDSHIP, IN_NEED, QUESTIONS, SHARED, Answers, probabilities
from nlp_models.corpus.load import Labelled
from nlp_models.evaluate import auc, recall_at_false_alarms
from nlp_models.predictor import Settings
from nlp_models.recipes import cascade
from nlp_models.types import DOUBTS, NEEDS
from nlp_models.unseen import Unseen

CASES_AMONG_LOOK_ALIKES = 1 / 3  # what a caseworker is shown: one case among two texts that only look like one
_STEPS = np.linspace(0, 1, 11)
_CUTS = np.arange(0.2, 0.65, 0.05)
_KIND_CUTS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.4, 0.5)

Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Decided:
    """`flag`: the threshold, with what it gives."""

    settings: Settings
    flag: thresholds.Threshold


def cuts(rows: Sequence[Labelled], unseen: Unseen, sentence: str) -> Decided:
    """Calibration on the real rows, each selection round counting the same; then the cuts on calibrated probabilities."""
    real = [i for i, row in enumerate(rows) if row.origin == "real"]
    case = np.array([rows[i].kind == "hardship_case" for i in real])
    score, plain = (probabilities(a, "kind")[:, 0] for a in (unseen.labelled[real], unseen.everyday))
    platt = calibrate.fit(score, case, calibrate.evenly([rows[i].how for i in real]))
    said, everyday = platt(score), platt(plain)
    flag = thresholds.choose(sentence, cases=said[case], look_alikes=said[~case], everyday=everyday)
    uncut = Settings(platt, flag.value, 0.5, needs_cut(rows, unseen.labelled))
    return Decided(replace(uncut, kind_cut=kind_cut(rows, unseen.labelled, uncut)), flag)


def kind_cut(rows: Sequence[Labelled], answers: Answers, settings: Settings) -> float:
    """Where a text is called a hardship case: the cut with the best accuracy of kind, real look-alikes and composed posts alike.

    Among the look-alikes cases count as `CASES_AMONG_LOOK_ALIKES`; as they were read there are sixty in three thousand,
    and calling none of them a case would be most accurate.
    """
    kinds, truth = settings.kinds(answers), np.array([QUESTIONS["kind"].index(row.kind) for row in rows])
    close, real = look_alikes(rows), np.array([row.origin == "real" for row in rows])

    def accuracy(cut: float) -> float:
        right = replace(settings, kind_cut=cut).said(kinds) == truth
        among = CASES_AMONG_LOOK_ALIKES * right[close & (truth == 0)].mean()
        among += (1 - CASES_AMONG_LOOK_ALIKES) * right[close & (truth != 0)].mean()
        return float(among + right[~real].mean()) / 2

    return max(_KIND_CUTS, key=accuracy)


def look_alikes(rows: Sequence[Labelled]) -> Truth:
    """Real rows that are in need or were read because a model or a reader took them for such; r1 is the plain stream."""
    return np.array([row.origin == "real" and (row.how != "r1" or row.kind in IN_NEED) for row in rows])


def needs_cut(rows: Sequence[Labelled], answers: Answers) -> float:
    """The cut with the best micro-F1 of the needs."""
    asked = [i for i, row in enumerate(rows) if row.kind in IN_NEED]
    truth = np.array([[need in rows[i].needs for need in NEEDS] for i in asked])
    said = probabilities(answers[asked], "needs")
    return float(max(_CUTS, key=lambda cut: _f1(truth, said >= cut)))


def gate(rows: Sequence[Labelled], linear: Unseen) -> float:
    """The highest gate that keeps `cascade.KEPT` of the cases and payment troubles, real and composed ones each.

    Never so low that more than `cascade.PASSING` of everyday posts go on: the whole must stay fast.
    """
    fast = float(np.quantile(cascade.promise(linear.everyday), 1 - cascade.PASSING))
    return max(fast, min(_passed(rows, linear, origin) for origin in ("real", "composed")))


def _passed(rows: Sequence[Labelled], linear: Unseen, origin: str) -> float:
    wanted = [i for i, row in enumerate(rows) if row.origin == origin and row.kind in IN_NEED]
    promise = np.sort(cascade.promise(linear.labelled[wanted]))
    return float(promise[int(len(promise) * (1 - cascade.KEPT))]) * (1 - 1e-6)


def shares(rows: Sequence[Labelled], linear: Unseen, encoder: Unseen, gate: float) -> dict[str, float]:
    """How much the transformer counts in each question: the best of eleven steps on unseen rows."""
    measures: dict[str, Callable[[Unseen], float]] = {
        HARDSHIP: lambda said: _cases(rows, said),
        "kind": lambda said: _kinds(rows, said),
        "needs": lambda said: _best_f1(rows, said.labelled, "needs", NEEDS, IN_NEED),
        "doubts": lambda said: _best_f1(rows, said.labelled, "doubts", DOUBTS, QUESTIONS["kind"]),
        "urgency": lambda said: _right(rows, said.labelled, "urgency", "hardship_case"),
        "voice": lambda said: _right(rows, said.labelled, "voice", "hardship_case"),
        "programme": lambda said: _right(rows, said.labelled, "programme", "payment_issue"),
    }
    tried = [
        cascade.joined_where_promising(linear, encoder, gate, dict.fromkeys(SHARED, float(step))) for step in _STEPS
    ]
    return {
        question: float(_STEPS[int(np.argmax([measure(said) for said in tried]))])
        for question, measure in measures.items()
    }


def _cases(rows: Sequence[Labelled], said: Unseen) -> float:
    """Three aims alike: real cases among everyday posts, among real look-alikes, and composed ones among composed posts."""
    hardship = probabilities(said.labelled, "kind")[:, 0]
    real, close = np.array([row.origin == "real" for row in rows]), look_alikes(rows)
    case = np.array([row.kind == "hardship_case" for row in rows])
    recall = recall_at_false_alarms(hardship[real & case], probabilities(said.everyday, "kind")[:, 0])
    found = float(np.mean(list(recall.values())))
    return (found + auc(case[close], hardship[close]) + auc(case[~real], hardship[~real])) / 3


def _kinds(rows: Sequence[Labelled], said: Unseen) -> float:
    """Telling the kinds apart, on real rows and on composed ones alike."""
    right = probabilities(said.labelled, "kind").argmax(1) == [QUESTIONS["kind"].index(row.kind) for row in rows]
    real = np.array([row.origin == "real" for row in rows])
    return float(right[real].mean() + right[~real].mean()) / 2


def _best_f1(rows: Sequence[Labelled], said: Answers, field: str, names: Sequence[str], kinds: Sequence[str]) -> float:
    asked = [i for i, row in enumerate(rows) if row.kind in kinds]
    truth = np.array([[name in getattr(rows[i], field) for name in names] for i in asked])
    p = probabilities(said[asked], field)
    return max(_f1(truth, p >= cut) for cut in _CUTS)


def _right(rows: Sequence[Labelled], said: Answers, field: str, kind: str) -> float:
    asked = [i for i, row in enumerate(rows) if row.kind == kind and getattr(row, field) in QUESTIONS[field]]
    best = said[asked][:, COLUMNS[field]].argmax(1)
    return float(np.mean([QUESTIONS[field][b] == getattr(rows[i], field) for b, i in zip(best, asked, strict=True)]))


def _f1(truth: Truth, said: Truth) -> float:
    both = int((truth & said).sum())
    return 2 * both / max(1, int(truth.sum()) + int(said.sum()))
