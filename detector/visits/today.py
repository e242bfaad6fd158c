"""What is due today, in one read: who has not come back, who is expected, what rests with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import RIYADH, now
from detector.outreach.queries import calls_due
from detector.staff.models import Account
from detector.staff.permissions import May
from detector.staff.scope import Actor, within
from detector.visits.follow_ups import due_follow_ups
from detector.visits.follow_ups import today as this_day
from detector.visits.models import FollowUp, Visit, VisitDraft, VisitStatus
from detector.visits.queries import CalendarLine, calendar

MOST = 100  # lines of each kind


@dataclass(frozen=True, slots=True)
class Late:
    """A team that checked in and has not checked out in time."""

    number: str
    place_name: str | None
    team: list[str]
    checked_in_at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    number: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class Today:
    """`visits` are today's and those of earlier days that nobody answered; `urgent_overdue` counts waiting cases."""

    late: list[Late]
    visits: list[CalendarLine]
    calls: list[tuple[Case, datetime]]
    follow_ups: list[tuple[FollowUp, Case]]
    drafts: list[Draft]
    leases: list[Case]
    urgent_overdue: int

    @property
    def empty(self) -> bool:
        lists = (self.late, self.visits, self.calls, self.follow_ups, self.drafts, self.leases)
        return not any(lists) and not self.urgent_overdue


def due_today(session: Session, actor: Actor) -> Today:
    """What is due by the end of the day in Riyadh: of the actor's scope, and of the actor's own hands."""
    actor.must(May.READ_CASE)
    end = datetime.combine(this_day() + timedelta(days=1), time(0), RIYADH)
    overdue = select(func.count()).where(
        within(actor, Case.office_id, Case.region_code), Case.status == Status.QUEUED, Case.due_by <= now()
    )
    leases = session.scalars(
        select(Case)
        .where(Case.holder_id == actor.account_id, Case.status == Status.CLAIMED, Case.lease_until < end)
        .order_by(Case.lease_until)
        .limit(MOST)
    )
    return Today(
        late=_late(session, actor),
        visits=calendar(session, actor, since=end - timedelta(days=15), until=end)[:MOST],
        calls=calls_due(session, actor, end)[:MOST],
        follow_ups=due_follow_ups(session, actor, this_day(), MOST),
        drafts=_drafts(session, actor),
        leases=list(leases),
        urgent_overdue=session.scalar(overdue) or 0,
    )


def _late(session: Session, actor: Actor) -> list[Late]:
    rows = session.execute(
        select(Visit, Case.number, Case.place_name, Account.display_name)
        .join(Case, Case.id == Visit.case_id)
        .outerjoin(Account, Account.id == Visit.checked_in_by_id)
        .where(
            within(actor, Case.office_id, Case.region_code),
            Visit.checked_in_at.is_not(None),
            Visit.alerted_at.is_not(None),
            Visit.checked_out_at.is_(None),
        )
        .order_by(Visit.checked_in_at)
        .limit(MOST)
    )
    return [Late(number, place, visit.team, visit.checked_in_at or now(), by) for visit, number, place, by in rows]


def _drafts(session: Session, actor: Actor) -> list[Draft]:
    """Unfinished forms that the actor saved, or of cases in their hands."""
    rows = session.execute(
        select(Case.number, VisitDraft.saved_at, Account.display_name)
        .join(Visit, Visit.id == VisitDraft.visit_id)
        .join(Case, Case.id == Visit.case_id)
        .join(Account, Account.id == VisitDraft.saved_by_id)
        .where(
            within(actor, Case.office_id, Case.region_code),
            Visit.status == VisitStatus.PLANNED,
            (VisitDraft.saved_by_id == actor.account_id) | (Case.holder_id == actor.account_id),
        )
        .order_by(VisitDraft.saved_at)
        .limit(MOST)
    )
    return [Draft(*row) for row in rows]
