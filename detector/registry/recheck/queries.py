"""Reads of runs and findings: masked, in scope, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.registry.judgement import mask_date, mask_name
from detector.registry.models import Beneficiary
from detector.registry.recheck.models import Finding, Hit, Run
from detector.registry.recheck.rules import FindingState
from detector.reports.redaction import mask
from detector.staff.permissions import May
from detector.staff.scope import Actor, within

PAGE = 25


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a page may show it: initials, masked number, year of birth."""

    finding: Finding
    name: str
    masked: str
    birth: str | None
    office: str | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Own numbers of one run in the actor's scope. `outcomes` counts people, `by_matter` claims (agency, reason)."""

    run: Run
    outcomes: dict[str, int]
    by_matter: list[tuple[str, str, int]]
    by_region: dict[str, dict[str, int]]


def runs(session: Session, actor: Actor, *, limit: int = 20) -> list[Run]:
    """Newest first."""
    actor.must(May.READ_CASE)
    return list(session.scalars(select(Run).order_by(Run.id.desc()).limit(limit)))


def overview(session: Session, actor: Actor, run: Run) -> Overview:
    """People by outcome and region, claims by agency and reason. In order and unanswered are the run's own counts."""
    actor.must(May.READ_CASE)
    scope = within(actor, Finding.office_id, Finding.region_code)
    of_run = select(Finding.state, Finding.region_code, func.count()).where(Finding.run_id == run.id, scope)
    by_region: dict[str, dict[str, int]] = {}
    for what, people in run.counts.items():
        for region, count in people.items():
            if actor.region_code in (None, region) and actor.office_id is None:
                by_region.setdefault(region, {})[what] = count
    for state, region, count in session.execute(of_run.group_by(Finding.state, Finding.region_code)):
        line = by_region.setdefault(region or "", {})
        line[state.value] = line.get(state.value, 0) + count
    outcomes: dict[str, int] = {}
    for line in by_region.values():
        for what, count in line.items():
            outcomes[what] = outcomes.get(what, 0) + count
    matters = session.execute(
        select(Hit.agency, Hit.reason, func.count())
        .join(Finding, Finding.id == Hit.finding_id)
        .where(Finding.run_id == run.id, scope)
        .group_by(Hit.agency, Hit.reason)
        .order_by(func.count().desc(), Hit.agency, Hit.reason)
    )
    return Overview(run, outcomes, [(a, r, n) for a, r, n in matters], dict(sorted(by_region.items())))


def findings(
    session: Session,
    actor: Actor,
    run_id: int,
    *,
    state: FindingState | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> tuple[list[FindingRow], int | None]:
    """One keyset page, oldest first, and what to ask the next one `after`; None on the last."""
    actor.must(May.READ_CASE)
    stmt = select(Finding).where(
        Finding.run_id == run_id, Finding.id > after, within(actor, Finding.office_id, Finding.region_code)
    )
    if state is not None:
        stmt = stmt.where(Finding.state == state)
    found = list(session.scalars(stmt.order_by(Finding.id).limit(limit + 1)))
    rows = finding_rows(session, found[:limit])
    return rows, found[limit - 1].id if len(found) > limit else None


def finding_rows(session: Session, found: Sequence[Finding]) -> list[FindingRow]:
    ids = [finding.id for finding in found]
    hits: dict[int, list[Hit]] = {}
    for hit in session.scalars(select(Hit).where(Hit.finding_id.in_(ids)).order_by(Hit.id)):
        hits.setdefault(hit.finding_id, []).append(hit)
    people = {
        person.id: person
        for person in session.scalars(
            select(Beneficiary).where(Beneficiary.id.in_([finding.beneficiary_id for finding in found]))
        )
    }
    return [_row(finding, people[finding.beneficiary_id], hits.get(finding.id, [])) for finding in found]


def _row(finding: Finding, person: Beneficiary, hits: list[Hit]) -> FindingRow:
    born = date.fromisoformat(person.birth_date) if person.birth_date else None
    return FindingRow(
        finding, mask_name(person.full_name), mask(person.national_id), mask_date(born), person.office_name, tuple(hits)
    )
