"""Reading with the exported transformer: onnxruntime and tokenizers, neither torch nor transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from nlp_models.answers import WIDTH, Answers
from nlp_models.encoder.pieces import Pieces, Segmenter


class Session:
    """`threads`: processor cores for one batch; processes that read side by side take one each."""

    def __init__(self, model: Path, tokenizer: Path, threads: int = 0) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False  # the arena keeps the largest batch's memory for ever
        self._run = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._last: dict[str, Answers] = {}  # the shares of the batch read last: it is explained next
        self._segment = Segmenter(Tokenizer.from_file(str(tokenizer)))

    def answers(self, texts: Sequence[str]) -> Answers:
        """(texts, answers.WIDTH): log-odds and unnormalised log-probabilities, in the order of the texts.

        One text at a time: eight-bit activations are scaled over a whole batch, and what is said of a text must not
        depend on its neighbours. On one core a batch is no faster.
        """
        found, kept = np.zeros((len(texts), WIDTH), np.float32), {}
        for i, pieces in enumerate(self._segment(texts)):
            said, shares = self._run.run(
                ["answers", "shares"], {"ids": pieces[None], "mask": np.ones_like(pieces)[None]}
            )
            found[i], kept[texts[i]] = said[0], shares[0]
        self._last = kept
        return found

    def shares(self, text: str) -> tuple[Pieces, Answers]:
        """Of one text: where its pieces stand, (pieces, 2), and each one's share of each answer, (pieces, WIDTH)."""
        if text not in (last := self._last):
            self.answers([text])
            last = self._last
        return self._segment.places(text), last[text]
