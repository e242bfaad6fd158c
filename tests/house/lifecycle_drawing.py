"""Draws docs/guide/lifecycles.md from the table: `python -m tests.house.lifecycle_drawing`."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.cases.lifecycle import MOVES, OPEN, Status
from detector.decisions.objections import MOVES as OBJECTION_MOVES
from detector.decisions.objections import ObjectionState
from detector.decisions.rules import DECISION_MOVES, DecisionState
from detector.guidance.rules import PAYMENT_MOVES, PaymentState
from detector.visits.campaigns.lifecycle import MOVES as CAMPAIGN_MOVES
from detector.visits.campaigns.lifecycle import CampaignStatus

PAGE = Path(__file__).parents[2] / "docs/guide/lifecycles.md"

HEAD = """# The life of a case

Drawn from `detector/cases/lifecycle.py` by `python -m tests.house.lifecycle_drawing`; a test holds the two equal.
Every move is written down with who made it and why, and goes through one function (`cases.service.set_status`). Nothing
here moves by the reader's word: the program itself only gives back what was claimed and left, and puts payment issues on
the guidance track.
"""


@dataclass(frozen=True)
class Cycle:
    """A life cycle beside the case's: its states, its table, where it begins, and the one door its moves go through."""

    title: str
    states: type[enum.StrEnum]
    moves: Mapping[Any, Collection[Any]]
    begins: tuple[Any, ...]
    door: str


OTHERS = (
    Cycle(
        "a decision", DecisionState, DECISION_MOVES, (DecisionState.PROPOSED, DecisionState.FINAL),
        "`decisions.service.second`. What is not adverse begins as final; nothing that was decided is rewritten.",
    ),
    Cycle(
        "an objection", ObjectionState, OBJECTION_MOVES, (ObjectionState.FILED,),
        "`decisions.objecting`. It is answered by an officer who had no part in the decision.",
    ),
    Cycle(
        "a campaign", CampaignStatus, CAMPAIGN_MOVES, (CampaignStatus.DRAFTED,),
        "`visits.campaigns.service.set_status`. A stop's result never changes its case: nobody at home leads to another date.",
    ),
    Cycle(
        "a payment", PaymentState, PAYMENT_MOVES, (PaymentState.UNKNOWN, PaymentState.REJECTED, PaymentState.SUSPENDED),
        "`guidance.service`. A payment that arrived can come back from the bank; what is known is never unlearned.",
    ),
)  # fmt: skip


def _meanings(states: type[enum.StrEnum]) -> dict[str, str]:
    """What the table's own comments say of each status."""
    return dict(re.findall(r'^    [A-Z_]+ = "(\w+)"(?:  # (.*))?$', inspect.getsource(states), re.MULTILINE))


def _arrows(states: type[enum.StrEnum], moves: Mapping[Any, Collection[Any]]) -> list[str]:
    lines = [f"    {now} --> {to}" for now in states for to in sorted(moves[now], key=list(states).index)]
    return lines + [f"    {state} --> [*]" for state in states if not moves[state]]


def draw() -> str:
    """The page: a state diagram of every legal move, and what each status means."""
    lines = [HEAD, "```mermaid", "stateDiagram-v2", "    [*] --> queued: a report was flagged, or a tip was read"]
    lines += ["    [*] --> guided: a payment issue"]
    lines += _arrows(Status, MOVES)
    lines += ["```", "", "| status | open | what it means |", "|---|---|---|"]
    for value, meaning in _meanings(Status).items():
        lines.append(
            f"| `{value}` | {'yes' if Status(value) in OPEN else 'no'} | {meaning or value.replace('_', ' ')} |"
        )
    for cycle in OTHERS:
        lines += ["", f"# The life of {cycle.title}", "", f"Moves go through {cycle.door} Each is in the journal.", ""]
        lines += ["```mermaid", "stateDiagram-v2", *(f"    [*] --> {state}" for state in cycle.begins)]
        lines += [*_arrows(cycle.states, cycle.moves), "```", "", "| state | what it means |", "|---|---|"]
        lines += [f"| `{value}` | {meaning or value} |" for value, meaning in _meanings(cycle.states).items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(draw(), encoding="utf-8")
