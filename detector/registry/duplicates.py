"""One national ID in several cases: shown with their numbers to whom their offices are open, and to others as a bare fact."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import visible
from detector.journal.service import record
from detector.outreach.queries import active_consent
from detector.outreach.rules import Purpose
from detector.places.models import Office
from detector.registry.models import Person
from detector.staff.permissions import May
from detector.staff.scope import Actor

PAGE = 25
_GONE = (Status.MERGED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`numbers`: cases in the actor's scope. `hidden`: another office works with one of these persons; no more is told."""

    numbers: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """One person in several cases of the actor's scope: (case number, office name) each."""

    masked: str
    cases: tuple[tuple[str, str | None], ...]


def elsewhere(session: Session, actor: Actor, case: Case) -> Elsewhere:
    """Where else the persons of this household are; nothing without its consent, and no case without its own."""
    if active_consent(session, case, Purpose.REGISTRY_MATCH) is None:
        return Elsewhere((), False)
    ours = select(Person.national_id_index).where(Person.case_id == case.id)
    theirs = select(Person.case_id).where(Person.national_id_index.in_(ours), Person.case_id != case.id)
    found = select(Case).where(Case.id.in_(theirs), Case.status.not_in(_GONE)).order_by(Case.id)
    cases = [one for one in session.scalars(found) if active_consent(session, one, Purpose.REGISTRY_MATCH)]
    seen = set(session.scalars(visible(actor).where(Case.id.in_([c.id for c in cases])).with_only_columns(Case.id)))
    return Elsewhere(tuple(c.number for c in cases if c.id in seen), any(c.id not in seen for c in cases))


def shared(session: Session, actor: Actor, *, after: str = "", limit: int = PAGE) -> tuple[list[Shared], str | None]:
    """A keyset page of persons in two cases or more of the actor's scope, and the index to ask the next one `after`.

    The look is journalled. A case whose consent was withdrawn is left out, so a page may be short.
    """
    actor.must(May.MATCH_REGISTRY)
    scope = visible(actor).where(Case.status.not_in(_GONE)).with_only_columns(Case.id)
    groups = list(
        session.scalars(
            select(Person.national_id_index)
            .where(Person.case_id.in_(scope), Person.national_id_index > after)
            .group_by(Person.national_id_index)
            .having(func.count(Person.case_id.distinct()) > 1)
            .order_by(Person.national_id_index)
            .limit(limit + 1)
        )
    )
    page = groups[:limit]
    found: dict[str, list[tuple[str, str | None]]] = {}
    masked: dict[str, str] = {}
    rows = session.execute(
        select(Person, Case, Office.name)
        .join(Case, Case.id == Person.case_id)
        .outerjoin(Office, Office.id == Case.office_id)
        .where(Person.national_id_index.in_(page), Case.id.in_(scope))
        .order_by(Person.national_id_index, Case.id)
    )
    for person, case, office in rows:
        if active_consent(session, case, Purpose.REGISTRY_MATCH) is not None:
            found.setdefault(person.national_id_index, []).append((case.number, office))
            masked[person.national_id_index] = person.masked
    record(session, actor, "duplicates.viewed", subject="registry", count=len(found))
    lines = [Shared(masked[index], tuple(cases)) for index, cases in found.items() if len(cases) > 1]
    return lines, page[-1] if len(groups) > limit else None
