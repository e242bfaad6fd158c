"""Do two reports tell of one household? A pure judgement over what is known of both, with its reasons.

Joining two families hides one of them, so only strong grounds join by themselves: one national ID, or the same words with no
fact that differs. Facts that agree (place, household, illness, a roof that fell) are suggested to a person, never more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from detector.cases.models import LinkState
from detector.reports.fingerprint import likeness
from nlp_models.extract.story import PLAIN, Story, rarity

JOIN, SUGGEST = 0.80, 0.50  # estimated Jaccard of word triples; near-copies of one post lie above 0.8

# Log-odds that two reports tell of one household: a logistic regression over the first 228 texts of the tests' set,
# rounded (docs/decisions/0009-one-family-one-case.md). A sum of zero, a score of 0.5, is where a person is asked.
START = -3.8
SAME_PLACE, OTHER_PLACE = 2.5, -2.6
SAME_SIZE, OTHER_SIZE, SIZES_APART = 0.7, -2.0, 2  # one more or less is whether the teller was counted
CIRCUMSTANCE, COUNT, WORD = 0.42, 0.5, 0.07  # times the rarity of what both tell
OTHER_COUNT = -1.2
SHARED_PHONE = 4.0  # may be the neighbour's or the journalist's, who tells of several families


@dataclass(frozen=True, slots=True)
class Told:
    """What linking knows of a report: its signature, the blind indexes of its numbers by type, and the facts it tells."""

    report_id: int
    minhash: bytes
    numbers: dict[str, frozenset[str]] = field(default_factory=dict)
    governorate: str | None = None
    region: str | None = None
    size: int | None = None
    story: Story = field(default_factory=Story)

    def all_numbers(self) -> frozenset[str]:
        return frozenset().union(*self.numbers.values())


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (points above zero) or against: place, size, circumstance, count, words, phone."""

    name: str
    what: str
    points: float


@dataclass(frozen=True, slots=True)
class Ground:
    """Why two reports are linked, and whether a person must confirm it."""

    state: LinkState
    why: str
    score: float
    reasons: tuple[Reason, ...] = ()


def compare(new: Told, old: Told) -> Ground | None:
    """The ground for linking `new` to the case of `old`; None when there is none."""
    if new.numbers.get("national_id", frozenset()) & old.numbers.get("national_id", frozenset()):
        return Ground(LinkState.CONFIRMED, "same_identifier", 1.0)
    words = likeness(new.minhash, old.minhash)
    if words >= JOIN and not differ(new, old):
        return Ground(LinkState.CONFIRMED, "near_words", words, tuple(weigh(new, old)))
    reasons = tuple(weigh(new, old))
    score = 1 / (1 + math.exp(-START - sum(reason.points for reason in reasons)))
    if new.all_numbers() & old.all_numbers():
        return Ground(LinkState.SUGGESTED, "same_identifier", max(score, words, SUGGEST), reasons)
    if words >= SUGGEST:
        return Ground(LinkState.SUGGESTED, "near_words", words, reasons)
    return Ground(LinkState.SUGGESTED, "same_facts", score, reasons) if score >= SUGGEST else None


def differ(new: Told, old: Told) -> bool:
    """Whether copies of one text differ in a fact: another number, place or count is often another family that borrowed
    the words. A copy that was cut lacks facts and has none of its own, so it does not differ."""
    if new.governorate and old.governorate and new.governorate != old.governorate:
        return True
    pairs = (
        (new.all_numbers(), old.all_numbers()),
        (new.story.counts, old.story.counts),
        (new.story.names, old.story.names),
    )
    return any(ours - theirs and theirs - ours for ours, theirs in pairs) or (
        bool(new.all_numbers() and old.all_numbers()) and not new.all_numbers() & old.all_numbers()
    )


def weigh(new: Told, old: Told) -> Iterator[Reason]:
    """What both tell, and what they tell differently, as points."""
    yield from _places(new, old)
    if new.size and old.size:
        if new.size == old.size:
            yield Reason("size", str(new.size), SAME_SIZE)
        elif abs(new.size - old.size) >= SIZES_APART:
            yield Reason("size", f"{old.size}/{new.size}", OTHER_SIZE)
    for one in sorted(new.story.circumstances & old.story.circumstances):
        yield Reason("circumstance", one, round(CIRCUMSTANCE * rarity(f"={one}"), 2))
    yield from _counts(new.story.counts, old.story.counts)
    shared = set(new.story.words) & set(old.story.words)
    if shared:
        yield Reason("words", str(len(shared)), round(WORD * sum(map(rarity, sorted(shared))), 2))
    if new.all_numbers() & old.all_numbers():
        yield Reason("phone", "", SHARED_PHONE)


def _places(new: Told, old: Told) -> Iterator[Reason]:
    """A name of a place in both texts counts as one place even where the reader found none, or another one."""
    named = sorted(new.story.names & old.story.names)
    if new.governorate and new.governorate == old.governorate:
        yield Reason("place", new.governorate, SAME_PLACE)
    elif named:
        yield Reason("place", named[0], SAME_PLACE)
    elif new.governorate and old.governorate:
        yield Reason("place", f"{old.governorate}/{new.governorate}", OTHER_PLACE)
    elif new.region and old.region and new.region != old.region:
        yield Reason("place", f"{old.region}/{new.region}", OTHER_PLACE)


def _counts(new: frozenset[str], old: frozenset[str]) -> Iterator[Reason]:
    """Shared counts by their rarity; a thing that both count, differently, once. Numbers of unknown things say nothing."""
    for count in sorted(new & old):
        if not count.startswith(PLAIN):
            yield Reason("count", count, round(COUNT * rarity(f"#{count}"), 2))
    things = [{count.partition(":")[0] for count in counts} - {PLAIN} for counts in (new, old, new & old)]
    for thing in sorted((things[0] & things[1]) - things[2]):
        yield Reason("count", thing, OTHER_COUNT)
