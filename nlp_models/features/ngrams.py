"""Character and word n-grams as hashed features: one pass of array arithmetic over a batch of normalised texts.

What scikit-learn calls analyzer="char_wb" (n-grams inside a word and its two borders) for n = 2…5, and words and pairs
of neighbouring words. Every digit is read as 0, so that the shape of a number counts and not the number; a sign or
emoji is a word by itself, repeated or not. Each occurrence keeps its place in the text, so that a weight can be shown
on the letters that earned it. The rolling polynomial hash is plain arithmetic modulo 2**64: the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

CHARS = (2, 3, 4, 5)
BITS = 22
SPEC = {"analyzer": "char_wb", "chars": list(CHARS), "words": [1, 2], "bits": BITS, "hash": "poly64/1"}
"""What the hashes depend on. It stands in the manifest: a model is only read with the n-grams it was trained on."""

_STAND_IN = re.compile(r"@\w+|<url>|https?://\S+|www\.\S+")
_END, _SPACE, _WORD, _SIGN = 0, 1, 2, 3
_BLANK, _ZERO, _NINE = ord(" "), ord("0"), ord("9")
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_POWERS = np.cumprod(np.full(64, _BASE, dtype=np.uint64), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Parallel arrays, one entry an n-gram occurrence: row in the batch, bucket in [0, 2**BITS), span in its text."""

    row: Ints
    bucket: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True, slots=True)
class _Stream:
    """All texts end to end, words set apart by one blank: code, class, row and offset in its text of each place."""

    code: Codes
    type: npt.NDArray[np.uint8]
    row: Ints
    offset: Ints


def occurrences(texts: Sequence[str]) -> Occurrences:
    """All n-grams of `texts` (what `text.clean.normalise` gives). The blank at a word's border belongs to no span."""
    stream = _tokenised(texts)
    parts = [*_char_grams(stream), *_word_grams(stream)]
    first = np.concatenate([part[0] for part in parts])
    last = np.concatenate([part[1] for part in parts]) - 1
    bucket = np.concatenate([_bucket(part[2], seed) for seed, part in enumerate(parts)])
    first += stream.type[first] == _SPACE
    last -= stream.type[last] == _SPACE
    return Occurrences(stream.row[first], bucket, stream.offset[first], stream.offset[last] + 1)


def _tokenised(texts: Sequence[str]) -> _Stream:
    joined = "".join(f" {_STAND_IN.sub(_name_of, text)} \0" for text in texts)
    code = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype="<u4")
    kind = _types()[np.minimum(code, 0xFFFF)]
    same = np.zeros(len(code), dtype=bool)
    same[1:] = (kind[1:] == kind[:-1]) & ((kind[1:] == _SPACE) | ((kind[1:] == _SIGN) & (code[1:] == code[:-1])))
    place = np.flatnonzero(~same)
    kind = kind[place]
    apart = np.zeros(len(place), dtype=np.int64)  # a blank goes between a sign and its neighbour, unless one is there
    apart[1:] = ((kind[1:] == _SIGN) & (kind[:-1] >= _WORD)) | ((kind[:-1] == _SIGN) & (kind[1:] == _WORD))
    place, blank = np.repeat(place, 1 + apart), np.repeat(np.cumsum(apart) + np.arange(len(apart)), 1 + apart)
    inserted = np.arange(len(place)) != blank
    kind = np.where(inserted, _SPACE, _types()[np.minimum(code[place], 0xFFFF)]).astype(np.uint8)
    letters = np.where((code[place] >= _ZERO) & (code[place] <= _NINE), _ZERO, code[place]).astype(np.uint64)
    letters[kind == _SPACE] = _BLANK
    length = np.fromiter((len(text) + 3 for text in texts), dtype=np.int64, count=len(texts))
    row = np.repeat(np.arange(len(texts)), length)[place]
    return _Stream(letters, kind, row, place - (np.cumsum(length) - length)[row] - 1)


def _name_of(found: re.Match[str]) -> str:
    """A handle or an address says nothing but that it is one; the blanks keep the offsets."""
    return ("@" if found[0].startswith("@") else "<").ljust(len(found[0]))


@cache
def _types() -> npt.NDArray[np.uint8]:
    """The class of each character of the basic plane. What lies beyond is emoji, and shares the class of U+FFFF."""
    types = np.full(0x10000, _SIGN, dtype=np.uint8)
    for code in range(0xFFFF):
        category = unicodedata.category(chr(code))
        if category[0] in "LMN":
            types[code] = _WORD
        elif category[0] == "Z" or category in ("Cc", "Cf") or chr(code) == "_":
            types[code] = _SPACE
    types[0] = _END
    return types


def _bucket(hashes: Codes, seed: int) -> Ints:
    mixed = (hashes + np.uint64(seed * int(_BASE) % 2**64)) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _BASE
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)


def _char_grams(stream: _Stream) -> list[tuple[Ints, Ints, Codes]]:
    """(start, end, hash) for each n. A border may only be the first or last character of a gram."""
    border = stream.type <= _SPACE
    rolling, inside = stream.code, stream.type != _END
    out = []
    for n in range(2, max(CHARS) + 1):
        rolling = rolling[:-1] * _BASE + stream.code[n - 1 :]
        inside = inside[:-1] & (stream.type[n - 1 :] != _END)
        inside &= ~(border[:-1] & border[1:]) if n == 2 else ~border[n - 2 : len(border) - 1]
        if n in CHARS:
            start = np.flatnonzero(inside)
            out.append((start, start + n, rolling[start]))
    return out


def _word_grams(stream: _Stream) -> list[tuple[Ints, Ints, Codes]]:
    """(start, end, hash) of words, and of pairs of neighbouring words of one text."""
    letter = stream.type > _SPACE
    start = np.flatnonzero(letter[1:] & ~letter[:-1]) + 1
    end = np.flatnonzero(letter[:-1] & ~letter[1:]) + 1
    length = end - start
    first = np.cumsum(length) - length
    position = np.arange(length.sum()) - np.repeat(first, length)
    terms = stream.code[letter] * _POWERS[position % len(_POWERS)]
    words = np.add.reduceat(terms, first) if len(first) else terms
    pair = np.flatnonzero(stream.row[start[1:]] == stream.row[start[:-1]])
    pairs = words[pair] * _MIX + words[pair + 1]
    return [(start, end, words), (start[pair], end[pair + 1], pairs)]
