"""What the network should answer for each labelled row, and how much each answer counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp_models.answers import IN_NEED, URGENCY, VOICE
from nlp_models.corpus.load import Labelled
from nlp_models.types import DOUBTS, KINDS, NEEDS, PROGRAMMES

Floats32 = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
SILENT = -100  # torch's own mark of an answer that is not asked

REAL_CASE = 3.0  # real cases, payment troubles and questions are few and what it is all about
UNSURE = 0.5  # a row whose second reader saw another kind
EVERYDAY = 0.5  # a post of the stream that nobody read: most likely nothing


@dataclass(frozen=True, slots=True)
class Targets:
    """Rows of equal length: `kind`, `urgency`, `voice`, `programme` numbers of answers or SILENT; `needs`, `doubts` 0/1."""

    kind: Numbers
    weight: Floats32
    needs: Floats32
    asked: Floats32
    urgency: Numbers
    voice: Numbers
    programme: Numbers
    doubts: Floats32
    read: Floats32


def targets(rows: Sequence[Labelled], everyday: int, everyday_kind: str = "opinion") -> Targets:
    """Of the labelled rows, and after them of `everyday` unread posts."""
    n, asked = len(rows) + everyday, [row.kind in IN_NEED for row in rows]
    needs, doubts = np.zeros((n, len(NEEDS)), np.float32), np.zeros((n, len(DOUBTS)), np.float32)
    for i, row in enumerate(rows):
        needs[i] = [need in row.needs for need in NEEDS]
        doubts[i] = [doubt in row.doubts for doubt in DOUBTS]
    silent = [SILENT] * everyday
    paid = [row.programme if row.kind == "payment_issue" else None for row in rows]
    return Targets(
        kind=np.array([KINDS.index(row.kind) for row in rows] + [KINDS.index(everyday_kind)] * everyday),
        weight=np.array([_weight(row) for row in rows] + [EVERYDAY] * everyday, np.float32),
        needs=needs,
        asked=np.array([*asked, *[False] * everyday], np.float32),
        urgency=np.array(
            [URGENCY.index(r.urgency) if a else SILENT for r, a in zip(rows, asked, strict=True)] + silent
        ),
        voice=np.array([VOICE.index(r.voice) if a else SILENT for r, a in zip(rows, asked, strict=True)] + silent),
        programme=np.array([PROGRAMMES.index(p) if p else SILENT for p in paid] + silent),
        doubts=doubts,
        read=np.array([1.0] * len(rows) + [0.0] * everyday, np.float32),
    )


def _weight(row: Labelled) -> float:
    wanted = row.origin == "real" and row.kind in (*IN_NEED, "question")
    return (REAL_CASE if wanted else 1.0) * (1.0 if row.agreed else UNSURE)
