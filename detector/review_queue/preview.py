"""What other weights would move, before anybody saves them: page one of each office, and the longest ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.places.models import Office
from detector.review_queue.priority import ORDINARY, URGENT, rank
from detector.review_queue.tuning import weighed
from detector.review_queue.weights import checked
from detector.staff.permissions import May
from detector.staff.scope import Actor, within

LOOKED_AT = 5_000  # the head of the queue in each lane; what waits behind it comes to no page one
PAGE = 25
MOVERS = 10

_Row = tuple[int, int | None, str]  # lane, office, number
_Order = Sequence[_Row]


@dataclass(frozen=True, slots=True)
class Mover:
    """Places in the queue counted from 1 within the lane; `after` < `before` is a way up."""

    number: str
    office: str | None
    lane: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OfficeChange:
    """`came`: cases that are new on the office's first page; as many have left it."""

    office: str | None
    waiting: int
    came: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`cut`: more wait than were looked at. `came`: cases new on page one of the whole scope."""

    looked_at: int
    cut: bool
    moved: int
    came: int
    offices: list[OfficeChange]
    up: list[Mover]
    down: list[Mover]


def preview(session: Session, actor: Actor, given: Mapping[str, float]) -> Preview:
    """What would move among the waiting cases of the actor's scope. Writes nothing. Raises `BadInput`, `NotAllowed`."""
    actor.must(May.TUNE_QUEUE)
    wanted = checked(given)
    before: list[_Row] = []
    after: list[_Row] = []
    cut = False
    for lane in (URGENT, ORDINARY):
        cases = session.scalars(
            select(Case)
            .where(Case.status == Status.QUEUED, Case.lane == lane, within(actor, Case.office_id, Case.region_code))
            .order_by(Case.rank.desc(), Case.id)
            .limit(LOOKED_AT)
        ).all()
        cut = cut or len(cases) == LOOKED_AT
        anew = {case.id: rank(weighed(case, wanted).points, case.opened_at, wanted["daily"]) for case in cases}
        before += [(lane, case.office_id, case.number) for case in cases]
        after += [
            (lane, case.office_id, case.number) for case in sorted(cases, key=lambda case: (-anew[case.id], case.id))
        ]
    names = dict(session.execute(select(Office.id, Office.name)).all())
    was, will = _places(before), _places(after)
    ways = [
        Mover(number, names.get(office or 0), lane, was[number], will[number])
        for lane, office, number in before
        if was[number] != will[number]
    ]
    ways.sort(key=lambda mover: mover.after - mover.before)
    return Preview(
        looked_at=len(before),
        cut=cut,
        moved=len(ways),
        came=_came(before, after),
        offices=_by_office(before, after, names),
        up=[way for way in ways[:MOVERS] if way.after < way.before],
        down=[way for way in reversed(ways[-MOVERS:]) if way.after > way.before],
    )


def _places(order: _Order) -> dict[str, int]:
    """Each case's place within its lane, from 1."""
    seen: dict[int, int] = defaultdict(int)
    places: dict[str, int] = {}
    for lane, _, number in order:
        seen[lane] += 1
        places[number] = seen[lane]
    return places


def _came(before: _Order, after: _Order) -> int:
    return len({number for *_, number in after[:PAGE]} - {number for *_, number in before[:PAGE]})


def _by_office(before: _Order, after: _Order, names: Mapping[int, str]) -> list[OfficeChange]:
    """Offices whose first page changes, the most changed first."""
    lists: dict[int | None, tuple[list[_Row], list[_Row]]] = defaultdict(lambda: ([], []))
    for side, order in enumerate((before, after)):
        for row in order:
            lists[row[1]][side].append(row)
    found = [OfficeChange(names.get(office or 0), len(old), _came(old, new)) for office, (old, new) in lists.items()]
    return sorted((one for one in found if one.came), key=lambda one: (-one.came, one.office or ""))
