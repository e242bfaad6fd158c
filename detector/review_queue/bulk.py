"""One act on many cases: each by itself, each with its own answer, each in the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from detector.cases.models import Case
from detector.errors import BadInput, Conflict, DetectorError
from detector.review_queue.assignment import assign, set_office
from detector.review_queue.service import release
from detector.staff.scope import Actor

MOST = 100  # cases: what a person can still look over before confirming


class NothingChosen(DetectorError):
    """None of the chosen cases is within the actor's scope, or none was chosen."""

    code, status = "Q208", 422


@dataclass(frozen=True, slots=True)
class Result:
    """`problem` says why this case stayed as it was; None where the act was done."""

    number: str
    problem: DetectorError | None = None


def assign_many(session: Session, actor: Actor, numbers: Sequence[str], to_account_id: int | None) -> list[Result]:
    """Each to the one named, or each to whom `assignment.candidates` names first at its turn."""
    return _each(session, numbers, lambda number: assign(session, actor, number, to_account_id))


def release_many(session: Session, actor: Actor, numbers: Sequence[str], reason: str) -> list[Result]:
    return _each(session, numbers, lambda number: release(session, actor, number, reason))


def set_office_of_many(session: Session, actor: Actor, numbers: Sequence[str], office_id: int) -> list[Result]:
    return _each(session, numbers, lambda number: set_office(session, actor, number, office_id))


def _each(session: Session, numbers: Sequence[str], act: Callable[[str], Case]) -> list[Result]:
    """Raises `BadInput` for none or for more than `MOST` cases. A refusal undoes its own case and no other."""
    wanted = sorted(set(numbers))  # in one order, so that two people at once wait and never lock each other
    if not 1 <= len(wanted) <= MOST:
        raise BadInput(field="numbers", why="out_of_range", least=1, most=MOST)
    results = []
    for number in wanted:
        try:
            with session.begin_nested():
                act(number)
            results.append(Result(number))
        except (DetectorError, StaleDataError) as error:
            results.append(Result(number, error if isinstance(error, DetectorError) else Conflict(case=number)))
    return results
