"""The network: a BERT-like checkpoint, the mean over its pieces, and one linear row of answers.

The mean is evened out (batch statistics, nothing learned) before it is answered from: the means of e5 differ little from
each other, and an answer that is rare would learn nothing from them in a few hundred steps.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from nlp_models.answers import WIDTH

_DROPOUT = 0.1


class Network(nn.Module):
    """`lower` and `upper` share the work, so that layers which are not trained are run once a text and not once an epoch."""

    def __init__(self, body: Any, width: int = WIDTH) -> None:
        super().__init__()
        self.body = body
        self.evened = nn.BatchNorm1d(body.config.hidden_size, affine=False)
        self.dropout = nn.Dropout(_DROPOUT)
        self.head = nn.Linear(body.config.hidden_size, width)

    @classmethod
    def from_checkpoint(cls, checkpoint: str | Path) -> Network:
        """A folder, or a name on a hub where one can be reached: any model with `embeddings` and `encoder.layer`."""
        return cls(AutoModel.from_pretrained(str(checkpoint), add_pooling_layer=False, attn_implementation="sdpa"))

    def lower(self, ids: Tensor, mask: Tensor, layers: int) -> Tensor:
        """(texts, pieces, hidden) after the first `layers` layers."""
        hidden: Tensor = self.body.embeddings(input_ids=ids)
        return self._through(hidden, mask, 0, layers)

    def upper(self, hidden: Tensor, mask: Tensor, layers: int) -> Tensor:
        """Answers (texts, WIDTH) from what `lower` gave; log-odds and unnormalised log-probabilities."""
        hidden = self._through(hidden, mask, layers, len(self.body.encoder.layer))
        mean = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        answers: Tensor = self.head(self.dropout(self.evened(mean)))
        return answers

    def folded_head(self) -> tuple[Tensor, Tensor]:
        """Weight and bias that answer from the mean itself: the evening-out of a trained network is one more linear step."""
        scale = torch.rsqrt(self.evened.running_var + self.evened.eps)  # type: ignore[operator]
        weight = self.head.weight * scale
        return weight, self.head.bias - weight @ self.evened.running_mean  # type: ignore[operator]

    def pieces(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(texts, pieces, hidden) of the last layer, zero where there is no piece."""
        return self._through(self.lower(ids, mask, 0), mask, 0, len(self.body.encoder.layer)) * mask.unsqueeze(-1)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.upper(self.lower(ids, mask, 0), mask, 0)

    def _through(self, hidden: Tensor, mask: Tensor, start: int, end: int) -> Tensor:
        blocked = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * torch.finfo(hidden.dtype).min
        for layer in self.body.encoder.layer[start:end]:
            hidden = layer(hidden, blocked)
        return hidden
