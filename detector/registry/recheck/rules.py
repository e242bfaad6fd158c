"""The article's three outcomes, what the program may propose, and the life of a finding as a table. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from detector.errors import DetectorError
from detector.registry.agencies import Reason


class Proposal(enum.StrEnum):
    """What the program may say about somebody whom an agency named. It never says more than this."""

    DROP = "drop"
    HOLD = "hold"


class FindingState(enum.StrEnum):
    PROPOSED = "proposed"  # by the program; nobody looked yet
    DROP_WAITS = "drop_waits"  # an officer said drop; a second one must agree
    HOLD_WAITS = "hold_waits"
    IN_ORDER = "in_order"  # somebody looked: the claim was wrong, or does not matter
    HELD = "held"  # held pending a check
    DROPPED = "dropped"


F = FindingState

MOVES: dict[FindingState, frozenset[FindingState]] = {
    F.PROPOSED: frozenset({F.IN_ORDER, F.DROP_WAITS, F.HOLD_WAITS}),
    F.DROP_WAITS: frozenset({F.DROPPED, F.PROPOSED}),
    F.HOLD_WAITS: frozenset({F.HELD, F.PROPOSED}),
    F.HELD: frozenset({F.IN_ORDER, F.DROP_WAITS}),
    F.DROPPED: frozenset({F.PROPOSED}),  # an objection: looked at anew
    F.IN_ORDER: frozenset(),
}
SECONDED = {F.DROP_WAITS: F.DROPPED, F.HOLD_WAITS: F.HELD}
FIRST_WORD = {"in_order": F.IN_ORDER, "drop": F.DROP_WAITS, "hold": F.HOLD_WAITS}


class IllegalFindingMove(DetectorError):
    """A finding has no such move; facts: `now`, `to`."""

    code, status = "M412", 409


def move(now: FindingState, to: FindingState) -> FindingState:
    """`to`, or `IllegalFindingMove`."""
    if to not in MOVES[now]:
        raise IllegalFindingMove(now=now.value, to=to.value)
    return to


def propose(hits: Iterable[tuple[str, str]]) -> Proposal:
    """From the (agency, reason) pairs that were answered yes, at least one.

    Two agencies that name somebody independently, or the register of deaths, are put first (drop); one agency alone is
    held pending a check. It only orders the work: both need two people. The cut is ours; the article tells the outcomes
    (69,000 and 38,000) and not how they were told apart.
    """
    pairs = set(hits)
    if not pairs:
        raise ValueError("nothing was found")
    several = len({agency for agency, _ in pairs}) > 1
    return Proposal.DROP if several or any(reason == Reason.DEATH for _, reason in pairs) else Proposal.HOLD
