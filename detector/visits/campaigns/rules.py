"""What a campaign must be to be drafted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detector.errors import BadInput
from detector.visits.rules import check_team

MOST_DAYS, MOST_TEAMS, MOST_TITLE = 14, 10, 120
AHEAD = timedelta(days=90)  # a later first day is a slip of the pen
WEEKEND = frozenset({4, 5})  # Friday and Saturday
EARLIEST, LATEST = 5 * 60, 22 * 60  # minutes since midnight
LEAST_VISIT, MOST_VISIT = 10, 240  # minutes


@dataclass(frozen=True, slots=True)
class TeamWish:
    """Who goes together, by name."""

    members: Sequence[str]
    with_woman: bool


def working_days(first: date, count: int, *, today: date) -> list[date]:
    """`count` working days from `first` on; Friday and Saturday are left out. Raises `BadInput`."""
    if not 1 <= count <= MOST_DAYS:
        raise BadInput(field="days", why="out_of_range", least=1, most=MOST_DAYS)
    if first < today:
        raise BadInput(field="first_day", why="in_the_past")
    if first > today + AHEAD:
        raise BadInput(field="first_day", why="too_far")
    days: list[date] = []
    while len(days) < count:
        if first.weekday() not in WEEKEND:
            days.append(first)
        first += timedelta(days=1)
    return days


def check_hours(day_start: int, day_end: int, visit_minutes: int) -> None:
    """Raise `BadInput` for hours in which nobody is called to the door, or that no visit fits into."""
    if not EARLIEST <= day_start < LATEST:
        raise BadInput(field="day_start", why="out_of_range")
    if not day_start < day_end <= LATEST:
        raise BadInput(field="day_end", why="out_of_range")
    if not LEAST_VISIT <= visit_minutes <= min(MOST_VISIT, day_end - day_start):
        raise BadInput(field="visit_minutes", why="out_of_range", least=LEAST_VISIT, most=MOST_VISIT)


def check_teams(teams: Sequence[TeamWish]) -> list[dict[str, object]]:
    """The teams as they are stored; nobody goes alone, and nobody is in two teams. Raises `TeamTooSmall`, `BadInput`."""
    if not 1 <= len(teams) <= MOST_TEAMS:
        raise BadInput(field="teams", why="out_of_range", least=1, most=MOST_TEAMS)
    checked = [check_team(team.members) for team in teams]
    everybody = [name for members in checked for name in members]
    if len(set(everybody)) != len(everybody):
        raise BadInput(field="teams", why="in_two_teams")
    return [
        {"members": members, "with_woman": team.with_woman} for members, team in zip(checked, teams, strict=True)
    ]  # fmt: skip
