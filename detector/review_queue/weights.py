"""The weights of the queue's sum: what the committee discusses. Pure; review_queue.tuning keeps their history.

Each is a number with a name (`need.food`, `per_person`), so that a form, a comparison and a history read them alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from detector.errors import BadInput

Weights = Mapping[str, float]

STANDARD: Weights = MappingProxyType(
    {
        "kind.hardship_case": 10.0,
        "kind.payment_issue": 5.0,  # a beneficiary in hunger still has a programme behind them
        "kind.other": 2.0,  # a person asked for a visit where the reader saw no case
        "hardship": 10.0,  # times the reader's probability
        "urgency.none": 0.0,
        "urgency.soon": 12.0,
        "urgency.immediate": 30.0,
        "need.food": 8.0,
        "need.housing": 7.0,
        "need.utilities": 6.0,
        "need.no_income": 6.0,
        "need.disability": 6.0,
        "need.illness": 6.0,
        "need.orphan": 6.0,
        "need.elderly": 5.0,
        "need.widow": 5.0,
        "need.divorced_or_abandoned": 5.0,
        "need.prisoner_family": 5.0,
        "need.no_documents": 4.0,
        "need.large_family": 4.0,
        "need.unemployment": 3.0,
        "need.debt": 3.0,
        "need.education": 2.0,
        "need.other": 2.0,  # a need that a newer reader knows and this table does not yet
        "per_person": 1.0,
        "per_report": 1.0,  # a further telling; more than a few are circulation, not need
        "per_doubt": 0.05,  # share of the points
        "doubts_take": 0.2,  # the most that all doubts together may take, as a share of the points
        "daily": 0.5,  # points a day of waiting: a month outweighs any one circumstance
    }
)
SHARES = {"per_doubt": 0.2, "doubts_take": 0.5}  # the most: doubts move a case down and never out
MOST = 60.0  # points; more in one weight would make the others meaningless
MOST_DAILY = 5.0


def most_of(name: str) -> float:
    """The upper bound of a weight; the lower one is zero."""
    return SHARES.get(name, MOST_DAILY if name == "daily" else MOST)


def checked(given: Mapping[str, float]) -> Weights:
    """All weights, the standing ones filled in by name. Raises `BadInput` (unknown name, out of bounds, urgency upside down)."""
    unknown = given.keys() - STANDARD.keys()
    if unknown:
        raise BadInput(field=min(unknown), why="unknown")
    merged = {name: float(given.get(name, standard)) for name, standard in STANDARD.items()}
    for name, value in merged.items():
        if not math.isfinite(value) or not 0 <= value <= most_of(name):
            raise BadInput(field=name, why="out_of_range", least=0, most=most_of(name))
    if not merged["urgency.none"] <= merged["urgency.soon"] <= merged["urgency.immediate"]:
        raise BadInput(field="urgency.soon", why="out_of_range")
    for name in ("kind.hardship_case", "kind.payment_issue", "kind.other"):
        if merged[name] == 0:  # every case keeps a point of its own, so that doubts can never make it worth nothing
            raise BadInput(field=name, why="out_of_range", least=0.001, most=MOST)
    return MappingProxyType({name: round(value, 3) for name, value in merged.items()})
