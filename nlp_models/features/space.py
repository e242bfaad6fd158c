"""The feature space of the linear recipe: weighted n-grams, then the cue features, in one sparse row a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from nlp_models.features import cues
from nlp_models.features.cues import Floats
from nlp_models.features.ngrams import SPEC, Ints, Occurrences, occurrences
from nlp_models.features.vectoriser import Vectoriser

CUE_SCALE = 0.1
"""Cues are a gentle prior beside unit-length n-grams; more than this cost recall (docs/models/experiments.md)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What each n-gram and cue word of one text adds: parallel arrays; the values of a column sum to its feature."""

    start: Ints
    end: Ints
    column: Ints
    value: Floats


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """Texts are normalised (`text.clean.normalise`)."""

    vectoriser: Vectoriser

    @classmethod
    def fit(cls, texts: Sequence[str], *, min_rows: int) -> FeatureSpace:
        return cls(Vectoriser.fit(texts, min_rows=min_rows))

    @property
    def width(self) -> int:
        return len(self.vectoriser.buckets) + len(cues.NAMES)

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """float32, shape (len(texts), width), columns ascending in each row."""
        return self.matrix(occurrences(texts), texts)

    def matrix(self, found: Occurrences, texts: Sequence[str]) -> sp.csr_matrix:
        """The same from occurrences that are already at hand."""
        hand = CUE_SCALE * cues.matrix(cues.count(found, texts))
        return sp.hstack([self.vectoriser.matrix(found, len(texts)), sp.csr_matrix(hand)], format="csr")

    def parts(self, text: str) -> Parts:
        """Where the features of one text come from. Features that join several cues belong to no letters and are left out."""
        found = occurrences([text])
        row = self.matrix(found, [text])
        column = self.vectoriser.columns(found)
        known = np.flatnonzero(column >= 0)
        _, sense, cue = cues.hits(found)
        which = np.concatenate([known, cue])
        columns = np.concatenate([column[known], sense + len(self.vectoriser.buckets)]).astype(np.int64)
        at = np.searchsorted(row.indices, columns)
        times = np.bincount(at, minlength=len(row.data))
        return Parts(found.start[which], found.end[which], columns, row.data[at] / times[at])


def feature_list(space: FeatureSpace) -> dict[str, object]:
    """For the manifest: what the columns are."""
    return {"ngrams": SPEC, "columns": len(space.vectoriser.buckets), "cues": list(cues.NAMES), "cue_scale": CUE_SCALE}
