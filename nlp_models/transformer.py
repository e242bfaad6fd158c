"""The transformer's share in training a cascade: which rows it learns from and reads, how it joins, how it is stored.

It learns what it will be given: composed posts, what is wanted, and of plain posts those that the linear model holds for
promising. The rest never reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch

from nlp_models import decide, unseen
from nlp_models.answers import IN_NEED, SHARED
from nlp_models.corpus.load import Labelled
from nlp_models.encoder import ONNX, TOKENIZER, checkpoint
from nlp_models.encoder.export import export
from nlp_models.encoder.fine_tune import Curve
from nlp_models.encoder.network import Network
from nlp_models.encoder.pieces import Segmenter
from nlp_models.encoder.session import Session
from nlp_models.recipes import cascade, encoder
from nlp_models.recipes.linear import LinearModel
from nlp_models.unseen import Masks, Trained, Unseen, Workbench

BASE = "multilingual-e5-small, pruned"
REACH = 0.04  # it learns from and reads what is as promising as this share of everyday posts,
MARGIN = 2.0  # and half as promising: the gate is decided later, and moves a little
EVERYDAY_TRAINED = 1_500  # unread posts, those that the linear model gives most


@dataclass(slots=True)
class Transformer:
    """`base`: checkpoint folder or hub name, `named` by whoever trains; `bench`: its `trained` posts are the everyday ones."""

    base: str | Path
    bench: Workbench
    learns: frozenset[str]
    reads: Masks
    tell: Callable[[str], None]
    named: bool = False
    gate: float = 0.0
    share: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SHARED, 0.0))
    curves: list[Curve] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """For the manifest: what it was made from, and how the loss of each part's copy fell."""
        return {"base": str(self.base) if self.named else BASE, **asdict(encoder.PLAN), "curves": self.curves}

    def unseen(self, reads: Masks, room: Path) -> Unseen:
        """What it says of the rows of `reads`, each read by a copy that had not seen it. A copy is trained once and kept."""

        def build(rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
            network, _ = self._copy(self._taught(rows), everyday, room)
            return lambda texts: encoder.read(network, self.base, texts)

        return unseen.answers(
            unseen.run_name("encoder", *self._what(), *reads), self.bench, build, room=room, only=reads
        )

    def join(self, linear: Unseen, room: Path) -> Unseen:
        """Decide gate and shares, and give what the cascade says of rows that it had not seen."""
        said = self.unseen(self.reads, room)
        self.gate = decide.gate(self.bench.rows, linear)
        self.share = decide.shares(self.bench.rows, linear, said, self.gate)
        return cascade.joined_where_promising(linear, said, self.gate, self.share)

    def fit(self, linear: LinearModel, folder: Path, room: Path) -> cascade.Cascade:
        """Export the mean of the parts' copies into `folder`, and give the whole model as it will be served.

        Together the copies have learned from every row, and their mean is no worse than one of them (model soups,
        Wortsman et al., ICML 2022), so that no training is paid a fourth time.
        """
        copies = []
        for left_out in range(unseen.PARTS):
            network, curve = self._copy(self._taught(self.bench.others(left_out)), self.bench.trained, room)
            copies.append(network)
            self.curves.append(curve)
        export(encoder.mean(copies), Segmenter.of(self.base), folder)
        return cascade.Cascade(linear, Session(folder / ONNX, folder / TOKENIZER), self.gate, self.share)

    def _what(self) -> tuple[object, ...]:
        return str(self.base), asdict(encoder.PLAN), sorted(self.learns)

    def _copy(self, rows: Sequence[Labelled], everyday: Sequence[str], room: Path) -> tuple[Network, Curve]:
        name = unseen.run_name("encoder", *self._what(), [row.id for row in rows], everyday)
        kept = room / f"{name}.pt"
        if not kept.is_file():
            network, curve = encoder.build(rows, everyday, self.base, tell=self.tell)
            kept.parent.mkdir(parents=True, exist_ok=True)
            torch.save({"weights": network.state_dict(), "curve": curve}, kept)
        return encoder.revived(self.base, kept)

    def _taught(self, rows: Sequence[Labelled]) -> list[Labelled]:
        return [row for row in rows if row.id in self.learns]


def prepared(
    bench: Workbench,
    linear: Unseen,
    promise_of_trained: np.ndarray,
    base: str | None,
    room: Path,
    tell: Callable[[str], None],
) -> Transformer:
    """Choose the rows. `promise_of_trained`: of each post of `bench.trained`. `base`: None builds the pruned e5, once."""
    least = float(np.quantile(cascade.promise(linear.everyday), 1 - REACH)) / MARGIN
    promising = cascade.promise(linear.labelled) >= least
    wanted = np.array([row.origin != "real" or row.kind in (*IN_NEED, "question") for row in bench.rows])
    hardest = np.argsort(-promise_of_trained, kind="stable")[:EVERYDAY_TRAINED]
    learns = frozenset(row.id for row, take in zip(bench.rows, promising | wanted, strict=True) if take)
    reads = (promising | wanted, cascade.promise(linear.everyday) >= least)
    own = Workbench(bench.rows, [bench.trained[i] for i in hardest], bench.measured, bench.origins)
    return Transformer(base or _pruned_e5(room), own, learns, reads, tell, named=base is not None)


def _pruned_e5(room: Path) -> Path:
    folder = room / "multilingual-e5-small-pruned"
    return folder if (folder / "config.json").is_file() else checkpoint.build(folder)
