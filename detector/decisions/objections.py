"""An objection to a decision: its life, and its clock. Pure.

How long a family has, and how long the answer may take, stands in no text that was read: the law M/32 names no period (domain
notes 1.5). Both are settings; while no source is named for them they are shown to staff as unverified, and to families not
at all. A late objection is taken like any other: only a person may say that it came too late.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta

from detector.cases.lifecycle import IllegalMove


class ObjectionState(enum.StrEnum):
    FILED = "filed"  # waits for an officer who had no part in the decision
    UPHELD = "upheld"  # the case goes back to the queue
    REJECTED = "rejected"  # with reasons; the decision stands
    WITHDRAWN = "withdrawn"  # the family took it back


S = ObjectionState
MOVES: dict[ObjectionState, frozenset[ObjectionState]] = {
    S.FILED: frozenset({S.UPHELD, S.REJECTED, S.WITHDRAWN}),
    S.UPHELD: frozenset(),
    S.REJECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
}


def move(now: ObjectionState, to: ObjectionState) -> ObjectionState:
    """Raises `IllegalMove`."""
    if to not in MOVES[now]:
        raise IllegalMove(now=now.value, to=to.value)
    return to


@dataclass(frozen=True, slots=True)
class Clock:
    """Days, counted on the calendar. `source`: where they stand; empty while nobody verified them."""

    file_within: int
    answer_within: int
    source: str = ""

    @property
    def verified(self) -> bool:
        return bool(self.source.strip())

    def last_day(self, decided: date) -> date:
        return decided + timedelta(days=self.file_within)

    def answer_due(self, filed: date) -> date:
        return filed + timedelta(days=self.answer_within)
