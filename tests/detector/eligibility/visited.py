"""A family that was visited: the form as the researcher files it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.clock import now
from detector.visits.forms import Condition, Housing, HousingKind, Income, IncomeSource, VisitForm
from detector.visits.models import Visit, VisitStatus
from tests.factories import an_account


def a_filed_visit(session: Session, case: Case, *, members: int, salary: int | None = None) -> Visit:
    """Yesterday's visit; without `salary` the family has no income."""
    by = case.holder_id or an_account(session).id
    form = VisitForm(
        members=members, adults=1, children=members - 1, housing=Housing(kind=HousingKind.RENTED, condition=Condition.POOR),
        incomes=[Income(source=IncomeSource.SALARY, amount=salary)] if salary is not None else [],
    )  # fmt: skip
    visit = Visit(
        case_id=case.id, status=VisitStatus.FILED, planned_for=now() - timedelta(days=1),
        notice_given_at=now() - timedelta(days=3), notice_waived=None, team=["أ", "ب"], woman_on_team=True,
        composition_waived=None, address=None, planned_by_id=by, filed_at=now(), filed_by_id=by,
        form=form.model_dump_json(), claims=[], client_id=None,
    )  # fmt: skip
    session.add(visit)
    session.flush()
    return visit
