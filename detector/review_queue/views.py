"""Saved views: filters of the queue under a name, one person's own or an office's."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from detector.cases.written import written
from detector.clock import now
from detector.errors import BadInput, NotFound
from detector.journal.service import record
from detector.places.models import Office
from detector.review_queue.models import SavedView
from detector.review_queue.search_keys import LEAST_TAIL
from detector.review_queue.service import may_reassign
from detector.staff.permissions import May, NotAllowed
from detector.staff.scope import Actor, within

FILTERS = ("q", "status", "lane", "region", "office", "mine", "overdue")
MOST_NAME, MOST_VALUE, MOST_VIEWS = 40, 100, 30  # characters, characters, views of one person


def views_of(session: Session, actor: Actor) -> list[SavedView]:
    """The actor's own views, then those shared with an office of their scope; by name."""
    actor.must(May.READ_QUEUE)
    shared = SavedView.office_id.in_(select(Office.id).where(within(actor, Office.id, Office.region_code)))
    found = session.scalars(
        select(SavedView).where(or_(SavedView.owner_id == actor.account_id, shared)).order_by(SavedView.name)
    )
    return sorted(found, key=lambda view: view.owner_id != actor.account_id)


def save_view(
    session: Session, actor: Actor, name: str, filters: Mapping[str, str], *, office_id: int | None = None
) -> SavedView:
    """Keep filters under a name; the same name again replaces them. `office_id`: shared with it, by a supervisor.

    A number in the search is not kept: it may be the end of a family's telephone. Raises `BadInput`, `NotAllowed`.
    """
    actor.must(May.READ_QUEUE)
    called = written(name, "view_name", most=MOST_NAME)
    if called is None:
        raise BadInput(field="view_name", why="missing")
    kept = {key: value.strip() for key, value in filters.items() if value.strip()}
    if not kept or kept.keys() - set(FILTERS) or any(len(value) > MOST_VALUE for value in kept.values()):
        raise BadInput(field="view_name", why="nothing_to_keep")
    if sum(c.isdecimal() for c in kept.get("q", "")) >= LEAST_TAIL:
        raise BadInput(field="view_name", why="has_number")
    if office_id is not None:
        _may_share(session, actor, office_id)
    view = session.scalar(select(SavedView).where(SavedView.owner_id == actor.account_id, SavedView.name == called))
    if view is None:
        own = session.scalar(select(func.count()).where(SavedView.owner_id == actor.account_id)) or 0
        if own >= MOST_VIEWS:
            raise BadInput(field="view_name", why="too_many", most=MOST_VIEWS)
        view = SavedView(owner_id=actor.account_id, name=called, created_at=now())
        session.add(view)
    view.filters, view.office_id = kept, office_id
    session.flush()
    if office_id is not None:
        record(session, actor, "queue.view_shared", subject="saved_view", subject_id=view.id, office=office_id)
    return view


def _may_share(session: Session, actor: Actor, office_id: int) -> None:
    if not may_reassign(actor):
        raise NotAllowed(may=May.REASSIGN_CASE.value)
    mine = within(actor, Office.id, Office.region_code)
    if session.scalar(select(Office.id).where(Office.id == office_id, mine)) is None:
        raise BadInput(field="office_id", why="unknown")


def drop_view(session: Session, actor: Actor, view_id: int) -> None:
    """Its owner forgets a view. Raises `NotFound` for anybody else's."""
    view = session.scalar(select(SavedView).where(SavedView.id == view_id, SavedView.owner_id == actor.account_id))
    if view is None:
        raise NotFound(view=view_id)
    session.delete(view)
