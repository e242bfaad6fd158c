"""An estimate for a case of the actor's scope. Nothing of it is stored; that it was made stands in the journal."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.cases.queries import get_case
from detector.clock import RIYADH, now
from detector.config import settings
from detector.eligibility.estimate import Estimate, estimate
from detector.eligibility.facts import Facts, Income, Kind
from detector.eligibility.rulebook import RuleBook, load
from detector.journal.service import record
from detector.staff.permissions import May
from detector.staff.scope import Actor
from detector.visits.queries import filed_visit, form_of


def rule_book() -> RuleBook:
    """The rules of this deployment. Raises `RuleBookUnreadable`."""
    return load(Path(settings().eligibility_rules) if settings().eligibility_rules else None)


def facts_found(session: Session, case: Case) -> Facts:
    """What the newest visit form tells, for this month; everything that no form asks stays unknown.

    Everybody in the dwelling but its head is taken as a dependant (Art. 1: the family is who lives in one dwelling).
    """
    today = now().astimezone(RIYADH).date()
    visit = filed_visit(session, case)
    form = form_of(visit) if visit is not None else None
    if form is None:
        return Facts(month=today)
    incomes = tuple(Income(Kind(one.source.value), one.amount) for one in form.incomes)
    return Facts(month=today, dependants=form.members - 1, incomes=incomes)


def estimate_case(session: Session, actor: Actor, number: str, facts: Facts | None = None) -> tuple[Facts, Estimate]:
    """The estimate from `facts`, or from what the file holds. Raises `NotFound`, `NoRuleInForce`, `RuleBookUnreadable`."""
    actor.must(May.READ_CASE)
    case = get_case(session, actor, number)
    told = facts or facts_found(session, case)
    made = estimate(told, rule_book())
    record(
        session, actor, "eligibility.estimated", subject="case", subject_id=case.id,
        rules=made.version, month=f"{told.month:%Y-%m}", by_hand=facts is not None,
    )  # fmt: skip
    return told, made
