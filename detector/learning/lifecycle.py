"""The life of an audited post. `audit` is its one door. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from detector.errors import DetectorError


class AuditState(enum.StrEnum):
    """Of a sampled post. One that nobody read has no row."""

    UNREAD = "unread"
    NO_CASE = "no_case"  # no family in need in it
    SUSPECTED = "suspected"  # one reader says case; a second one has to
    MISSED = "missed"  # two readers say case: the program missed a family
    OPENED = "opened"  # and a person opened it as a case


A = AuditState
AUDIT_MOVES: Mapping[AuditState, frozenset[AuditState]] = {
    A.UNREAD: frozenset({A.NO_CASE, A.SUSPECTED}),
    A.SUSPECTED: frozenset({A.MISSED, A.NO_CASE}),
    A.MISSED: frozenset({A.OPENED}),
    A.NO_CASE: frozenset(),
    A.OPENED: frozenset(),
}


class IllegalAuditMove(DetectorError):
    """The audited post has no such move; facts: `now`, `to`."""

    code, status = "L701", 409


def move(now: AuditState, to: AuditState) -> AuditState:
    if to not in AUDIT_MOVES[now]:
        raise IllegalAuditMove(now=now.value, to=to.value)
    return to
