"""All recipes on the same unseen rows, in one table with confidence intervals: docs/models/comparison.md.

Intervals are percentile bootstraps over rows. There are some sixty real cases, so theirs are wide, and are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nlp_models import decide, evaluate
from nlp_models.answers import IN_NEED, QUESTIONS, Answers, probabilities
from nlp_models.corpus.load import Labelled
from nlp_models.evaluate import auc
from nlp_models.types import NEEDS
from nlp_models.unseen import Unseen

DRAWS = 400
Rows = npt.NDArray[np.int64]
Figure = Callable[[Sequence[Labelled], Unseen, Rows, Rows], float]


def recall(share: float) -> Figure:
    """Of real cases, at `share` false alarms on everyday posts."""

    def figure(rows: Sequence[Labelled], said: Unseen, chosen: Rows, plain: Rows) -> float:
        cases = [i for i in chosen if rows[i].origin == "real" and rows[i].kind == "hardship_case"]
        found = evaluate.recall_at_false_alarms(_hardship(said.labelled[cases]), _hardship(said.everyday[plain]))
        return found[share]

    return figure


def area(origin: str, *, close: bool) -> Figure:
    """AUC of case against no case."""

    def figure(rows: Sequence[Labelled], said: Unseen, chosen: Rows, _: Rows) -> float:
        mine = _of(rows, chosen, origin, close)
        return auc(np.array([rows[i].kind == "hardship_case" for i in mine]), _hardship(said.labelled[mine]))

    return figure


def kinds(origin: str, *, close: bool) -> Figure:
    def figure(rows: Sequence[Labelled], said: Unseen, chosen: Rows, _: Rows) -> float:
        mine = _of(rows, chosen, origin, close)
        best = probabilities(said.labelled[mine], "kind").argmax(1)
        return float(np.mean([QUESTIONS["kind"][b] == rows[i].kind for b, i in zip(best, mine, strict=True)]))

    return figure


def needs(rows: Sequence[Labelled], said: Unseen, chosen: Rows, _: Rows) -> float:
    """Micro-F1 on composed cases and payment troubles, at the recipe's best cut."""
    mine = [i for i in chosen if rows[i].origin == "composed" and rows[i].kind in IN_NEED]
    truth = np.array([[need in rows[i].needs for need in NEEDS] for i in mine])
    p = probabilities(said.labelled[mine], "needs") >= decide.needs_cut(rows, said.labelled)
    return float(2 * (truth & p).sum() / max(1, truth.sum() + p.sum()))


def one_of(question: str) -> Figure:
    def figure(rows: Sequence[Labelled], said: Unseen, chosen: Rows, _: Rows) -> float:
        mine = [i for i in chosen if rows[i].origin == "composed" and rows[i].kind == "hardship_case"]
        p = probabilities(said.labelled[mine], question)
        if question == "urgency":
            p[:, QUESTIONS["urgency"].index("none")] = 0
        return float(
            np.mean(
                [QUESTIONS[question][b] == getattr(rows[i], question) for b, i in zip(p.argmax(1), mine, strict=True)]
            )
        )

    return figure


FIGURES: dict[str, Figure] = {
    "recall at 0.1 %": recall(0.001),
    "recall at 0.5 %": recall(0.005),
    "recall at 1 %": recall(0.01),
    "AUC, look-alikes": area("real", close=True),
    "kind, look-alikes": kinds("real", close=True),
    "AUC, composed": area("composed", close=False),
    "kind, composed": kinds("composed", close=False),
    "needs F1": needs,
    "urgency": one_of("urgency"),
    "voice": one_of("voice"),
}


def table(rows: Sequence[Labelled], recipes: Mapping[str, Unseen], draws: int = DRAWS) -> str:
    """Markdown: a recipe a row, a figure a column, each with its 95 % interval. Raises ValueError for no recipes."""
    if not recipes:
        raise ValueError("nothing to compare")
    head = f"| recipe | {' | '.join(FIGURES)} |\n|---|{'---|' * len(FIGURES)}\n"
    return (
        head
        + "\n".join(f"| {name} | {' | '.join(_cells(rows, said, draws))} |" for name, said in recipes.items())
        + "\n"
    )


def _cells(rows: Sequence[Labelled], said: Unseen, draws: int) -> list[str]:
    chance = np.random.default_rng(11)
    every, plain = np.arange(len(rows)), np.arange(len(said.everyday))
    samples = [(chance.choice(every, len(every)), chance.choice(plain, len(plain))) for _ in range(draws)]
    cells = []
    for figure in FIGURES.values():
        drawn = [figure(rows, said, r, p) for r, p in samples]
        low, high = np.percentile(drawn, [2.5, 97.5])
        cells.append(f"{figure(rows, said, every, plain):.3f} ({low:.2f}–{high:.2f})")
    return cells


def _hardship(answers: Answers) -> npt.NDArray[np.float64]:
    return np.asarray(probabilities(answers, "kind")[:, 0])


def _of(rows: Sequence[Labelled], chosen: Rows, origin: str, close: bool) -> list[int]:
    mine = [int(i) for i in chosen if rows[i].origin == origin]
    return [i for i in mine if rows[i].how != "r1" or rows[i].kind in IN_NEED] if close else mine
