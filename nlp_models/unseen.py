"""What models say of rows that they were not trained on: every figure, cut and calibration is taken from these.

The labelled rows are parted in three. A part holds a third of the real posts, near-duplicates together, and all posts of a
third of the composers, so that a composed post is always read by a model that never saw its writer. A run that was cut
short goes on where it stopped: what a part's model said is kept in `var/workshop`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp_models import splits
from nlp_models.answers import WIDTH, Answers
from nlp_models.corpus.load import Labelled
from nlp_models.features.ngrams import Ints

PARTS = 3
ROOM = Path("var/workshop")

Trained = Callable[[Sequence[str]], Answers]
Masks = tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
Build = Callable[[Sequence[Labelled], Sequence[str]], Trained]


@dataclass(frozen=True, slots=True)
class Workbench:
    """`rows`: all that is labelled; `trained`, `measured`: unread posts of the stream, to learn from and for false alarms.

    `origins`: of the rows that may be learned from; the others are only measured on.
    """

    rows: list[Labelled]
    trained: list[str]
    measured: list[str]
    origins: frozenset[str] = frozenset({"real", "composed", "verdict"})

    def taught(self, rows: Sequence[Labelled]) -> list[Labelled]:
        return [row for row in rows if row.origin in self.origins]

    def parts(self) -> Ints:
        """The part, 0 … PARTS - 1, of each labelled row."""
        real = splits.folds([row.text for row in self.rows if row.origin != "composed"], count=PARTS).tolist()
        writers = sorted({row.how for row in self.rows if row.origin == "composed"})
        return np.array([writers.index(r.how) % PARTS if r.origin == "composed" else real.pop(0) for r in self.rows])

    def others(self, left_out: int) -> list[Labelled]:
        """The rows to learn from when a part is left out."""
        return self.taught([row for row, part in zip(self.rows, self.parts(), strict=True) if part != left_out])

    def mark(self) -> str:
        """Changes when anything that is trained on or measured changes."""
        told = sha256()
        for row in self.rows:
            labels = (
                row.id,
                row.kind,
                row.needs,
                row.urgency,
                row.voice,
                row.programme,
                row.doubts,
                row.how,
                row.agreed,
            )
            told.update(repr((labels, row.text)).encode("utf-8", "replace"))
        for text in (*sorted(self.origins), *self.trained, "", *self.measured):
            told.update(text.encode("utf-8", "replace"))
        return told.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Unseen:
    """`labelled`: (rows, WIDTH). `everyday`: (posts measured, WIDTH); the part that reads a post goes round."""

    labelled: Answers
    everyday: Answers


def run_name(recipe: str, *told: object) -> str:
    """Names the kept answers of a part: whatever changes them is in the name."""
    return f"{recipe}-{sha256(repr(told).encode()).hexdigest()[:6]}"


def answers(recipe: str, bench: Workbench, build: Build, *, room: Path = ROOM, only: Masks | None = None) -> Unseen:
    """Train the recipe once a part and let each model read what it has not seen.

    `only`: which labelled rows and which everyday posts are read at all; the others' answers are zeros.
    """
    part, mark = bench.parts(), bench.mark()
    rows, posts = np.arange(len(part)), np.arange(len(bench.measured))
    read_rows, read_posts = only or (np.ones(len(rows), np.bool_), np.ones(len(posts), np.bool_))
    told = Unseen(np.zeros((len(rows), WIDTH), np.float32), np.zeros((len(posts), WIDTH), np.float32))
    for left_out in range(PARTS):
        kept = room / f"{recipe}-{mark}-{left_out}.npz"
        mine, plain = rows[read_rows & (part == left_out)], posts[read_posts & (posts % PARTS == left_out)]
        if not kept.is_file():
            read = build(bench.others(left_out), bench.trained)
            kept.parent.mkdir(parents=True, exist_ok=True)
            labelled, everyday = read([bench.rows[i].text for i in mine]), read([bench.measured[i] for i in plain])
            np.savez_compressed(kept, labelled=labelled, everyday=everyday)
        with np.load(kept) as saved:
            told.labelled[mine], told.everyday[plain] = saved["labelled"], saved["everyday"]
    return told
