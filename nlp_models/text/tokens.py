"""Words with their offsets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    """`text[start:end]` of the text that was split."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4)
def words(text: str) -> tuple[str, ...]:
    """The words of a text: runs of letters and digits; `_` parts the words of a hashtag.

    Remembered for a moment, because every extractor asks for the same text in turn.
    """
    return tuple(_WORD.findall(text))


def tokens(text: str) -> list[Token]:
    """`words` with their offsets in `text`."""
    return [Token(word[0], word.start(), word.end()) for word in _WORD.finditer(text)]
