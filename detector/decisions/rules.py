"""Outcomes, which of them are adverse, and what a decision needs. Pure: the rules only say what is missing."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from detector.cases.lifecycle import IllegalMove


class Outcome(enum.StrEnum):
    REGISTERED = "registered"  # handed over to the registry
    ALREADY_REGISTERED = "already_registered"
    REFERRED = "referred"  # to a charity or another programme, told which
    HELD = "held"  # waits for a check that is named
    NOT_ELIGIBLE = "not_eligible"
    UNREACHABLE = "unreachable"
    DUPLICATE = "duplicate"
    NOT_A_CASE = "not_a_case"  # the report tells of no household in need


# What would take something from a family: never one person's word.
ADVERSE = frozenset({Outcome.HELD, Outcome.NOT_ELIGIBLE, Outcome.UNREACHABLE, Outcome.DUPLICATE, Outcome.NOT_A_CASE})


class DecisionState(enum.StrEnum):
    PROPOSED = "proposed"
    FINAL = "final"
    RETURNED = "returned"  # the second officer sent it back


# A decision that is not adverse begins as FINAL; nothing that was decided is ever rewritten.
DECISION_MOVES: Mapping[DecisionState, frozenset[DecisionState]] = {
    DecisionState.PROPOSED: frozenset({DecisionState.FINAL, DecisionState.RETURNED}),
    DecisionState.FINAL: frozenset(),
    DecisionState.RETURNED: frozenset(),
}


def move(now: DecisionState, to: DecisionState) -> DecisionState:
    """Raises `IllegalMove`."""
    if to not in DECISION_MOVES[now]:
        raise IllegalMove(now=now.value, to=to.value)
    return to


# Why, in a word that can be counted. Outcomes that stand here need one: which programme, which check, which condition.
REASON_CODES: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.REFERRED: ("charity", "alimony_fund", "citizen_account", "gosi", "housing", "health", "other_programme"),
    Outcome.HELD: ("identity", "documents", "second_visit", "R1", "R2", "R3", "R4", "R6"),
    # Law M/32 Art. 9 and 17, and what a link may have shown. R5 and R7 have no source, so they prove nothing.
    Outcome.NOT_ELIGIBLE: (
        "income",
        "wealth",
        "residence",
        "nationality",
        "no_need_found",
        "R1",
        "R2",
        "R3",
        "R4",
        "R6",
    ),
    # What the text was instead: each code is a lesson for the reader (learning.labels).
    Outcome.NOT_A_CASE: (
        "solicitation",
        "opinion",
        "announcement",
        "question",
        "circulated",
        "past_need",
        "abroad",
        "no_household",
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What stands in the file when a decision is proposed.

    `match`: a registry answered about somebody of the household. `unsettled`: an answer is UNSURE still. `on_rolls`: it
    holds one of them, judged SAME. `unreachable`: the attempts are used up, or no contact is wished. `confirmed`: reasons
    (R1 …) that an agency named and a person confirmed. `disputed`: claims that the family disputes and nobody looked into.
    """

    consent: bool = False
    visit: bool = False
    match: bool = False
    unsettled: bool = False
    on_rolls: bool = False
    unreachable: bool = False
    confirmed: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()


def missing(outcome: Outcome, known: Known, reason_code: str | None = None) -> tuple[str, ...]:
    """What the file lacks for this outcome, as codes for review_ui.words; empty when a person may decide it."""
    lacks: list[tuple[str, bool]] = []
    if outcome is Outcome.REGISTERED:
        lacks = [("consent", not known.consent), ("visit", not known.visit), *_registry(known)]
    elif outcome is Outcome.ALREADY_REGISTERED:
        lacks = [("consent", not known.consent), *_registry(known), ("same_person", not known.on_rolls)]
    elif outcome is Outcome.NOT_ELIGIBLE:
        claim = reason_code is not None and reason_code.startswith("R")
        lacks = [
            ("visit", not known.visit),
            ("confirmed_claim", claim and reason_code not in known.confirmed),
            ("dispute_open", bool(known.disputed)),
        ]
    elif outcome is Outcome.UNREACHABLE:
        lacks = [("contact_attempts", not known.unreachable)]
    lacks.append(("reason_code", outcome in REASON_CODES and reason_code is None))
    return tuple(name for name, absent in lacks if absent)


def _registry(known: Known) -> list[tuple[str, bool]]:
    return [("match", not known.match), ("unsure_match", known.unsettled)]


def fits(outcome: Outcome, reason_code: str | None) -> bool:
    """Whether the code is one of the outcome's; outcomes without a list take none."""
    return reason_code is None or reason_code in REASON_CODES.get(outcome, ())
