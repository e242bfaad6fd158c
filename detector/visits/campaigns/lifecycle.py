"""The life of a campaign: a table that can be read aloud. docs/guide/lifecycles.md is drawn from it. Pure."""

from __future__ import annotations

import enum

from detector.errors import DetectorError


class CampaignStatus(enum.StrEnum):
    DRAFTED = "drafted"  # places and cases are chosen, routes are not
    PLANNED = "planned"  # every stop has its day and team, or its reason why not
    RUNNING = "running"  # the teams are out
    CLOSED = "closed"  # its results are counted
    CANCELLED = "cancelled"  # it will not take place; its cases are free for another


S = CampaignStatus

MOVES: dict[CampaignStatus, frozenset[CampaignStatus]] = {
    S.DRAFTED: frozenset({S.PLANNED, S.CANCELLED}),
    S.PLANNED: frozenset({S.DRAFTED, S.RUNNING, S.CANCELLED}),  # back to the draft to change its stops
    S.RUNNING: frozenset({S.CLOSED, S.CANCELLED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
}

LIVE = frozenset({S.DRAFTED, S.PLANNED, S.RUNNING})  # a case is in one live campaign at most


class StopOutcome(enum.StrEnum):
    PLANNED = "planned"
    VISITED = "visited"  # the visit's form was filed
    NOBODY_HOME = "nobody_home"  # leads to another date, never to a refusal
    POSTPONED = "postponed"  # not reached, or the family asked for another day


class IllegalCampaignMove(DetectorError):
    """The campaign's life cycle has no such move; facts: `now`, `to`."""

    code, status = "V331", 409


def move(now: CampaignStatus, to: CampaignStatus) -> CampaignStatus:
    """`to`, or `IllegalCampaignMove`."""
    if to not in MOVES[now]:
        raise IllegalCampaignMove(now=now.value, to=to.value)
    return to


def must_be(now: CampaignStatus, *among: CampaignStatus) -> None:
    """Raise `IllegalCampaignMove` unless the campaign is in one of these: its stops change only there."""
    if now not in among:
        raise IllegalCampaignMove(now=now.value, to=among[0].value)
