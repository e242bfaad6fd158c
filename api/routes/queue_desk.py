"""What a supervisor does with the queue: weights, assignment, many cases at once; and everybody's saved views."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Db, ReadDb, RowId, Signed
from api.routes.queue import Held
from detector.cases.queries import get_case
from detector.review_queue import assignment, bulk, preview, tuning, views
from detector.review_queue.models import SavedView
from detector.staff.permissions import May

router = APIRouter(prefix="/api/v1", tags=["queue"])
Account = Annotated[int, Field(ge=1, le=2**31 - 1)]


class WeightsSet(BaseModel):
    """A row of the history."""

    id: int
    weights: dict[str, float]
    reason: str
    set_by_id: int
    set_at: datetime


class WeightsNow(BaseModel):
    """`history` newest first; its first id goes into `instead_of` when others are set (none: the standard ones)."""

    weights: dict[str, float]
    history: list[WeightsSet]


class Wished(BaseModel):
    """Names that are left out keep their standard."""

    weights: dict[str, float]


class WishedFor(Wished):
    reason: str
    instead_of: int | None = None


class Assignment(BaseModel):
    """Without an account the first candidate is taken."""

    account_id: Account | None = None


class OfficeWish(BaseModel):
    office_id: Account


class Many(BaseModel):
    """`act` needs: assign → maybe `account_id`; return → `reason`; set_office → `office_id`."""

    act: Literal["assign", "return", "set_office"]
    numbers: Annotated[list[str], Field(min_length=1, max_length=bulk.MOST)]
    account_id: Account | None = None
    office_id: Account | None = None
    reason: str = ""


class Done(BaseModel):
    """`code` is the error's where the case stayed as it was."""

    number: str
    code: str | None


class View(BaseModel):
    id: int
    name: str
    filters: dict[str, str]
    office_id: int | None
    is_mine: bool


class NewView(BaseModel):
    name: str
    filters: dict[str, str]
    office_id: Account | None = None


@router.get("/queue/weights")
def weights(db: ReadDb, actor: Signed) -> WeightsNow:
    """What counts now, and who set what, when and why."""
    rows = tuning.history(db, actor)
    made = [WeightsSet(**{name: getattr(row, name) for name in WeightsSet.model_fields}) for row in rows]
    return WeightsNow(weights=dict(tuning.in_force(db)), history=made)


@router.post("/queue/weights/preview")
def look_first(wish: Wished, db: ReadDb, actor: Signed) -> preview.Preview:
    """What other weights would move; nothing is saved."""
    return preview.preview(db, actor, wish.weights)


@router.post("/queue/weights", status_code=201)
def set_weights(wish: WishedFor, db: Db, actor: Signed) -> WeightsSet:
    """For the whole Kingdom; a job then puts every case in its new place."""
    row = tuning.set_weights(db, actor, wish.weights, wish.reason, instead_of=wish.instead_of)
    return WeightsSet(**{name: getattr(row, name) for name in WeightsSet.model_fields})


@router.get("/cases/{number}/candidates")
def candidates(number: str, db: ReadDb, actor: Signed) -> list[assignment.Candidate]:
    """Who covers the case's place, who holds least first."""
    actor.must(May.REASSIGN_CASE)
    return assignment.candidates(db, get_case(db, actor, number))


@router.post("/cases/{number}/assignment")
def assign(number: str, to: Assignment, db: Db, actor: Signed) -> Held:
    case = assignment.assign(db, actor, number, to.account_id)
    db.flush()
    return Held.of(case)


@router.put("/cases/{number}/office")
def set_office(number: str, wish: OfficeWish, db: Db, actor: Signed) -> Held:
    """Whose catchment a waiting case lies in."""
    case = assignment.set_office(db, actor, number, wish.office_id)
    db.flush()
    return Held.of(case)


@router.post("/queue/bulk")
def many(wish: Many, db: Db, actor: Signed) -> list[Done]:
    """One act on up to 100 cases, each with its own answer and its own entry in the journal."""
    if wish.act == "assign":
        found = bulk.assign_many(db, actor, wish.numbers, wish.account_id)
    elif wish.act == "return":
        found = bulk.release_many(db, actor, wish.numbers, wish.reason)
    else:
        found = bulk.set_office_of_many(db, actor, wish.numbers, wish.office_id or 0)
    return [Done(number=one.number, code=one.problem.code if one.problem else None) for one in found]


@router.get("/queue/views")
def list_views(db: ReadDb, actor: Signed) -> list[View]:
    """The caller's own, then those shared with an office of their scope."""
    return [_view(view, actor.account_id) for view in views.views_of(db, actor)]


@router.post("/queue/views", status_code=201)
def save_view(wish: NewView, db: Db, actor: Signed) -> View:
    """The same name again replaces it."""
    return _view(views.save_view(db, actor, wish.name, wish.filters, office_id=wish.office_id), actor.account_id)


@router.delete("/queue/views/{view_id}", status_code=204)
def drop_view(view_id: RowId, db: Db, actor: Signed) -> None:
    views.drop_view(db, actor, view_id)


def _view(view: SavedView, me: int | None) -> View:
    return View(
        id=view.id, name=view.name, filters=view.filters, office_id=view.office_id, is_mine=view.owner_id == me
    )  # fmt: skip
