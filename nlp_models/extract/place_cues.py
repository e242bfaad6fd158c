"""What stands before a word and makes it a place. A bare name never is one: real places are called ظلم and حقل."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from nlp_models.lexicons import terms

_set = partial(terms.words, "place_cues")
IN, SIDE, NEAR, FROM, TO = _set("in"), _set("side"), _set("near"), _set("from"), _set("to")
CLOSE, FAR = _set("close"), _set("far")
PEOPLE, DWELL, HOME, LABEL, OFFICE = _set("people"), _set("dwell"), _set("home"), _set("label"), _set("office")
SUBJECT, LINK, STOP = _set("subject"), _set("link"), _set("stop")
INSTITUTION, AWAY = _set("institution"), _set("away")
UNNAMED, COMPOUND = _set("unnamed"), _set("compound")
NOUNS = {
    word: noun
    for noun in ("governorate", "region", "town", "village", "hijra", "centre", "district")
    for word in _set(noun)
}
_SUPPORT = DWELL | HOME | PEOPLE | OFFICE
_TOLD = _SUPPORT | SUBJECT
_AFTER = 4  # words after a name in which a person speaks for it
_AWAY_REACH = 3
_REACH = 8  # words before a name in which a word of dwelling speaks for it


class Strength(IntEnum):
    """How loudly the words before say "place"."""

    NONE = 0
    WEAK = 1  # a direction, an origin, a hashtag: only believed beside another place
    IN = 2  # في, ب, قرب …: enough for a name that is nothing else
    NOUN = 3  # محافظة, سكان, ساكن …: enough for a name that is also a word


class Cue(NamedTuple):
    """`noun` is the kind of place that is said (governorate, region, town, village, hijra, centre, district) or ""."""

    strength: Strength
    noun: str = ""
    near: bool = False
    origin: bool = False


def before(words: Sequence[str], i: int, onto: str) -> Cue:
    """The cue for a name that begins at `words[i]`, with `onto` written onto it (`gazetteer.Form.onto`)."""
    last = words[i - 1] if i else ""
    second = words[i - 2] if i > 1 else ""
    if onto == "in":
        return Cue(Strength.IN)
    if onto == "to" or last in TO:
        return Cue(Strength.WEAK)
    if last in NOUNS:
        return Cue(Strength.NOUN, NOUNS[last])
    if last in PEOPLE or last in DWELL or last in LABEL:
        return Cue(Strength.NOUN)
    if last in NEAR or (last in FROM and second in CLOSE) or (last == "عن" and second in FAR):
        return Cue(Strength.IN, near=True)
    if last in IN or last in SIDE or last in OFFICE or last in INSTITUTION:
        return Cue(Strength.IN)
    if last in FROM:
        said = second in SUBJECT or (i > 2 and words[i - 3] in SUBJECT)
        return Cue(Strength.IN, origin=not said)
    return Cue(Strength.NONE)


def support(words: Sequence[str], i: int) -> int:
    """What the few words before `words[i]` say for it: 2 somebody dwells or has an office here, 1 a person (ارملة في الدرب)."""
    before = words[max(0, i - _REACH) : i]
    return 0 if _TOLD.isdisjoint(before) else 1 if _SUPPORT.isdisjoint(before) else 2


def told_after(words: Sequence[str], j: int) -> int:
    """1 if the words from `words[j]` on speak of people who are there: بطريف عندنا حرمه, في لينة ام ثمان بنات."""
    return 0 if SUBJECT.isdisjoint(words[j : j + _AFTER]) else 1


def away(words: Sequence[str], i: int) -> bool:
    """Whether the few words before `words[i]` say: treated, held, at work or at school there, or come from there."""
    return not AWAY.isdisjoint(words[max(0, i - _AWAY_REACH) : i])
