"""A household that was registered is looked after once more, some months later."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import RIYADH
from detector.config import settings
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.staff.scope import Actor
from detector.visits.follow_ups import add_follow_up
from detector.visits.models import FollowUp, FollowUpKind

CHUNK = 500  # cases of one run


def make_follow_ups(session: Session) -> int:
    """A follow-up for every case decided REGISTERED that has none since; how many were made. Safe to run at any time."""
    made_since = exists().where(
        FollowUp.case_id == Case.id,
        FollowUp.kind == FollowUpKind.AFTER_REGISTRATION,
        FollowUp.made_at >= Decision.proposed_at,
    )
    rows = session.execute(
        select(Case, Decision.proposed_at)
        .join(Decision, Decision.case_id == Case.id)
        .where(
            Case.status == Status.DECIDED,
            Decision.state == DecisionState.FINAL,
            Decision.outcome == Outcome.REGISTERED,
            Decision.id.in_(select(func.max(Decision.id)).group_by(Decision.case_id)),
            ~made_since,
        )
        .limit(CHUNK)
    ).all()
    for case, decided_at in rows:
        due = decided_at.astimezone(RIYADH).date() + timedelta(days=settings().follow_up_days)
        add_follow_up(session, Actor.system(), case, FollowUpKind.AFTER_REGISTRATION, due)
    return len(rows)
