"""How a campaign is laid out on a page: its days by team, what has no day, and a map of plain points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import cos, radians
from typing import NamedTuple

from detector.cases.lifecycle import Status
from detector.clock import RIYADH
from detector.visits.campaigns.bring_list import Home, Item, bring_list
from detector.visits.campaigns.gaps import WAITING
from detector.visits.campaigns.models import Campaign
from detector.visits.campaigns.pauses import is_hot
from detector.visits.campaigns.queries import StopLine
from detector.visits.campaigns.tour import Point

WIDTH = 600  # units of the drawing


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One team's day as it is read and printed."""

    day: date
    team: int
    members: list[str]
    lines: list[StopLine]
    km: float
    back: datetime
    bring: list[Item]


@dataclass(frozen=True, slots=True)
class Layout:
    """Every stop is in exactly one of the four."""

    days: list[TeamDay]
    unplaced: list[StopLine]
    left_over: list[StopLine]
    gone: list[StopLine]  # visited, closed or withdrawn before the plan


def layout(campaign: Campaign, lines: Sequence[StopLine]) -> Layout:
    routed = [line for line in lines if line.stop.day is not None]
    rest = [line for line in lines if line.stop.day is None]
    waiting = [line for line in rest if Status(line.status) in WAITING]
    return Layout(
        _days(campaign, routed),
        [line for line in waiting if line.stop.lat is None],
        [line for line in waiting if line.stop.lat is not None],
        [line for line in rest if line not in waiting],
    )


def _days(campaign: Campaign, lines: Sequence[StopLine]) -> list[TeamDay]:
    found = []
    for one in campaign.rounds:
        day = date.fromisoformat(campaign.days[one["day"]])
        mine = [line for line in lines if line.stop.day == day and line.stop.team == one["team"]]
        mine.sort(key=lambda line: line.stop.turn or 0)
        homes = [Home(line.needs, line.visit_agreed) for line in mine]
        found.append(
            TeamDay(
                day, one["team"], campaign.teams[one["team"]]["members"], mine, one["km"], at(day, one["back"]),
                bring_list(homes, km=one["km"], hot=is_hot(day)),
            )
        )  # fmt: skip
    return found


def at(day: date, seconds: int) -> datetime:
    """A time of day in Riyadh."""
    return datetime.combine(day, time(), RIYADH) + timedelta(seconds=seconds)


class Dot(NamedTuple):
    """A point of the map in units of the drawing; `r` is 0 for an office, which is a square."""

    x: float
    y: float
    r: float
    name: str
    is_far: bool


class Drawing(NamedTuple):
    width: int
    height: int
    dots: list[Dot]


def drawing(places: Iterable[tuple[Point, int, str, bool]], offices: Iterable[tuple[Point, str]]) -> Drawing | None:
    """Places (point, cases, name, is it a gap) and offices on a plain ground, north up; None without a place."""
    marks = [(point, min(4 + cases**0.5 * 2, 18), name, far) for point, cases, name, far in places]
    if not marks:
        return None
    marks += [(point, 0.0, name, False) for point, name in offices]
    north, south = max(m[0].lat for m in marks) + 0.3, min(m[0].lat for m in marks) - 0.3
    west, east = min(m[0].lon for m in marks) - 0.3, max(m[0].lon for m in marks) + 0.3
    narrow = cos(radians((north + south) / 2))  # a degree of longitude is shorter than one of latitude
    scale = WIDTH / ((east - west) * narrow)
    dots = [
        Dot(round((p.lon - west) * narrow * scale, 1), round((north - p.lat) * scale, 1), round(r, 1), name, far)
        for p, r, name, far in marks
    ]  # fmt: skip
    return Drawing(WIDTH, round((north - south) * scale), dots)
