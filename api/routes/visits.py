"""Visits: the calendar, planning, calling off, and the researcher's form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from api.deps import Db, ReadDb, Signed
from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.clock import now
from detector.journal.service import record
from detector.visits import queries, service
from detector.visits.forms import VisitForm
from detector.visits.models import Visit, VisitStatus
from detector.visits.rules import FURTHEST, headed_by_a_woman

router = APIRouter(prefix="/api/v1", tags=["visits"])
# Within what every database and every zone can hold.
Moment = Annotated[AwareDatetime, Query(ge=datetime(2020, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC))]


class Line(BaseModel):
    """A planned visit, without the address."""

    visit_id: int
    number: str
    planned_for: datetime
    team: list[str]
    place_name: str | None
    holder: str | None
    is_mine: bool


class NewVisit(BaseModel):
    """The team: names, and accounts (`colleagues`) that may file the form too.

    `notice_waived` and `composition_waived` are reasons, in words, for leaving a rule out.
    """

    planned_for: AwareDatetime
    team: list[str] = []
    colleagues: list[Annotated[int, Field(ge=1, le=2**31 - 1)]] = []
    woman_on_team: bool = False
    address: str | None = None
    notice_waived: str | None = None
    composition_waived: str | None = None


class VisitOut(BaseModel):
    """`form` is the newest version; `form_version` goes into a correction."""

    planned_for: datetime
    team: list[str]
    team_ids: list[int]
    woman_on_team: bool
    address: str | None
    notice_waived: str | None
    composition_waived: str | None
    id: int
    status: VisitStatus
    form_version: int
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    notice_given_at: datetime
    filed_at: datetime | None
    form: VisitForm | None

    @classmethod
    def of(cls, visit: Visit) -> VisitOut:
        values = {name: getattr(visit, name) for name in cls.model_fields if name != "form"}
        return cls(**values, form=queries.form_of(visit))


class Visits(BaseModel):
    """Oldest first. `version` is the base of a form that is begun now; `woman_needed` by what the reports tell."""

    status: Status
    version: int
    woman_needed: bool
    visits: list[VisitOut]


class Note(BaseModel):
    note: str | None = None


class Reason(BaseModel):
    reason: str


class Filing(BaseModel):
    """`client_id` is made by the phone and stays with the form, however often it is sent."""

    client_id: str
    base_version: int | None = None
    form: VisitForm


def _shown(db: Db, case: Case) -> Visits:
    db.flush()
    return Visits(
        status=case.status,
        version=case.version,
        woman_needed=headed_by_a_woman(case.needs),
        visits=[VisitOut.of(one) for one in queries.visits_of(db, case)],
    )


@router.get("/visits")
def calendar(db: ReadDb, actor: Signed, since: Moment | None = None, until: Moment | None = None) -> list[Line]:
    """Planned visits of the caller's scope: from `since` (a day ago) to before `until` (as far as one can plan)."""
    start, end = since or now() - timedelta(days=1), until or now() + FURTHEST + timedelta(days=1)
    found = queries.calendar(db, actor, since=start, until=end)
    return [Line(**{name: getattr(line, name) for name in Line.model_fields}) for line in found]


@router.get("/cases/{number}/visits")
def read(number: str, db: Db, actor: Signed) -> Visits:
    """Reading a visit's form is written to the journal."""
    case = get_case(db, actor, number)
    record(db, actor, "visits.viewed", subject="case", subject_id=case.id)
    return _shown(db, case)


@router.post("/cases/{number}/visits", status_code=201)
def plan(number: str, wish: NewVisit, db: Db, actor: Signed) -> VisitOut:
    """Needs the family's consent to a visit (V303), its notice (V304) and a team (V305, V306)."""
    return VisitOut.of(service.plan(db, actor, number, **wish.model_dump()))


@router.post("/cases/{number}/visits/nobody-home")
def nobody_home(number: str, said: Note, db: Db, actor: Signed) -> VisitOut:
    """Leads to a new date, never to a refusal."""
    return VisitOut.of(service.nobody_home(db, actor, number, said.note))


@router.post("/cases/{number}/visits/cancellation")
def cancel(number: str, why: Reason, db: Db, actor: Signed) -> VisitOut:
    return VisitOut.of(service.cancel(db, actor, number, why.reason))


@router.post("/cases/{number}/visits/form")
def file(number: str, filing: Filing, db: Db, actor: Signed) -> VisitOut:
    """Safe to send again; D007 when the case moved on, or another form was first."""
    visit = service.file(
        db, actor, number, filing.form, client_id=filing.client_id, base_version=filing.base_version
    )  # fmt: skip
    return VisitOut.of(visit)
