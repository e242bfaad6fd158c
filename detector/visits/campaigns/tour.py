"""What is planned, and the plan: plain values between the database and the solver. Pure.

Times are seconds since midnight in Riyadh, lengths are metres, drives are seconds. Place 0 is always the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]  # places x places


class Point(NamedTuple):
    """Degrees."""

    lat: float
    lon: float


class Span(NamedTuple):
    """From `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Roads:
    """Lengths and drives between all places, and where they come from."""

    metres: Matrix
    seconds: Matrix
    source: Literal["great_circle", "routing_service"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One household to visit. `key` is the caller's own id."""

    key: int
    place: int  # row of the matrices
    urgent: bool = False
    needs_woman: bool = False  # only a team with a woman may go there


@dataclass(frozen=True, slots=True)
class Team:
    """`with_woman` says whether a woman is on it (visits.rules)."""

    with_woman: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """The stops in the order of the queue; `parts` are the working hours of one day, without the pauses."""

    stops: Sequence[Stop]
    roads: Roads
    teams: Sequence[Team]
    days: int
    parts: Sequence[Span]
    service: int  # seconds at each home


@dataclass(frozen=True, slots=True)
class Call:
    """When the team stands at a stop's door, and when it leaves."""

    stop: Stop
    arrive: int
    leave: int
    metres: int  # from the place before


@dataclass(frozen=True, slots=True)
class Round:
    """One team's day, from the office back to it."""

    day: int
    team: int
    calls: tuple[Call, ...]
    back: int
    metres: int  # with the way home


@dataclass(frozen=True, slots=True)
class Plan:
    """`left_over` fit into none of the days, or lie too far for a day's drive; `naive_…` visit the same stops as listed."""

    rounds: tuple[Round, ...]
    left_over: tuple[Stop, ...]
    metres: int
    naive_metres: int
    naive_days: int
