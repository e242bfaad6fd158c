"""Everything the pages of one case show. Opening it is a view, and every view is journalled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from detector.cases.models import Case, CaseMove
from detector.cases.queries import LinkedReport, get_case, moves_of, reports_of
from detector.decisions.models import Decision
from detector.decisions.queries import decision_of
from detector.journal.service import record
from detector.outreach.models import Consent, ContactAttempt
from detector.outreach.queries import attempts_of, consents_of
from detector.outreach.rules import Reached
from detector.places.models import Office, Region
from detector.registry.judgement import Judgement
from detector.registry.models import Match
from detector.registry.queries import newest_matches
from detector.registry.service import UNKNOWN
from detector.staff.permissions import May
from detector.visits.models import Visit, VisitStatus
from detector.visits.queries import visits_of
from review_ui import formats
from review_ui.deps import Visitor
from review_ui.next_step import STAGES, Standing, Step, next_step, stages_done
from review_ui.people import names
from review_ui.words import label


@dataclass(frozen=True, slots=True)
class CaseFile:
    case: Case
    reports: list[LinkedReport]
    moves: list[CaseMove]
    attempts: list[ContactAttempt]
    consents: list[Consent]
    visits: list[Visit]
    matches: list[Match]
    decision: Decision | None
    office: str | None
    region: str | None
    is_mine: bool
    step: Step
    done: frozenset[str]
    people: dict[int, str] = field(default_factory=dict)

    stages = STAGES

    @property
    def consented(self) -> set[str]:
        """Purposes under a consent that stands."""
        return {purpose for c in self.consents if c.withdrawn_at is None for purpose in c.purposes}

    @property
    def planned(self) -> Visit | None:
        return next((v for v in self.visits if v.status is VisitStatus.PLANNED), None)


def open_file(session: Session, who: Visitor, number: str, *, part: str) -> CaseFile:
    """The file of a case in the visitor's scope, or `NotFound`; `part` is the page that is looked at."""
    case = get_case(session, who.actor, number)
    record(session, who.actor, "case.viewed", subject="case", subject_id=case.id, part=part)
    moves, attempts = moves_of(session, case), attempts_of(session, case)
    consents, visits = consents_of(session, case), visits_of(session, case)
    decision = decision_of(session, case)
    people = names(session, _mentioned(case, moves, attempts, consents, decision))
    matches = newest_matches(session, case)
    office = session.get(Office, case.office_id) if case.office_id else None
    region = session.get(Region, case.region_code) if case.region_code else None
    standing = _standing(who, case, attempts, consents, visits, matches, decision, people)
    return CaseFile(
        case=case, reports=reports_of(session, case), moves=moves, attempts=attempts, consents=consents, visits=visits,
        matches=matches, decision=decision, office=office.name if office else None,
        region=region.name if region else None, is_mine=standing.is_mine, step=next_step(standing),
        done=stages_done(standing), people=people,
    )  # fmt: skip


def _mentioned(
    case: Case,
    moves: Iterable[CaseMove],
    attempts: Iterable[ContactAttempt],
    consents: Iterable[Consent],
    decision: Decision | None,
) -> Iterable[int | None]:
    yield case.holder_id
    yield from (move.by_id for move in moves)
    yield from (attempt.by_id for attempt in attempts)
    yield from (consent.recorded_by_id for consent in consents)
    if decision is not None:
        yield from (decision.proposed_by_id, decision.seconded_by_id)


def _standing(
    who: Visitor,
    case: Case,
    attempts: list[ContactAttempt],
    consents: list[Consent],
    visits: list[Visit],
    matches: list[Match],
    decision: Decision | None,
    people: dict[int, str],
) -> Standing:
    me = who.actor.account_id
    planned = next((v for v in visits if v.status is VisitStatus.PLANNED), None)
    return Standing(
        number=case.number,
        status=case.status,
        is_mine=case.holder_id is not None and case.holder_id == me,
        holder=people.get(case.holder_id or 0),
        reached=any(a.reached is Reached.REACHED for a in attempts),
        consented=any(c.withdrawn_at is None and "visit" in c.purposes for c in consents),
        visited=any(v.status is VisitStatus.FILED for v in visits),
        matched=any(m.answer != UNKNOWN for m in matches) and not any(m.judgement is Judgement.UNSURE for m in matches),
        proposed_by_me=decision is not None and decision.proposed_by_id == me,
        may_second=who.may(May.SECOND_DECISION),
        outcome=label("decision", decision.outcome.value) if decision else None,
        planned_for=formats.moment(planned.planned_for) if planned else None,
    )
