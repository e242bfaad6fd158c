"""Folds in which near-duplicates stay together: retweets and copied pleas must not stand on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np

from nlp_models.features.ngrams import Ints
from nlp_models.text.clean import fold

_RUN = 8  # this many words in the same order are no accident, unless everybody says them
_FORMULA = 20  # a run that so many texts share is a blessing or a hashtag, not a copy


def groups(texts: Sequence[str]) -> Ints:
    """One number a text; texts that share a run of eight words (or are the same, if shorter) share the number."""
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    holders: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        for run in set(_runs(text)):
            holders.setdefault(run, []).append(i)
    for same in holders.values():
        if len(same) <= _FORMULA:
            for i in same[1:]:
                parent[root(i)] = root(same[0])
    return np.array([root(i) for i in range(len(texts))], dtype=np.int64)


def folds(texts: Sequence[str], *, count: int) -> Ints:
    """The fold, 0 … count - 1, of each text: that of its group's first words, the same on every machine and run."""
    group = groups(texts)
    return np.array([_number(fold(texts[g])) % count for g in group], dtype=np.int64)


def everyday_sample(ids: Sequence[str], *, seed: str) -> list[str]:
    """The ids in an order that looks random and is the same on every machine."""
    return sorted(ids, key=lambda id: blake2b(f"{seed}:{id}".encode(), digest_size=8).digest())


def _runs(text: str) -> Iterator[str]:
    words = fold(text).split()
    for i in range(max(1, len(words) - _RUN + 1)):
        yield " ".join(words[i : i + _RUN])


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
