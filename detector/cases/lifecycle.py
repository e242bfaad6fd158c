"""The life of a case: a table that can be read aloud. docs/guide/lifecycles.md is drawn from it. Pure."""

from __future__ import annotations

import enum

from detector.errors import DetectorError


class Status(enum.StrEnum):
    QUEUED = "queued"  # waits for a committee
    CLAIMED = "claimed"  # a committee member holds it, under a lease
    VISIT_PLANNED = "visit_planned"  # the family knows the day
    VISITED = "visited"  # the researcher's form is in
    PROPOSED = "proposed"  # an adverse decision waits for its second officer
    DECIDED = "decided"  # by a person, or by two
    GUIDED = "guided"  # a payment issue on the guidance track, out of the visit queue
    MERGED = "merged"  # a person found it to be the same household as another case
    WITHDRAWN = "withdrawn"  # the family or the publisher took it back; its data is purged


S = Status

MOVES: dict[Status, frozenset[Status]] = {
    S.QUEUED: frozenset({S.CLAIMED, S.MERGED, S.GUIDED, S.WITHDRAWN}),
    S.CLAIMED: frozenset({S.QUEUED, S.VISIT_PLANNED, S.PROPOSED, S.DECIDED, S.MERGED, S.GUIDED, S.WITHDRAWN}),
    S.VISIT_PLANNED: frozenset({S.CLAIMED, S.VISITED, S.WITHDRAWN}),
    S.VISITED: frozenset({S.VISIT_PLANNED, S.PROPOSED, S.DECIDED, S.WITHDRAWN}),
    S.PROPOSED: frozenset({S.CLAIMED, S.VISITED, S.DECIDED, S.WITHDRAWN}),
    S.DECIDED: frozenset({S.QUEUED}),  # an objection or new facts open it again
    S.GUIDED: frozenset({S.QUEUED, S.DECIDED, S.MERGED, S.WITHDRAWN}),
    S.MERGED: frozenset({S.QUEUED, S.GUIDED, S.WITHDRAWN}),  # the merge is taken back, or the family takes all back
    S.WITHDRAWN: frozenset(),
}

OPEN = frozenset({S.QUEUED, S.CLAIMED, S.VISIT_PLANNED, S.VISITED, S.PROPOSED, S.GUIDED})


class IllegalMove(DetectorError):
    """The life cycle has no such move; facts: `now`, `to`."""

    code, status = "Q202", 409


def move(now: Status, to: Status) -> Status:
    if to not in MOVES[now]:
        raise IllegalMove(now=now.value, to=to.value)
    return to
