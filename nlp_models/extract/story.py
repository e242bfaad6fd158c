"""What tells one family's story from another's: circumstances, counted things and uncommon words. Pure.

Two tellings of one household seldom share a sentence. They share a kidney machine, five girls and a man who left, in
whatever words; the words of begging, which everybody shares, tell nothing and weigh nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp_models.extract.numerals import number
from nlp_models.lexicons import places
from nlp_models.lexicons.terms import senses, terms
from nlp_models.text.clean import fold

# How many posts the counts of lexicons/data/word_spread.csv were made from (corpus/composed.jsonl of linear@3).
POSTS = 2_460
LEAST_LETTERS = 3
RARE, MOST_WORDS = 3.2, 25  # a stem that more than four posts in a hundred have tells no family apart
PLAIN = "number"  # a number whose thing is not known; it tells copies apart and never brings two tellings together
_ONTO = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل")
_ENDS = ("هما", "كم", "هم", "هن", "ها", "نا", "ني", "ات", "ين", "ون", "ان", "يه", "تي", "ته", "ه", "ي", "ك", "ت", "ا")
# A thing that is counted, by what its word begins with; "year" is an age as often as a time.
_COUNTED = {
    "child": ("بنات", "بنت", "بنيات", "اولاد", "ولاد", "عيال", "ايتام", "يتام", "يتيم", "اطفال", "طفل",
              "بزران", "بزور", "ورعان", "وروع", "جهال", "صغار", "ابناء", "سفان", "فروخ"),
    "person": ("افراد", "فرد", "انفس", "نفر", "انفار", "اشخاص", "شخص", "نفوس"),
    "year": ("سنه", "سنين", "سنوات", "عام", "اعوام", "عاما", "عامها", "عامه", "حول"),
    "month": ("شهر", "شهور", "اشهر", "شهرين"),
    "money": ("ريال", "الف", "الاف", "ريالات"),
    "room": ("غرف", "غرفه", "غرفتين", "حجر"),
}  # fmt: skip
_BARE_AGE = frozenset(("عمره", "عمرها", "عمري", "اعمارهم"))
_DUALS = {"غرفتين": "room:2", "شهرين": "month:2", "سنتين": "year:2", "طفلين": "child:2", "بنتين": "child:2",
          "ولدين": "child:2", "يتيمين": "child:2"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """`circumstances` are senses of the lexicon, `counts` like "child:5", `words` stems that few posts have, rarest first.

    `names` are words that name a place somewhere in the Kingdom, with or without a cue; they only ever tell two texts apart.
    """

    circumstances: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


def story(text: str) -> Story:
    """What a text tells of a family, apart from its sentences."""
    words = fold(text).split()
    found = frozenset(sense for match in _pattern().finditer(" ".join(words)) if (sense := _senses().get(match[1])))
    stems = {stem(word) for word in words if len(word) >= LEAST_LETTERS and not word.isdigit()}
    rare = sorted((s for s in stems if rarity(s) >= RARE), key=lambda s: (-rarity(s), s))
    return Story(found, frozenset(_counts(words)), tuple(rare[:MOST_WORDS]), frozenset(_names(words)))


def rarity(what: str) -> float:
    """How much sharing it tells: the logarithm of how few posts have it, 0 … 7.8. A stem, "=circumstance" or "#count"."""
    return math.log(POSTS / (1 + _spread().get(what, 0)))


def stem(word: str) -> str:
    """A word of folded text without what is written onto it: والكهرباء, كهربا and كهرباءهم meet."""
    for onto in _ONTO:
        if word.startswith(onto) and len(word) - len(onto) >= LEAST_LETTERS:
            word = word[len(onto) :]
            break
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= LEAST_LETTERS:
            return word[: -len(end)]
    return word


@lru_cache(maxsize=1)
def _spread() -> dict[str, int]:
    return {term: int(posts) for term, posts in senses("word_spread").items()}


@lru_cache(maxsize=1)
def _senses() -> dict[str, str]:
    return {fold(t.term): t.sense for t in terms("circumstances")}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_senses(), key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:و|ف|ب|ل|وب|ول)?({'|'.join(map(re.escape, longest_first))})(?!\S)")


def _counts(words: Sequence[str]) -> Iterator[str]:
    i = 0
    while i < len(words):
        bare = words[i].removeprefix("و")
        if bare in _DUALS:
            yield _DUALS[bare]
        said = number(words, i)
        if said is None:
            i += 1
            continue
        thing = _thing(words[i + said.size : i + said.size + 1])
        if thing is None and i > 0 and words[i - 1].removeprefix("و") in _BARE_AGE:
            thing = "year"
        yield f"{thing or PLAIN}:{said.value}"
        i += said.size


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    known = [g.name_ar for g in places.governorates()] + [t.name_ar for t in places.towns()]
    return frozenset(_bare(word) for name in known for word in fold(name).split()[-1:])


def _bare(word: str) -> str:
    for onto in ("بال", "لل", "وال", "ال", "ب", "ل"):
        if word.startswith(onto) and len(word) - len(onto) >= LEAST_LETTERS:
            return word[len(onto) :]
    return word


def _names(words: Sequence[str]) -> Iterator[str]:
    return (bare for word in words if (bare := _bare(word)) in _places())


def _thing(after: Sequence[str]) -> str | None:
    for word in after:
        bare = word.removeprefix("من")
        for thing, beginnings in _COUNTED.items():
            if bare.startswith(beginnings):
                return thing
    return None
