"""Correcting a form after it was handed in: a new version with its reason; the earlier one stays."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.queries import get_case
from detector.cases.written import reason as checked_reason
from detector.clock import now
from detector.errors import BadInput, Conflict, DetectorError
from detector.journal.service import record
from detector.outreach.queries import require_consent
from detector.outreach.rules import Purpose
from detector.staff.scope import Actor
from detector.visits.forms import VisitForm
from detector.visits.models import EarlierForm, Visit
from detector.visits.queries import filed_visit, form_of
from detector.visits.service import VisitMissing, must_go

LEAST_REASON = 10  # characters


class FormClosed(DetectorError):
    """A decision rests on the form, or was proposed: send it back or reopen the case first; facts: `case`, `now`."""

    code, status = "V307", 409


def amend(
    session: Session, actor: Actor, number: str, form: VisitForm, *, reason: str, form_version: int
) -> Visit:  # fmt: skip
    """Put a corrected form in the place of the filed one. `form_version` is the version that was corrected.

    Raises `VisitMissing`, `NotHolder`, `FormClosed`, `ConsentMissing`, `Conflict` (somebody amended it meanwhile) and
    `BadInput` (no reason, nothing changed).
    """
    case = get_case(session, actor, number, lock=True)
    visit = filed_visit(session, case)
    if visit is None or visit.form is None:
        raise VisitMissing(case=number)
    must_go(case, visit, actor)
    if case.status is not Status.VISITED:
        raise FormClosed(case=number, now=case.status.value)
    why = checked_reason(reason, "amend_reason", least=LEAST_REASON)
    if form_of(visit) == form:
        raise BadInput(field="amend_reason", why="nothing_changed")
    if visit.form_version != form_version:
        raise Conflict(case=number, why="form_amended", version=visit.form_version, base_version=form_version)
    require_consent(session, case, Purpose.VISIT)
    session.add(
        EarlierForm(
            visit_id=visit.id, version=visit.form_version, form=visit.form, replaced_at=now(),
            replaced_by_id=actor.account_id, reason=why,
        )
    )  # fmt: skip
    visit.form, visit.form_version = form.model_dump_json(), visit.form_version + 1
    visit.claims = [claim.model_dump(mode="json") for claim in form.claims]
    session.flush()
    record(
        session, actor, "visit.form_amended", subject="case", subject_id=case.id, visit=visit.id,
        version=visit.form_version,
    )  # fmt: skip
    return visit


def earlier_forms(session: Session, visit: Visit) -> list[EarlierForm]:
    """The versions that were replaced, oldest first."""
    return list(
        session.scalars(select(EarlierForm).where(EarlierForm.visit_id == visit.id).order_by(EarlierForm.version))
    )
