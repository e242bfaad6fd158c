"""Finding the case that a report belongs to. Keys are written once, so the cost does not grow with the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from detector.cases.likeness import Ground, Told, compare
from detector.cases.models import BlockingKey, Case, CaseReport, LinkState, Signature
from detector.reports.fingerprint import bands, signature
from detector.reports.models import Report, ReportIdentifier

MAX_TWINS = 50  # per key: a text that circulates by the hundred is one case already; the first of them are enough


def describe(report: Report, identifiers: Sequence[ReportIdentifier]) -> Told:
    """What linking knows of a new report."""
    numbers: dict[str, set[str]] = {}
    for one in identifiers:
        numbers.setdefault(one.type, set()).add(one.blind_index)
    return Told(report.id, signature(report.text or ""), {t: frozenset(v) for t, v in numbers.items()})


def keys(told: Told) -> list[str]:
    return [*bands(told.minhash), *(f"n:{number}" for number in told.all_numbers())]


def remember(session: Session, told: Told) -> None:
    """Write the report's signature and keys."""
    session.add(Signature(report_id=told.report_id, minhash=told.minhash))
    session.flush()
    session.execute(insert(BlockingKey), [{"key": key, "report_id": told.report_id} for key in set(keys(told))])


def _load(session: Session, report_ids: Iterable[int]) -> list[Told]:
    ids = list(report_ids)
    numbers: dict[int, dict[str, set[str]]] = {}
    for report_id, kind, index in session.execute(
        select(ReportIdentifier.report_id, ReportIdentifier.type, ReportIdentifier.blind_index).where(
            ReportIdentifier.report_id.in_(ids)
        )
    ):
        numbers.setdefault(report_id, {}).setdefault(kind, set()).add(index)
    signed = session.execute(select(Signature.report_id, Signature.minhash).where(Signature.report_id.in_(ids)))
    return [
        Told(report_id, minhash, {t: frozenset(v) for t, v in numbers.get(report_id, {}).items()})
        for report_id, minhash in signed
    ]


def best_case(session: Session, told: Told, kinds: frozenset[str]) -> tuple[int, Ground] | None:
    """The case to join or to suggest, with the ground: (case id, ground), or None. Call before `remember`."""
    twins = select(BlockingKey.report_id).where(BlockingKey.key.in_(keys(told))).distinct().limit(MAX_TWINS)
    grounds = {old.report_id: found for old in _load(session, session.scalars(twins)) if (found := compare(told, old))}
    if not grounds:
        return None
    rows = session.execute(
        select(CaseReport.report_id, CaseReport.case_id)
        .join(Case, Case.id == CaseReport.case_id)
        .where(
            CaseReport.report_id.in_(grounds),
            CaseReport.state == LinkState.CONFIRMED,
            Case.kind.in_(kinds),
        )
    )
    found_cases = [(case_id, grounds[report_id]) for report_id, case_id in rows]
    if not found_cases:
        return None
    return max(found_cases, key=lambda c: (c[1].state is LinkState.CONFIRMED, c[1].score))
