"""How many people live in the household that a text tells of. Counted from the telling, never invented."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp_models.extract import household_words as lex
from nlp_models.extract.household_adults import (
    adults,
    is_family,
    is_gone,
    keeps_kin,
    lives_together,
    meant,
    shares_roof,
)
from nlp_models.extract.household_mentions import People, people, runs
from nlp_models.extract.household_telling import COUNTS_WITH_ARTICLE, Telling, telling
from nlp_models.extract.household_totals import TOGETHER, alone, stated
from nlp_models.extract.numerals import SPELLED
from nlp_models.text.clean import clean
from nlp_models.text.tokens import words as split
from nlp_models.types import Clean

_JOINED = frozenset(f"{onto}{word}" for onto in lex.ONTO for word in (*lex.ONES, *lex.PLURALS, *lex.TWOS))
_TOLD = lex.ALONE | lex.WE | lex.FAMILY | lex.DWELL | lex.HAVE | lex.KEEPS | lex.HEAD | lex.SOULS | lex.HOME | lex.COUNT
_GATE = (
    frozenset(lex.KNOWN)
    | frozenset(TOGETHER)
    | lex.PERSONS
    | lex.PERSONS_TWO
    | lex.THEY
    | _TOLD
    | {f"و{word}" for word in _TOLD}
)
# Without a numeral, a dual, kin that are joined or somebody alone, nothing can be counted.
_COUNTS = (
    SPELLED
    | COUNTS_WITH_ARTICLE
    | frozenset(TOGETHER)
    | frozenset(lex.TWOS)
    | _JOINED
    | lex.ALONE
    | lex.PERSONS_TWO
    | lex.INFANT
    | lex.WITH
)
_DIGIT = re.compile("[0-9]")


def household_size(text: str, cleaned: Clean | None = None) -> int | None:
    """The number of people in the household, None where the text does not tell.

    The teller or the parent is counted with the children (عندي خمس بزران is 6), a husband or wife where one is named
    and neither dead, gone nor in prison. A plural without a number (عيالي) tells nothing. Ages, months, money, rooms
    and other people's children are no household.
    """
    cleaned = cleaned or clean(text)
    words = split(cleaned.text)
    if _GATE.isdisjoint(words) or (_COUNTS.isdisjoint(words) and not _DIGIT.search(cleaned.text)):
        return None
    told = telling(cleaned.text)
    size = stated(told)
    if size is None:
        size = _composed(told)
    return 1 if size is None and alone(told.words) else size


def _composed(told: Telling) -> int | None:
    """The first list of people that says whose it is: adults and children, or kin who are kept or live together."""
    words = told.words
    for said in runs(words, people(told)):
        here = meant(words, [p for p in said if p.count != 1 or not is_gone(words, p)])
        if not here or any(p.count is None for p in here):
            continue
        total = sum(p.count or 0 for p in here)
        if any(p.role == "some" for p in here):
            return total
        if shares_roof(words, here):
            return total + 1
        if _has_children(words, here):
            more = adults(words, here)
            if more is not None:
                return total + more
        elif is_family(words, here):
            return total
        elif keeps_kin(words, here):
            named = any(p.role in ("self", "head") for p in here) or words[max(0, here[0].first - 1)] in lex.WE
            return total if named else total + 1
    return None


def _has_children(words: Sequence[str], here: Sequence[People]) -> bool:
    """Counted children. One child (عندي ولد معاق) says nothing of others, unless it is said to live with them."""
    children = sum(p.count or 0 for p in here if p.role == "child")
    if len(here) == 1 and children == 1:  # متزوج وعندي طفل: the status, and then all the children there are
        status = lex.MARRIED | lex.WITHOUT_SPOUSE
        before = {word.removeprefix("و") for word in words[max(0, here[0].first - 4) : here[0].first]}
        return words[here[0].first] in lex.INFANT and not status.isdisjoint(before)
    if children == 1 and len(here) > 1:
        roles = {p.role for p in here}
        family = "spouse" in roles and (bool(roles & {"head", "self"}) or words[here[0].first] in lex.A_WIFE)
        return family or lives_together(words, here[0].first, here[-1].last)
    return children > 1
