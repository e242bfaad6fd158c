"""From texts to the numbers of word pieces. Needs the `tokenizers` library alone: no torch, no transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from nlp_models.encoder import TOKENIZER
from nlp_models.text.clean import tidied, tidy

LONGEST = 128  # pieces, about 80 words; of a longer text the beginning and the end are read
PREFIX = "query: "  # multilingual-e5 was trained with it; harmless to any other checkpoint

Pieces = npt.NDArray[np.int64]


class Segmenter:
    """`tokenizer.json` of a checkpoint; its own marks of beginning and end stand first and last."""

    def __init__(self, tokenizer: Tokenizer, longest: int = LONGEST) -> None:
        self._tokenizer, self._longest = tokenizer, longest
        tokenizer.no_truncation()
        tokenizer.no_padding()

    @classmethod
    def of(cls, checkpoint: str | Path) -> Segmenter:
        """Of a checkpoint folder, or of a name on a hub where one can be reached."""
        file = Path(checkpoint) / TOKENIZER
        return cls(Tokenizer.from_file(str(file)) if file.is_file() else Tokenizer.from_pretrained(str(checkpoint)))

    def save(self, path: Path) -> None:
        self._tokenizer.save(str(path), pretty=False)

    def __call__(self, texts: Sequence[str]) -> list[Pieces]:
        """The pieces of each text. Any `str` is taken; an empty one is the special pieces and the prefix."""
        read = self._tokenizer.encode_batch([PREFIX + tidy(text) for text in texts])
        return [self._shortened(np.array(one.ids, dtype=np.int64)) for one in read]

    def places(self, text: str) -> Pieces:
        """(pieces, 2): where each piece begins and ends in `text`; 0, 0 for those that are not the writer's letters."""
        light = tidied(text)
        spans = self._shortened(np.array(self._tokenizer.encode(PREFIX + light.text).offsets, dtype=np.int64))
        found = np.zeros_like(spans)
        for i, (start, end) in enumerate((spans - len(PREFIX)).tolist()):
            if end > max(start, 0):
                found[i] = light.origin(max(start, 0), end)
        return found

    def _shortened(self, pieces: Pieces) -> Pieces:
        """A plea is told last as often as first, so the middle of a long text is left out."""
        if len(pieces) <= self._longest:
            return pieces
        half = self._longest // 2
        return np.concatenate([pieces[: self._longest - half], pieces[-half:]])


def padded(rows: Sequence[Pieces], pad: int) -> tuple[Pieces, Pieces]:
    """One matrix of a batch and its mask (1 where a piece stands), both (texts, longest of the batch)."""
    width = max(map(len, rows))
    ids, mask = np.full((len(rows), width), pad, dtype=np.int64), np.zeros((len(rows), width), dtype=np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)], mask[i, : len(row)] = row, 1
    return ids, mask
