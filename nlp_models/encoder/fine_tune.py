"""Fine-tuning on the labels: the lower layers stay as they were pre-trained, the upper ones and the answers are learned.

Freezing two thirds of the layers takes half of the time off without costing recall that could be measured
(docs/models/experiments.md); what the frozen ones make of a text is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from nlp_models.answers import COLUMNS
from nlp_models.encoder.network import Network
from nlp_models.encoder.pieces import Pieces, padded
from nlp_models.encoder.targets import SILENT, Targets

Curve = list[tuple[int, float]]

SHARE = {"needs": 0.3, "doubts": 0.1, "urgency": 0.5, "voice": 0.5, "programme": 0.3}
"""How much the other questions count beside the kind."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. `frozen`: layers that are not trained, counted from the embeddings, which never are."""

    frozen: int = 8
    epochs: int = 3
    batch: int = 32
    rate: float = 2e-4
    rate_of_answers: float = 2e-3
    warm_up: float = 0.06
    smoothing: float = 0.05
    seed: int = 20

    def progress(self, step: int, steps: int) -> float:
        """The share of the learning rate at a step: up over `warm_up`, then straight down to nothing."""
        start = max(1, int(steps * self.warm_up))
        return (step + 1) / start if step < start else max(0.0, (steps - step) / max(1, steps - start))


def fine_tune(
    network: Network,
    pieces: Sequence[Pieces],
    wanted: Targets,
    plan: Plan,
    tell: Callable[[str], None] = lambda _: None,
) -> Curve:
    """Train `network` in place; `tell` gets a line of progress now and then. Gives the curve: step, running loss."""
    torch.manual_seed(plan.seed)
    pad = int(network.body.config.pad_token_id)
    for frozen in (network.body.embeddings, *network.body.encoder.layer[: plan.frozen]):
        frozen.requires_grad_(False)
    halves = _halves(network, pieces, pad, plan.frozen)
    truth = {f.name: torch.from_numpy(getattr(wanted, f.name)) for f in fields(wanted)}
    trained = [p for p in network.body.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": trained, "lr": plan.rate}, {"params": network.head.parameters(), "lr": plan.rate_of_answers}],
        weight_decay=0.01,
    )
    steps = plan.epochs * -(-len(pieces) // plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: plan.progress(step, steps))
    network.train()
    done, lost = 0, 0.0
    curve: Curve = []
    for batch in _batches([len(p) for p in pieces], plan):
        hidden, mask = _together([halves[i] for i in batch])
        said = network.upper(hidden, mask, plan.frozen)
        cost = loss(said, {name: rows[batch] for name, rows in truth.items()}, plan.smoothing)
        cost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        done, lost = done + 1, 0.98 * lost + 0.02 * cost.item()
        if done % 25 == 0:
            curve.append((done, round(lost / (1 - 0.98**done), 4)))
            tell(f"step {done} of {steps}, loss {curve[-1][1]:.3f}")
    network.eval()
    return curve


def loss(said: Tensor, truth: dict[str, Tensor], smoothing: float) -> Tensor:
    """Kind of every row; needs, urgency, voice and programme where they were asked; doubts where somebody read."""
    weight = truth["weight"]
    kind = functional.cross_entropy(
        said[:, COLUMNS["kind"]], truth["kind"], reduction="none", label_smoothing=smoothing
    )
    total = (kind * weight).sum() / weight.sum()
    for name, where in (("needs", "asked"), ("doubts", "read")):
        each = functional.binary_cross_entropy_with_logits(said[:, COLUMNS[name]], truth[name], reduction="none")
        total = total + SHARE[name] * (each.sum(1) * truth[where]).sum() / truth[where].sum().clamp(min=1)
    for name in ("urgency", "voice", "programme"):
        each = functional.cross_entropy(said[:, COLUMNS[name]], truth[name], reduction="none")
        total = total + SHARE[name] * each.sum() / (truth[name] != SILENT).sum().clamp(min=1)
    return total


@torch.no_grad()
def answers(network: Network, pieces: Sequence[Pieces], batch: int = 64) -> np.ndarray:
    """(texts, WIDTH) of a trained network, float32, in the order of `pieces`."""
    network.eval()
    pad, order = int(network.body.config.pad_token_id), np.argsort([len(p) for p in pieces], kind="stable")
    found: np.ndarray | None = None
    for i in range(0, len(order), batch):
        chosen = order[i : i + batch]
        ids, mask = (torch.from_numpy(a) for a in padded([pieces[j] for j in chosen], pad))
        said = network(ids, mask).numpy()
        found = np.zeros((len(pieces), said.shape[1]), np.float32) if found is None else found
        found[chosen] = said
    return np.zeros((0, 0), np.float32) if found is None else found


@torch.no_grad()
def _halves(network: Network, pieces: Sequence[Pieces], pad: int, layers: int) -> list[Tensor]:
    """What the frozen layers make of each text, (pieces, hidden) in half precision: 40 kB a post."""
    network.eval()
    order = np.argsort([len(p) for p in pieces], kind="stable")
    found: list[Tensor] = [torch.empty(0)] * len(pieces)
    for i in range(0, len(order), 64):
        chosen = order[i : i + 64].tolist()
        ids, mask = (torch.from_numpy(a) for a in padded([pieces[j] for j in chosen], pad))
        hidden = network.lower(ids, mask, layers).half()
        for j, row in zip(chosen, hidden, strict=True):
            found[j] = row[: len(pieces[j])].clone()
    return found


def _together(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    hidden = torch.nn.utils.rnn.pad_sequence([row.float() for row in rows], batch_first=True)
    mask = torch.zeros(hidden.shape[:2], dtype=torch.int64)
    for i, row in enumerate(rows):
        mask[i, : len(row)] = 1
    return hidden, mask


def _batches(lengths: Sequence[int], plan: Plan) -> Iterator[list[int]]:
    """Every row once an epoch, in batches of like length, in an order that the seed decides."""
    chance = np.random.default_rng(plan.seed)
    for _ in range(plan.epochs):
        order = chance.permutation(len(lengths))
        batches: list[list[int]] = []
        for i in range(0, len(order), plan.batch * 40):
            pool = sorted(order[i : i + plan.batch * 40].tolist(), key=lengths.__getitem__)
            batches += [pool[j : j + plan.batch] for j in range(0, len(pool), plan.batch)]
        if len(batches) > 1 and len(batches[-1]) == 1:  # one row alone has no batch statistics
            batches[-2] += batches.pop()
        for j in chance.permutation(len(batches)):
            yield batches[j]
