"""Cleaning. `normalise` is for the bulk path, `clean` keeps where each letter came from, `fold` makes a search key, and
`tidy` leaves the writer's spelling alone.

`clean(t).text == normalise(t)` for every text: both read one table, and both squeeze with one rule.
"""

from __future__ import annotations

import re

from nlp_models.text.steps import CHAIN, LIGHT, Step
from nlp_models.types import Clean

_RUN = re.compile(r"([a-zء-ي])\1\1+")
_NOT_WORD = re.compile(r"[\W_]+")
_CACHED = 20_000  # characters remembered; a text that shows every character of Unicode must not fill the memory


class _Table(dict[int, str]):
    """What the chain makes of each character, filled as characters are met; `uneven` are those that change length."""

    def __init__(self, chain: tuple[Step, ...]) -> None:
        super().__init__()
        self.chain = chain
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        made = chr(code)
        for step in self.chain:
            made = "".join(map(step, made))
        if len(made) != 1:
            self.uneven.add(chr(code))
        if len(self) < _CACHED:
            self[code] = made
        return made


_TABLE = _Table(CHAIN)
_LIGHT_TABLE = _Table(LIGHT)


def _squeezed(run: re.Match[str]) -> int:
    """How many letters of a run of three or more are kept.

    No Arabic word of everyday use has a letter thrice, and جهااااز means جهاز: one. ل is kept twice after ا or at the
    start of a word (الللله, لللله), where the double is the word's own. A run that is a word by itself is laughter
    (ههههه, خخخخ) and stays apart from the letter: three.
    """
    text, start, end = run.string, run.start(), run.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    alone = not before.isalpha()
    if alone and not after.isalpha():
        return 3
    return 2 if run[1] == "ل" and (alone or before == "ا") else 1


def normalise(text: str) -> str:
    """The text as the models read it: one spelling for what people spell in many ways. Any `str` is taken."""
    return squeeze(text.translate(_TABLE))


def tidy(text: str) -> str:
    """The writer's own spelling without decoration: what a pre-trained transformer reads."""
    return squeeze(text.translate(_LIGHT_TABLE))


def tidied(text: str) -> Clean:
    """`tidy` with offsets."""
    return _squeezed_with_offsets(unsqueezed(text, _LIGHT_TABLE))


def squeeze(text: str) -> str:
    """Stretched words at their own length: جهااااز → جهاز, the rule of `_squeezed`."""
    return _RUN.sub(lambda run: run[1] * _squeezed(run), text)


def fold(text: str) -> str:
    """A key for searching and for near-duplicates: normalised words with one space between, no signs, no emoji."""
    return _NOT_WORD.sub(" ", normalise(text)).strip()


def clean(text: str) -> Clean:
    """`normalise` with offsets: `at[i]` is the place in `text`, in code points, that the i-th letter came from."""
    return _squeezed_with_offsets(unsqueezed(text))


def _squeezed_with_offsets(flat: Clean) -> Clean:
    letters: list[str] = []
    origins: list[int] = []
    done = 0
    for run in _RUN.finditer(flat.text):
        kept = run.start() + _squeezed(run)
        letters.append(flat.text[done:kept])
        origins.extend(flat.at[done:kept])
        done = run.end()
    return Clean("".join((*letters, flat.text[done:])), (*origins, *flat.at[done:])) if done else flat


def unsqueezed(text: str, table: _Table = _TABLE) -> Clean:
    """`clean` without the squeezing of runs, which would shorten the xxx of a masked number."""
    made = text.translate(table)
    uneven = table.uneven
    if len(made) == len(text) and uneven.isdisjoint(text):
        return Clean(made, tuple(range(len(text))))
    at: list[int] = []
    done = 0
    for i in [i for i, char in enumerate(text) if char in uneven]:
        at.extend(range(done, i))
        at.extend((i,) * len(table[ord(text[i])]))
        done = i + 1
    at.extend(range(done, len(text)))
    return Clean(made, tuple(at))
