"""Features a reviewer can read: which cue words a text has, and what they mean beside each other.

The terms and their senses are in `lexicons/data/cues.csv`, one or two words each; a term is also met behind the letters
that Arabic writes together with a word (و, ب, ال …). A function of `COMBINED` is one feature, its docstring is its
meaning. They are counted on the same hashed words as the n-grams, which costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp_models.features.ngrams import BITS, Ints, Occurrences, occurrences
from nlp_models.lexicons.terms import terms
from nlp_models.text.clean import normalise
from nlp_models.types import NEEDS

Floats = npt.NDArray[np.floating[Any]]

SENSES = (
    *NEEDS, "plea", "hardship", "self_kin", "other_kin", "now", "payment_trouble", "daman", "other_support", "asks", "ended",
    "jest", "football", "advert", "loan_advert", "campaign", "giveaway", "news", "prayer", "abroad", "in_kingdom", "invoice",
)  # fmt: skip
_CLITICS = ("", "و", "ال", "وال", "ب", "بال", "ل", "لل", "ف")
_MOST = 3  # a fourth hit of a sense says no more


@dataclass(frozen=True, slots=True)
class Cues:
    """`counts[i, j]`: how often text i has a term of `SENSES[j]`. `length[i]`: its code points."""

    counts: Ints
    length: Ints

    def has(self, sense: str) -> npt.NDArray[np.bool_]:
        return self.counts[:, SENSES.index(sense)] > 0


def length(cues: Cues) -> Floats:
    """The logarithm of the length: a case is rarely told in four words."""
    return np.asarray(np.log1p(cues.length) / 6)


def circumstances(cues: Cues) -> Floats:
    """How many of the sixteen needs have a cue word: one may be chance, three are a story."""
    return np.asarray(np.count_nonzero(cues.counts[:, : len(NEEDS)], axis=1) / 4)


def plea_with_circumstance(cues: Cues) -> Floats:
    """Begging words beside a circumstance (labels.md: a plea is a case as soon as it tells one)."""
    return np.where(cues.has("plea"), circumstances(cues), 0)


def plea_without_circumstance(cues: Cues) -> Floats:
    """Begging words and no circumstance of anybody (labels.md: solicitation)."""
    return np.asarray(cues.has("plea") & (circumstances(cues) == 0), dtype=np.float32)


def own_kin_with_circumstance(cues: Cues) -> Floats:
    """My husband, my children … beside a circumstance: a household of flesh and blood."""
    return np.where(cues.has("self_kin"), circumstances(cues), 0)


def invoice_with_circumstance(cues: Cues) -> Floats:
    """A court or service invoice, and why it cannot be paid."""
    return np.where(cues.has("invoice"), circumstances(cues), 0)


def invoice_without_circumstance(cues: Cues) -> Floats:
    """A bare invoice (labels.md: solicitation)."""
    return np.asarray(cues.has("invoice") & (circumstances(cues) == 0), dtype=np.float32)


COMBINED = (
    length, circumstances, plea_with_circumstance, plea_without_circumstance, own_kin_with_circumstance,
    invoice_with_circumstance, invoice_without_circumstance,
)  # fmt: skip
NAMES = (*(f"cue:{sense}" for sense in SENSES), *(feature.__name__ for feature in COMBINED))


def count(found: Occurrences, texts: Sequence[str]) -> Cues:
    row, sense, _ = hits(found)
    counts = np.bincount(row * len(SENSES) + sense, minlength=len(texts) * len(SENSES))
    return Cues(counts.reshape(len(texts), len(SENSES)), np.fromiter(map(len, texts), np.int64, len(texts)))


def matrix(cues: Cues) -> Floats:
    """Shape (texts, len(NAMES)), each value about 0 … 1."""
    plain = np.minimum(cues.counts, _MOST).astype(np.float32) / _MOST
    return np.column_stack([plain, *(feature(cues) for feature in COMBINED)]).astype(np.float32)


def hits(found: Occurrences) -> tuple[Ints, Ints, Ints]:
    """(row, sense, which occurrence) of every cue word."""
    table, owner, senses = _lexicon()
    term = table[found.bucket]
    which = np.flatnonzero(term >= 0)
    first, last = owner[term[which]], owner[term[which] + 1]
    many = last - first
    index = np.repeat(first, many) + np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    which = np.repeat(which, many)
    return found.row[which], senses[index], which


@lru_cache(maxsize=1)
def _lexicon() -> tuple[npt.NDArray[np.int32], Ints, Ints]:
    """bucket → term number or -1; term number → where its senses start; the senses of all terms, end to end."""
    listed = sorted(
        {(form, SENSES.index(term.sense)) for term in terms("cues") for form in _forms(normalise(term.term))}
    )
    senses: dict[int, list[int]] = {}
    for bucket, (_, sense) in zip(_buckets([form for form, _ in listed]), listed, strict=True):
        senses.setdefault(bucket, []).append(sense)
    table = np.full(1 << BITS, -1, dtype=np.int32)
    table[list(senses)] = np.arange(len(senses), dtype=np.int32)
    owner = np.cumsum([0, *map(len, senses.values())], dtype=np.int64)
    return table, owner, np.array([sense for of in senses.values() for sense in of], dtype=np.int64)


def _forms(term: str) -> set[str]:
    if len(term.split()) > 2:
        raise ValueError(f"a cue has one or two words: {term}")
    if term.startswith("ال"):
        return {term, f"و{term}", f"ب{term}", f"ف{term}", f"لل{term[2:]}"}
    return {clitic + term for clitic in _CLITICS}


def _buckets(forms: Sequence[str]) -> list[int]:
    """Where the n-grams put each word or pair of words: the last entry of its occurrences."""
    found = occurrences(forms)
    last = np.zeros(len(forms), dtype=np.int64)
    last[found.row] = found.bucket
    return [int(bucket) for bucket in last]
