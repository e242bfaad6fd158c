"""The life of a question to the registry that was not answered at once, as a table; and when it is asked again. Pure."""

from __future__ import annotations

import enum
from datetime import timedelta

from detector.errors import DetectorError


class QuestionState(enum.StrEnum):
    DUE = "due"  # to be asked, now or at its time
    ASKED = "asked"  # sent; the answer may still come
    ANSWERED = "answered"
    GIVEN_UP = "given_up"  # asked as often as it may be; a person has to begin again. Still unknown, never "no"
    CANCELLED = "cancelled"  # consent withdrawn, or nobody works on the case any more


S = QuestionState

MOVES: dict[QuestionState, frozenset[QuestionState]] = {
    S.DUE: frozenset({S.ASKED, S.CANCELLED}),
    S.ASKED: frozenset({S.ANSWERED, S.DUE, S.GIVEN_UP, S.CANCELLED}),
    S.ANSWERED: frozenset(),
    S.GIVEN_UP: frozenset(),
    S.CANCELLED: frozenset(),
}
OPEN = frozenset({S.DUE, S.ASKED})

_LONGEST_WAIT = timedelta(hours=6)


class IllegalQuestionMove(DetectorError):
    """A question has no such move; facts: `now`, `to`."""

    code, status = "M410", 409


def move(now: QuestionState, to: QuestionState) -> QuestionState:
    """`to`, or `IllegalQuestionMove`."""
    if to not in MOVES[now]:
        raise IllegalQuestionMove(now=now.value, to=to.value)
    return to


def wait_after(attempts: int) -> timedelta:
    """1, 4 and 16 minutes, then an hour, four hours, and six at the most."""
    return min(timedelta(minutes=float(4 ** min(attempts - 1, 9))), _LONGEST_WAIT)
