"""What the program may propose, and what only people may say."""

from __future__ import annotations

import pytest

from detector.registry.recheck.rules import (
    FIRST_WORD,
    MOVES,
    SECONDED,
    FindingState,
    IllegalFindingMove,
    Proposal,
    move,
    propose,
)


@pytest.mark.parametrize(
    ("hits", "proposal"),
    [
        ([("gosi", "R3")], Proposal.HOLD),
        ([("zatca", "R4"), ("zatca", "R6")], Proposal.HOLD),
        ([("gosi", "R3"), ("commerce", "R4")], Proposal.DROP),
        ([("civil_affairs", "R7")], Proposal.DROP),
    ],
)
def test_one_agency_holds_and_two_or_a_death_come_first(hits: list[tuple[str, str]], proposal: Proposal) -> None:
    assert propose(hits) is proposal


def test_nothing_is_proposed_from_nothing() -> None:
    with pytest.raises(ValueError):
        propose([])


def test_dropped_and_held_are_reached_only_through_a_second_officer() -> None:
    for outcome in (FindingState.DROPPED, FindingState.HELD):
        before = {state for state, to in MOVES.items() if outcome in to}
        assert before == {waits for waits, after in SECONDED.items() if after is outcome}
    assert set(FIRST_WORD.values()) <= MOVES[FindingState.PROPOSED]
    with pytest.raises(IllegalFindingMove):
        move(FindingState.PROPOSED, FindingState.DROPPED)
