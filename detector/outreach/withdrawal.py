"""A family, or who told of it, takes everything back: every consent, the reports, and all that was written down since."""

from __future__ import annotations

from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import get_case, with_merged
from detector.cases.service import set_status
from detector.cases.written import reason as checked_reason
from detector.clock import now
from detector.journal.service import record
from detector.outreach.queries import consents_of
from detector.reports.models import Gone
from detector.reports.proofs import CASE, ask
from detector.staff.permissions import May
from detector.staff.scope import Actor


def withdraw_household(session: Session, actor: Actor, number: str, reason: str) -> Case:
    """Close the case as withdrawn and have everything about the household gone with the next purge, which is asked for.

    By anybody who works cases in this scope, at once. Raises `IllegalMove` for a case that is decided: what a decision rests
    on is kept as long as the decision can be objected to.
    """
    actor.must(May.WORK_CASE)
    case = get_case(session, actor, number, lock=True)
    why = checked_reason(reason)
    for consent in consents_of(session, case):
        if consent.withdrawn_at is None:
            consent.withdrawn_at = now()
            record(session, actor, "consent.withdrawn", subject="case", subject_id=case.id, consent=consent.id)
    for case_id in with_merged(session, case):
        one = session.get_one(Case, case_id, with_for_update=True)
        set_status(session, one, Status.WITHDRAWN, by=actor, reason=why if one is case else None)
        one.holder_id = one.lease_until = None
    ask(session, Gone.WITHDRAWN_CONSENT, CASE, case.id)
    return case
