"""Do two reports tell of one household? A pure judgement over what is known of both.

Joining two families hides one of them, so only strong grounds join by themselves; weaker ones are suggested to a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detector.cases.models import LinkState
from detector.reports.fingerprint import likeness

JOIN, SUGGEST = 0.80, 0.50  # estimated Jaccard of word triples; near-copies of one post lie above 0.8


@dataclass(frozen=True, slots=True)
class Told:
    """What linking knows of a report: its signature and the blind indexes of its numbers, by type."""

    report_id: int
    minhash: bytes
    numbers: dict[str, frozenset[str]] = field(default_factory=dict)

    def all_numbers(self) -> frozenset[str]:
        return frozenset().union(*self.numbers.values())


@dataclass(frozen=True, slots=True)
class Ground:
    """Why two reports are linked, and whether a person must confirm it."""

    state: LinkState
    why: str
    score: float


def compare(new: Told, old: Told) -> Ground | None:
    """The ground for linking `new` to the case of `old`; None when there is none."""
    if new.numbers.get("national_id", frozenset()) & old.numbers.get("national_id", frozenset()):
        return Ground(LinkState.CONFIRMED, "same_identifier", 1.0)
    score = likeness(new.minhash, old.minhash)
    # The same plea with another invoice or account number is often another family that borrowed the words.
    other_numbers = bool(new.all_numbers() and old.all_numbers() and not new.all_numbers() & old.all_numbers())
    if score >= JOIN and not other_numbers:
        return Ground(LinkState.CONFIRMED, "near_words", score)
    if new.all_numbers() & old.all_numbers():
        # A shared telephone may be the neighbour's or the journalist's, who tells of several families.
        return Ground(LinkState.SUGGESTED, "same_identifier", max(score, SUGGEST))
    if score >= SUGGEST:
        return Ground(LinkState.SUGGESTED, "near_words", score)
    return None
