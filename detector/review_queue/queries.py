"""Reads of the queue: keyset pages by lane, rank (highest first) and id, whatever is inserted meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.errors import BadInput
from detector.places.models import Office
from detector.review_queue.cursor import Place, read, write
from detector.review_queue.priority import ORDINARY, URGENT, waiting_points
from detector.review_queue.search import Meant, meant_by
from detector.review_queue.weights import STANDARD
from detector.staff.models import Account
from detector.staff.permissions import May
from detector.staff.scope import Actor, branches, within

MOST = 100  # rows of a page
MOST_COUNTED = 10_000  # of one status; beyond it a page says "more than"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of the queue. `parts` (priority.Part as JSON) and `waiting` add up to `points`. Lane 0 is the urgent one.

    `due_by` is the urgent lane's clock; `is_overdue` while the case still waits after it.
    """

    number: str
    status: Status
    kind: str
    lane: int
    points: float
    waiting: float
    parts: list[dict[str, Any]]
    needs: list[str]
    doubts: list[str]
    urgency: str
    household_size: int | None
    hardship: float
    reports_count: int
    place_name: str | None
    region_code: str | None
    office: str | None
    opened_at: datetime
    status_since: datetime
    holder: str | None
    is_mine: bool
    lease_until: datetime | None
    due_by: datetime | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`next` is the cursor of the page after this one; None at the end."""

    items: list[QueueRow]
    next: str | None


def page(
    session: Session,
    actor: Actor,
    *,
    after: str | None = None,
    limit: int = 25,
    search: str | None = None,
    lane: int | None = None,
    office_id: int | None = None,
    region: str | None = None,
    mine: bool = False,
    status: Status | None = None,
    overdue: bool = False,
) -> Page:
    """One page of the actor's scope. What waits in the queue, unless a status, a search or `mine` asks for more.

    `search` takes a case number, its last digits, the last four or more digits of a telephone that a report names, or a
    place as people type it. `overdue`: waiting beyond the urgent lane's clock. Raises `BadInput` for a cursor that
    this function did not write, and for a limit outside 1 to `MOST`.
    """
    actor.must(May.READ_QUEUE)
    if not 1 <= limit <= MOST:
        raise BadInput(field="limit", why="out_of_range", least=1, most=MOST)
    asked: list[ColumnElement[bool]] = []
    search = (search or "").strip()
    if overdue:
        asked += [Case.status == Status.QUEUED, Case.due_by <= now()]
    elif status is not None:
        asked.append(Case.status == status)
    elif not search and not mine:
        asked.append(Case.status == Status.QUEUED)
    if mine:
        asked.append(Case.holder_id == actor.account_id)
    if office_id is not None:
        asked.append(Case.office_id == office_id)
    if region is not None:
        asked.append(Case.region_code == region)
    ways = _ways(actor, meant_by(session, search) if search else None)
    rows = _rows(session, asked, ways, lane, read(after) if after else None, limit + 1)
    last = rows[limit - 1].Case if len(rows) > limit else None
    at = now()
    return Page(
        [_line(row, actor, at) for row in rows[:limit]],
        write(Place(last.lane, last.rank, last.id)) if last is not None else None,
    )


def counts(session: Session, actor: Actor) -> dict[Status, int]:
    """How many cases of the actor's scope are in each status, counted to `MOST_COUNTED` + 1; every status is named."""
    actor.must(May.READ_QUEUE)
    some = [
        select(Case.status.label("status"))
        .where(Case.status == status, within(actor, Case.office_id, Case.region_code))
        .limit(MOST_COUNTED + 1)
        .subquery()
        for status in Status
    ]
    found = union_all(*(select(one.c.status) for one in some)).subquery()
    stmt = select(found.c.status, func.count()).group_by(found.c.status)
    return dict.fromkeys(Status, 0) | dict(session.execute(stmt).all())


def _ways(actor: Actor, meant: Meant | None) -> list[ColumnElement[bool]]:
    """The scope and the search as conditions that exclude each other, so that each walks an index in the queue's order."""
    scopes = branches(actor, Case.office_id, Case.region_code)
    if meant is None:
        return scopes
    if meant.ids or not meant.places:
        return [and_(scope, Case.id.in_(meant.ids)) for scope in scopes]
    return [and_(scope, Case.place_name == place) for scope in scopes for place in meant.places]


def _rows(
    session: Session,
    asked: list[ColumnElement[bool]],
    ways: list[ColumnElement[bool]],
    lane: int | None,
    after: Place | None,
    limit: int,
) -> list[Row[Case, str | None, str | None]]:
    """Lane by lane and way by way: each walks an index backwards to its first `limit` rows, and only those are merged."""
    found: list[Row[Case, str | None, str | None]] = []
    for one in (URGENT, ORDINARY):
        if lane not in (None, one) or (after is not None and one < after.lane) or len(found) >= limit:
            continue
        here = [*asked, Case.lane == one]
        if after is not None and one == after.lane:
            # The first condition says what the second implies: it is the one that an index can start from.
            here += [
                Case.rank <= after.rank,
                or_(Case.rank < after.rank, and_(Case.rank == after.rank, Case.id > after.id)),
            ]
        wanted = limit - len(found)
        heads = [
            select(Case.id).where(*here, way).order_by(Case.rank.desc(), Case.id).limit(wanted).subquery()
            for way in ways
        ]
        ids = union_all(*(select(head.c.id) for head in heads))
        stmt = _lines().where(Case.id.in_(ids)).order_by(Case.rank.desc(), Case.id).limit(wanted)
        found.extend(session.execute(stmt))
    return found


def _lines() -> Select[Case, str | None, str | None]:
    return (
        select(Case, Office.name.label("office"), Account.display_name.label("holder"))
        .outerjoin(Office, Office.id == Case.office_id)
        .outerjoin(Account, Account.id == Case.holder_id)
    )


def _line(row: Row[Case, str | None, str | None], actor: Actor, at: datetime) -> QueueRow:
    case: Case = row.Case  # a guided case has no parts: it is not in the queue's order
    waiting = round(waiting_points(case.opened_at, at, case.priority.get("daily", STANDARD["daily"])), 2)
    return QueueRow(
        number=case.number,
        status=case.status,
        kind=case.kind,
        lane=case.lane,
        points=round(case.priority.get("points", 0.0) + waiting, 2),
        waiting=waiting,
        parts=case.priority.get("parts", []),
        needs=case.needs,
        doubts=case.doubts,
        urgency=case.urgency,
        household_size=case.household_size,
        hardship=case.hardship,
        reports_count=case.reports_count,
        place_name=case.place_name,
        region_code=case.region_code,
        office=row.office,
        opened_at=case.opened_at,
        status_since=case.status_since,
        holder=row.holder,
        is_mine=case.holder_id is not None and case.holder_id == actor.account_id,
        lease_until=case.lease_until,
        due_by=case.due_by,
        is_overdue=case.status is Status.QUEUED and case.due_by is not None and case.due_by <= at,
    )
