"""Reads of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.staff.models import Account
from detector.staff.permissions import May
from detector.staff.scope import Actor, within
from detector.visits.forms import VisitForm
from detector.visits.models import Visit, VisitStatus


def visits_of(session: Session, case: Case) -> list[Visit]:
    """Every visit of the case, oldest first, called-off ones too."""
    return list(session.scalars(select(Visit).where(Visit.case_id == case.id).order_by(Visit.id)))


def planned_visit(session: Session, case: Case) -> Visit | None:
    """The visit that is on the calendar; a case has one at most."""
    if case.status is not Status.VISIT_PLANNED:
        return None
    return session.scalar(
        select(Visit)
        .where(Visit.case_id == case.id, Visit.status == VisitStatus.PLANNED)
        .order_by(Visit.id.desc())
        .limit(1)
    )


def filed_visit(session: Session, case: Case) -> Visit | None:
    """The last visit whose form was handed in: what a decision rests on."""
    return session.scalar(
        select(Visit)
        .where(Visit.case_id == case.id, Visit.status == VisitStatus.FILED)
        .order_by(Visit.id.desc())
        .limit(1)
    )


def form_of(visit: Visit) -> VisitForm | None:
    """The form as it was handed in; None before that."""
    return None if visit.form is None else VisitForm.model_validate_json(visit.form)


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A planned visit. The address is not here: it is read on the case itself, which the journal notes."""

    visit_id: int
    number: str
    planned_for: datetime
    team: list[str]
    place_name: str | None
    holder: str | None
    is_mine: bool


def calendar(session: Session, actor: Actor, *, since: datetime, until: datetime) -> list[CalendarLine]:
    """The planned visits of the actor's scope from `since` to before `until`, in the order of their times."""
    actor.must(May.READ_CASE)
    rows = session.execute(
        select(Visit, Case.number, Case.place_name, Case.holder_id, Account.display_name)
        .join(Case, Case.id == Visit.case_id)
        .outerjoin(Account, Account.id == Case.holder_id)
        .where(
            within(actor, Case.office_id, Case.region_code),
            Case.status == Status.VISIT_PLANNED,
            Visit.status == VisitStatus.PLANNED,
            Visit.planned_for >= since,
            Visit.planned_for < until,
        )
        .order_by(Visit.planned_for, Visit.id)
    )
    return [
        CalendarLine(visit.id, number, visit.planned_for, visit.team, place, holder, holder_id == actor.account_id)
        for visit, number, place, holder_id, holder in rows
    ]
