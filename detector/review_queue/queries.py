"""Reads of the queue: keyset pages by lane, rank (highest first) and id, whatever is inserted meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.errors import BadInput
from detector.places.models import Office
from detector.review_queue.cursor import Place, read, write
from detector.review_queue.priority import ORDINARY, URGENT, waiting_points
from detector.review_queue.search import found_by
from detector.staff.models import Account
from detector.staff.permissions import May
from detector.staff.scope import Actor, within

MOST = 100  # rows of a page


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of the queue. `parts` (priority.Part as JSON) and `waiting` add up to `points`."""

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
) -> Page:
    """One page of the actor's scope. What waits in the queue, unless a status, a search or `mine` asks for more.

    `search` takes a case number, its last digits, or a place as people type it. Raises `BadInput` for a cursor that
    this function did not write, and for a limit outside 1 to `MOST`.
    """
    actor.must(May.READ_QUEUE)
    if not 1 <= limit <= MOST:
        raise BadInput(field="limit", why="out_of_range", least=1, most=MOST)
    asked = [within(actor, Case.office_id, Case.region_code)]
    search = (search or "").strip()
    if status is not None:
        asked.append(Case.status == status)
    elif not search and not mine:
        asked.append(Case.status == Status.QUEUED)
    if mine:
        asked.append(Case.holder_id == actor.account_id)
    if office_id is not None:
        asked.append(Case.office_id == office_id)
    if region is not None:
        asked.append(Case.region_code == region)
    if search:
        asked.append(found_by(session, search, asked))
    rows = _rows(session, asked, lane, read(after) if after else None, limit + 1)
    last = rows[limit - 1].Case if len(rows) > limit else None
    at = now()
    return Page(
        [_line(row, actor, at) for row in rows[:limit]],
        write(Place(last.lane, last.rank, last.id)) if last is not None else None,
    )


def counts(session: Session, actor: Actor) -> dict[Status, int]:
    """How many cases of the actor's scope are in each status; every status is named."""
    actor.must(May.READ_QUEUE)
    stmt = (
        select(Case.status, func.count()).where(within(actor, Case.office_id, Case.region_code)).group_by(Case.status)
    )
    return dict.fromkeys(Status, 0) | dict(session.execute(stmt).all())


def _rows(
    session: Session, asked: list[ColumnElement[bool]], lane: int | None, after: Place | None, limit: int
) -> list[Row[Case, str | None, str | None]]:
    """Lane by lane, so that each statement walks the index (status, lane, rank) backwards and sorts nothing."""
    found: list[Row[Case, str | None, str | None]] = []
    for one in (URGENT, ORDINARY):
        if lane not in (None, one) or (after is not None and one < after.lane) or len(found) >= limit:
            continue
        stmt = _lines().where(*asked, Case.lane == one)
        if after is not None and one == after.lane:
            # The first condition says what the second implies: it is the one that an index can start from.
            stmt = stmt.where(
                Case.rank <= after.rank, or_(Case.rank < after.rank, and_(Case.rank == after.rank, Case.id > after.id))
            )
        stmt = stmt.order_by(Case.rank.desc(), Case.id).limit(limit - len(found))
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
    waiting = round(waiting_points(case.opened_at, at), 2)
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
    )
