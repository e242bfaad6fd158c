"""From cleaned texts to rows of weighted n-grams: sublinear term frequency times inverse document frequency, unit length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from nlp_models.features.ngrams import BITS, Ints, Occurrences, occurrences


@dataclass(frozen=True)
class Vectoriser:
    """`buckets`: the kept n-gram hashes, ascending; column j of every matrix is `buckets[j]`. `idf`: one weight a column."""

    buckets: Ints
    idf: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        column = np.full(1 << BITS, -1, dtype=np.int32)
        column[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        object.__setattr__(self, "_column", column)

    @classmethod
    def fit(cls, texts: Sequence[str], *, min_rows: int) -> Vectoriser:
        """Keep the n-grams that occur in at least `min_rows` of `texts`; idf is the smoothed one of scikit-learn."""
        found = occurrences(texts)
        key = np.sort((found.row << BITS) | found.bucket)
        once = key[np.flatnonzero(np.diff(key, prepend=-1))] & ((1 << BITS) - 1)
        rows = np.bincount(once, minlength=1 << BITS)
        buckets = np.flatnonzero(rows >= min_rows)
        idf = np.log((1 + len(texts)) / (1 + rows[buckets])) + 1
        return cls(buckets.astype(np.int64), idf.astype(np.float32))

    def columns(self, found: Occurrences) -> Ints:
        """The column of each occurrence, -1 where the n-gram was not kept."""
        return self._column[found.bucket]  # type: ignore[attr-defined,no-any-return]

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """float32, shape (len(texts), len(buckets)); a text without any known n-gram is a zero row."""
        return self.matrix(occurrences(texts), len(texts))

    def matrix(self, found: Occurrences, rows: int) -> sp.csr_matrix:
        """The same from occurrences that are already at hand."""
        column = self.columns(found)
        known = column >= 0
        key = np.sort((found.row[known] << 32) | column[known])
        first = np.flatnonzero(np.diff(key, prepend=-1))
        count = np.diff(first, append=len(key))
        row, col = key[first] >> 32, key[first] & 0xFFFFFFFF
        value = (1 + np.log(count)).astype(np.float32) * self.idf[col]
        norm = np.sqrt(np.bincount(row, value * value, minlength=rows)).astype(np.float32)
        value /= norm[row]
        pointer = np.zeros(rows + 1, dtype=np.int32)
        np.cumsum(np.bincount(row, minlength=rows), out=pointer[1:])
        return sp.csr_matrix((value, col.astype(np.int32), pointer), shape=(rows, len(self.buckets)))
