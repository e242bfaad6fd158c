"""encoder: a multilingual transformer, fine-tuned to answer all questions at once. The page of the model.

Data      labelled real posts, composed posts, and a few everyday posts that nobody read as weak opinions.
Base      multilingual-e5-small pruned to the pieces of Arabic posts (encoder/checkpoint.py), or any BERT-like checkpoint by
          folder or by name on a hub: MARBERTv2, CAMeLBERT.
Build     mean over the pieces, one linear row of answers; the upper third of the layers learns (encoder/fine_tune.py).
Served    not by itself: `cascade` puts the linear gate before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from nlp_models.answers import Answers
from nlp_models.corpus.load import Labelled
from nlp_models.encoder.fine_tune import Curve, Plan, answers, fine_tune
from nlp_models.encoder.network import Network
from nlp_models.encoder.pieces import Segmenter
from nlp_models.encoder.targets import targets

NAME = "encoder"
PLAN = Plan()


def build(
    rows: Sequence[Labelled],
    everyday: Sequence[str],
    base: str | Path,
    plan: Plan = PLAN,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Network, Curve]:
    """Fine-tune a fresh copy of `base`; gives it and its curve of (step, loss). `everyday`: unread posts."""
    torch.manual_seed(plan.seed)  # the answers' first weights are random
    network = Network.from_checkpoint(base)
    pieces = Segmenter.of(base)([*(row.text for row in rows), *everyday])
    return network, fine_tune(network, pieces, targets(rows, len(everyday)), plan, tell)


def revived(base: str | Path, kept: Path) -> tuple[Network, Curve]:
    """A network that was trained before, and its curve. `kept`: what torch.save made of "weights" and "curve"."""
    network, found = Network.from_checkpoint(base), torch.load(kept, weights_only=True)
    network.load_state_dict(found["weights"])
    return network.eval(), found["curve"]


def mean(networks: Sequence[Network]) -> Network:
    """The first of them with the mean of all weights. They must have started from one base with one seed."""
    states = [network.state_dict() for network in networks]
    whole = {name: torch.stack([s[name].float() for s in states]).mean(0).to(t.dtype) for name, t in states[0].items()}
    networks[0].load_state_dict(whole)
    return networks[0].eval()


def read(network: Network, base: str | Path, texts: Sequence[str]) -> Answers:
    """(texts, WIDTH) of a trained network in torch, before export."""
    return answers(network, Segmenter.of(base)(texts))
