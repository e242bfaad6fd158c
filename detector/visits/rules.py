"""What a visit needs before it is planned. Pure.

Notice: the researcher calls at least a day before (domain.md 1.4), unless the family itself wishes an earlier visit.
Team: nobody goes alone, and to a household that a woman heads a woman goes along. Where the reports are wrong about the
household, or the office has nobody, a reason is written down instead: no family waits because of a rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from detector.errors import BadInput, DetectorError

LEAST_TEAM, MOST_TEAM = 2, 10
MOST_NAME = 100  # characters
FURTHEST = timedelta(days=90)  # a later date is a slip of the pen
SLACK = timedelta(minutes=15)  # "now", typed in whole minutes, is not the past
# Circumstances told of a household whose grown man is dead, gone or in prison.
WOMAN_HEADED = frozenset({"widow", "divorced_or_abandoned", "prisoner_family"})


class NoticeTooShort(DetectorError):
    """The family would have less than the notice; facts: `hours`, `earliest` (ISO time)."""

    code, status = "V304", 422


class TeamTooSmall(DetectorError):
    """Nobody visits alone; facts: `least`."""

    code, status = "V305", 422


class WomanMissing(DetectorError):
    """The reports tell of a household that a woman heads, and no woman is on the team; facts: `needs`."""

    code, status = "V306", 422


def check_time(planned_for: datetime, at: datetime, *, notice_hours: int, waived: str | None) -> None:
    """Raise `NoticeTooShort`, or `BadInput` for a time that is over or further off than `FURTHEST`."""
    if planned_for.tzinfo is None:
        raise BadInput(field="planned_for", why="no_zone")
    if planned_for < at - SLACK:
        raise BadInput(field="planned_for", why="in_the_past")
    if planned_for > at + FURTHEST:
        raise BadInput(field="planned_for", why="too_far", most_days=FURTHEST.days)
    earliest = at + timedelta(hours=notice_hours)
    if planned_for < earliest and not waived:
        raise NoticeTooShort(hours=notice_hours, earliest=earliest.isoformat())


def check_team(team: Sequence[str]) -> list[str]:
    """The members by name, each once; raises `TeamTooSmall`, and `BadInput` for what is no list of names."""
    members = list(dict.fromkeys(" ".join(name.split()) for name in team if name.strip()))
    if len(members) > MOST_TEAM or any(len(name) > MOST_NAME for name in members):
        raise BadInput(field="team", why="too_long", most=MOST_TEAM)
    if len(members) < LEAST_TEAM:
        raise TeamTooSmall(least=LEAST_TEAM)
    return members


def headed_by_a_woman(needs: Collection[str]) -> bool:
    """What the reports tell, which may be wrong: it asks for a woman on the team and decides nothing else."""
    return not WOMAN_HEADED.isdisjoint(needs)


def check_composition(needs: Collection[str], *, woman_on_team: bool, waived: str | None) -> None:
    """Raise `WomanMissing` unless a woman goes along, the household is another, or a reason stands beside it."""
    if headed_by_a_woman(needs) and not woman_on_team and not waived:
        raise WomanMissing(needs=sorted(WOMAN_HEADED & set(needs)))
