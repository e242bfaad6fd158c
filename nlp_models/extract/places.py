"""Places that a text names with a cue.

A name alone is never a place (real ones are called ظلم, حقل, البيت): في, ب, محافظة, سكان … must lead to it, and more
for a name that is also a word. Names that several places bear are told apart by another place in the same text, else
the candidates are listed and a person picks. A home is never inferred from anything but the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nlp_models.extract import place_cues as cues
from nlp_models.extract.gazetteer import Known, forms
from nlp_models.extract.place_cues import Strength
from nlp_models.extract.place_mentions import Mention, free, known, names
from nlp_models.lexicons.places import regions
from nlp_models.text.clean import clean
from nlp_models.text.tokens import tokens, words
from nlp_models.types import Clean, Place, Precision

_FREE_NOUNS = frozenset(word for word, noun in cues.NOUNS.items() if noun in ("village", "hijra", "district"))
_ELSEWHERE = 3
_SMALL = ("district", "village", "hijra")  # what may bear a name that the list has only elsewhere
_BETWEEN = cues.LINK | cues.NEAR | cues.CLOSE
_REGION_NAMES = frozenset(region.name_ar for region in regions())
_PRECISION: dict[str, Precision] = {"region": "region", "governorate": "governorate"}


def find_places(text: str, cleaned: Clean | None = None) -> tuple[Place, ...]:
    """Every place with a cue, in the order of the text; neighbours that say one place (حي X بجدة) are one."""
    cleaned = cleaned or clean(text)
    return tuple(_place(text, cleaned, mention, found) for mention, found in _resolved(cleaned.text))


def find_place(text: str, cleaned: Clean | None = None) -> Place | None:
    """The place that the text is about: where somebody dwells before where something is, the first of equals."""
    cleaned = cleaned or clean(text)
    found = _resolved(cleaned.text)
    if not found:
        return None
    best = max(found, key=lambda pair: (_about(pair[0]), -pair[0].first))
    return _place(text, cleaned, *best)


def _about(mention: Mention) -> int:
    """How much speaks for it that the household is there."""
    return mention.cue.strength + mention.support - (_ELSEWHERE if mention.away else 0)


def _resolved(text: str) -> list[tuple[Mention, tuple[Known, ...]]]:
    found = words(text)
    if forms().keys().isdisjoint(found) and _FREE_NOUNS.isdisjoint(found):
        return []
    spots = names(found)
    if not spots and _FREE_NOUNS.isdisjoint(found):
        return []
    split = tokens(text)
    named = list(known(found, split, text, spots))
    freely = list(free(found, split, named))
    accepted = [mention for mention in named if mention.accepted] + freely
    accepted += _spoken_for([mention for mention in named if not mention.accepted], accepted)
    inside = {i for mention in freely for i in range(mention.first + 1, mention.last)}
    outer = sorted((m for m in accepted if m.first not in inside), key=lambda mention: mention.first)
    context = _context([mention for mention in named if mention.cue.strength > Strength.NONE])
    return [(mention, _told_apart(mention, context)) for mention in _merged(outer, found)]


def _spoken_for(waiting: Sequence[Mention], accepted: Sequence[Mention]) -> list[Mention]:
    """Of the names that need support, those that share a region with a place that is sure."""
    sure = {place.region for mention in accepted for place in mention.bearers}
    return [
        mention
        for mention in waiting
        if mention.cue.strength >= (Strength.IN if mention.needs_more else Strength.WEAK)
        and any(place.region in sure for place in mention.bearers)
    ]


def _merged(mentions: Sequence[Mention], found: Sequence[str]) -> list[Mention]:
    """Neighbours as one mention of the smaller place: حي النسيم بالرياض, جدة حي السلام, لينة قرب رفحاء."""
    merged: list[Mention] = []
    for mention in mentions:
        last = merged[-1] if merged else None
        if last and not mention.listed and _BETWEEN.issuperset(found[last.last : mention.first]):
            inner = _smaller(last, mention) or _smaller(mention, last)
            if inner is not None:
                inner.first, inner.last = last.first, mention.last
                inner.start, inner.end = last.start, mention.end
                inner.support = max(last.support, mention.support)
                merged[-1] = inner
                continue
        merged.append(mention)
    return merged


def _smaller(inner: Mention, outer: Mention) -> Mention | None:
    """`inner` as lying in `outer`, None if it does not. A district that the list has elsewhere is a free name here."""
    lying = tuple(place for place in inner.bearers if any(_lies_in(place, around) for around in outer.bearers))
    if lying:
        inner.bearers = lying
    elif inner.cue.noun in _SMALL and outer.bearers and outer.bearers[0].kind in ("governorate", "town"):
        inner.named = inner.named or (inner.start + inner.noun, inner.end)
        inner.bearers = outer.bearers
    else:
        return None
    return inner


def _lies_in(place: Known, around: Known) -> bool:
    if place.region != around.region or place == around:
        return False
    if around.kind == "region" or around.name in _REGION_NAMES:
        return place.kind != "region"
    return around.kind == "governorate" and place.governorate == around.governorate


def _context(mentions: Sequence[Mention]) -> Counter[str | None]:
    """How many mentions could lie in each governorate and region."""
    said: Counter[str | None] = Counter()
    for mention in mentions:
        said.update({place.governorate for place in mention.bearers} | {place.region for place in mention.bearers})
    return said


def _told_apart(mention: Mention, context: Counter[str | None]) -> tuple[Known, ...]:
    """The bearers of an ambiguous name that another place of the text speaks for, all of them where none does."""
    if len(mention.bearers) > 1:
        for narrower in ("governorate", "region"):  # the mention itself is counted once in the context
            if kept := tuple(place for place in mention.bearers if context[getattr(place, narrower)] > 1):
                return kept
    return tuple(place for place in mention.bearers if not place.imported) or mention.bearers


def _place(text: str, cleaned: Clean, mention: Mention, found: tuple[Known, ...]) -> Place:
    start, end = cleaned.origin(mention.start, mention.end)
    codes = {place.region for place in found}
    governorates = {place.governorate for place in found}
    name = found[0].name if found else ""
    precision = _PRECISION.get(found[0].kind, "town") if found else "named"
    if mention.named:
        first, last = cleaned.origin(*mention.named)
        name, precision = text[first:last], "named"
    if mention.cue.near and mention.cue.noun:
        precision = "near"
    return Place(
        text=text[start:end], start=start, end=end, name=name,
        region=codes.pop() if len(codes) == 1 else None,
        governorate=governorates.pop() if len(governorates) == 1 else None,
        precision=precision,
        candidates=tuple(place.title for place in found) if len(found) > 1 else (),
    )  # fmt: skip
