"""Reads of decisions: what stands in a file, what waits for a second officer, who is to be registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.queries import visible
from detector.config import settings
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Known, Outcome, missing
from detector.errors import BadInput
from detector.outreach.queries import active_consent, attempts_of, contact_refused
from detector.outreach.rules import Purpose, Reached
from detector.registry.claims import Verified
from detector.registry.judgement import Judgement
from detector.registry.models import Answer
from detector.registry.queries import PersonRow, agency_lines, newest_matches, persons_of
from detector.registry.service import REGISTERED, UNKNOWN
from detector.staff.permissions import May
from detector.staff.scope import Actor
from detector.visits.models import VisitStatus
from detector.visits.queries import filed_visit, visits_of


def decision_of(session: Session, case: Case) -> Decision | None:
    """The newest decision, whatever became of it."""
    return session.scalar(select(Decision).where(Decision.case_id == case.id).order_by(Decision.id.desc()).limit(1))


def decisions_of(session: Session, case: Case) -> list[Decision]:
    return list(session.scalars(select(Decision).where(Decision.case_id == case.id).order_by(Decision.id)))


def known(session: Session, case: Case) -> Known:
    """What the file holds, for `rules.missing`."""
    newest = newest_matches(session, case)
    answers = [line.answer for line in agency_lines(session, case) if line.answer is not None]
    claims = [answer for answer in answers if answer.answer is Answer.YES]
    return Known(
        consent=active_consent(session, case, Purpose.REGISTRY_MATCH) is not None,
        visit=filed_visit(session, case) is not None,
        match=any(match.answer != UNKNOWN for match in newest),
        unsettled=any(match.judgement is Judgement.UNSURE for match in newest),
        on_rolls=any(match.answer == REGISTERED and match.judgement is Judgement.SAME for match in newest),
        unreachable=_is_unreachable(session, case),
        confirmed=frozenset(claim.reason for claim in claims if claim.verified == Verified.CONFIRMED),
        disputed=frozenset(claim.reason for claim in claims if claim.disputed_at and claim.verified is None),
    )


def _is_unreachable(session: Session, case: Case) -> bool:
    """The family asked for no contact, or as many tries as the limit, calls and visits together, met nobody."""
    vain = sum(attempt.reached in (Reached.NO_ANSWER, Reached.WRONG_NUMBER) for attempt in attempts_of(session, case))
    vain += sum(visit.status is VisitStatus.NOBODY_HOME for visit in visits_of(session, case))
    return contact_refused(session, case) or vain >= settings().contact_attempts


def choices(session: Session, case: Case) -> dict[Outcome, tuple[str, ...]]:
    """Every outcome with what the file still lacks for it; the reason code is left to the form."""
    stands = known(session, case)
    return {outcome: tuple(lack for lack in missing(outcome, stands) if lack != "reason_code") for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Proposal:
    case: Case
    decision: Decision


@dataclass(frozen=True, slots=True)
class Handoff:
    """A household to be registered: what the registry's own form needs, IDs masked (service.hand_off shows them)."""

    number: str
    office_id: int | None
    decided_at: datetime
    persons: tuple[PersonRow, ...]


def _cursor(after: str | None) -> int:
    if after is not None and not (after.isdecimal() and len(after) <= 10):
        raise BadInput(field="after", why="no_cursor")
    return int(after or 0)


def proposals(session: Session, actor: Actor, *, after: str | None = None, limit: int = 25) -> list[Proposal]:
    """Adverse decisions that wait for this person's second word, oldest first; the own ones are left out."""
    actor.must(May.SECOND_DECISION)
    stmt = (
        visible(actor)
        .join(Decision, Decision.case_id == Case.id)
        .add_columns(Decision)
        .where(
            Case.status == Status.PROPOSED,
            Decision.state == DecisionState.PROPOSED,
            Decision.proposed_by_id != actor.account_id,
            Decision.id > _cursor(after),
        )
        .order_by(Decision.id)
        .limit(limit)
    )
    return [Proposal(case, decision) for case, decision in session.execute(stmt)]


def handoffs(session: Session, actor: Actor, *, after: str | None = None, limit: int = 100) -> list[Handoff]:
    """Cases decided REGISTERED whose consent still stands, oldest decision first; `after`: the last row's number."""
    actor.must(May.READ_CASE)
    since = session.scalar(visible(actor).where(Case.number == after).with_only_columns(Case.id)) if after else 0
    if since is None:
        raise BadInput(field="after", why="no_cursor")
    while True:
        rows = _to_register(session, actor, since, limit)
        made = [
            Handoff(case.number, case.office_id, decision.proposed_at, tuple(persons_of(session, case)))
            for case, decision in rows
        ]
        shown = [row for row in made if row.persons]
        if shown or not rows:
            return shown
        since = rows[-1][0].id  # a whole page of withdrawn consents is no end of the list


def _to_register(session: Session, actor: Actor, since: int, limit: int) -> list[tuple[Case, Decision]]:
    """Each case once, with its newest final decision."""
    stmt = (
        visible(actor)
        .join(Decision, Decision.case_id == Case.id)
        .add_columns(Decision)
        .where(
            Case.status == Status.DECIDED,
            Decision.state == DecisionState.FINAL,
            Decision.outcome == Outcome.REGISTERED,
            Case.id > since,
        )
        .order_by(Case.id, Decision.id)
        .limit(limit)
    )
    return list({case.id: (case, decision) for case, decision in session.execute(stmt)}.values())
