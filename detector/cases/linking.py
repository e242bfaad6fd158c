"""Finding the case that a report belongs to. Keys are written once, so the cost does not grow with the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, insert, select, text
from sqlalchemy.orm import Session

from detector.cases.blocking import keys
from detector.cases.likeness import Ground, Told, compare
from detector.cases.models import BlockingKey, Case, CaseReport, LinkState, Signature
from detector.detection.models import Detection
from detector.places.queries import Home
from detector.reports.fingerprint import signature
from detector.reports.models import Report, ReportIdentifier
from nlp_models.extract.story import Story, story

PER_KEY = 20  # the newest reports of a key: a text that circulates by the hundred is one case already
MOST_COMPARED = 40  # reports, those that share the most keys first
MOST_SUGGESTED = 3  # cases; more is a list that nobody reads
_LOCK = 0x6C696E6B  # "link"


def lock(session: Session) -> None:
    """Let one transaction at a time link reports: two tellings that arrive together must see one another, and merges and
    joins must not wait for each other's rows in a circle. On SQLite a writing transaction is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def describe(
    report: Report, identifiers: Sequence[ReportIdentifier], said: Detection | None = None, home: Home | None = None
) -> Told:
    """What linking knows of a new report. `home` is where its sender said the family is; it goes before the reader's word."""
    numbers: dict[str, set[str]] = {}
    for one in identifiers:
        numbers.setdefault(one.type, set()).add(one.blind_index)
    place = (said.place if said else None) or {}
    words = report.text or ""
    return Told(
        report.id,
        signature(words),
        {t: frozenset(v) for t, v in numbers.items()},
        governorate=(home.governorate if home else None) or place.get("governorate"),
        region=(home.region_code if home else None) or place.get("region"),
        size=said.household_size if said else None,
        story=story(words),
    )


def facts_of(told: Told) -> dict[str, Any]:
    """The facts as they are kept beside the signature."""
    return {
        "governorate": told.governorate,
        "region": told.region,
        "size": told.size,
        "circumstances": sorted(told.story.circumstances),
        "counts": sorted(told.story.counts),
        "words": list(told.story.words),
        "names": sorted(told.story.names),
    }


def _told(report_id: int, minhash: bytes, facts: dict[str, Any], numbers: dict[str, set[str]]) -> Told:
    kept = Story(
        frozenset(facts.get("circumstances", ())),
        frozenset(facts.get("counts", ())),
        tuple(facts.get("words", ())),
        frozenset(facts.get("names", ())),
    )
    by_type = {t: frozenset(v) for t, v in numbers.items()}
    return Told(
        report_id, minhash, by_type, facts.get("governorate"), facts.get("region"), facts.get("size"), kept
    )  # fmt: skip


def remember(session: Session, told: Told) -> None:
    """Write the report's signature, facts and keys."""
    session.add(Signature(report_id=told.report_id, minhash=told.minhash, facts=facts_of(told)))
    session.flush()
    session.execute(insert(BlockingKey), [{"key": key, "report_id": told.report_id} for key in keys(told)])


def remember_missing(session: Session) -> int:
    """Remember reports that have no signature: those that were here before its form changed; how many. Part of `migrate`."""
    stmt = (
        select(Report.id)
        .outerjoin(Signature, Signature.report_id == Report.id)
        .where(Signature.report_id.is_(None), Report.text.is_not(None))
    )
    missing = [report_id for report_id in session.scalars(stmt) if _is_read(session, report_id)]
    for report_id in missing:
        report = session.get_one(Report, report_id)
        numbers = session.scalars(select(ReportIdentifier).where(ReportIdentifier.report_id == report_id)).all()
        remember(session, describe(report, numbers, _reading(session, report_id)))
    return len(missing)


def _reading(session: Session, report_id: int) -> Detection | None:
    stmt = select(Detection).where(Detection.report_id == report_id).order_by(Detection.id.desc()).limit(1)
    return session.scalar(stmt)


def _is_read(session: Session, report_id: int) -> bool:
    return session.scalar(select(CaseReport.case_id).where(CaseReport.report_id == report_id).limit(1)) is not None


def load(session: Session, report_ids: Iterable[int]) -> list[Told]:
    """What is remembered of reports."""
    ids = list(report_ids)
    numbers: dict[int, dict[str, set[str]]] = {}
    for report_id, kind, index in session.execute(
        select(ReportIdentifier.report_id, ReportIdentifier.type, ReportIdentifier.blind_index).where(
            ReportIdentifier.report_id.in_(ids)
        )
    ):
        numbers.setdefault(report_id, {}).setdefault(kind, set()).add(index)
    signed = session.execute(
        select(Signature.report_id, Signature.minhash, Signature.facts).where(Signature.report_id.in_(ids))
    )
    return [_told(report_id, minhash, facts, numbers.get(report_id, {})) for report_id, minhash, facts in signed]


@lru_cache(maxsize=128)
def _twins(keys_count: int) -> TextClause:
    """The reports that share the most keys :k0, :k1, … Each key is one walk along the index, ended after `PER_KEY` rows.

    Written as text: forty joined subqueries cost SQLAlchemy more to put together than the database to answer.
    """
    walks = " UNION ALL ".join(
        f"SELECT report_id FROM (SELECT report_id FROM blocking_key WHERE key = :k{n}"  # noqa: S608 - n counts
        f" ORDER BY report_id DESC LIMIT {PER_KEY}) AS w{n}"
        for n in range(keys_count)
    )
    return text(
        f"SELECT report_id FROM ({walks}) AS found GROUP BY report_id"  # noqa: S608
        f" ORDER BY count(*) DESC, report_id DESC LIMIT {MOST_COMPARED}"
    )


def likely_cases(session: Session, told: Told, kinds: frozenset[str]) -> list[tuple[int, Ground]]:
    """(case id, ground), best first: one to join, or up to `MOST_SUGGESTED` to suggest. Call before `remember`.

    A report joins by itself only a case of its own `kinds`; a visit case and a payment issue are never more than suggested.
    """
    asked = keys(told)
    twins = session.scalars(_twins(len(asked)), {f"k{n}": key for n, key in enumerate(asked)}).all()
    grounds = {old.report_id: found for old in load(session, twins) if (found := compare(told, old))}
    if not grounds:
        return []
    rows = session.execute(
        select(CaseReport.report_id, CaseReport.case_id, Case.kind)
        .join(Case, Case.id == CaseReport.case_id)
        .where(CaseReport.report_id.in_(grounds), CaseReport.state == LinkState.CONFIRMED)
    )
    best: dict[int, Ground] = {}
    for report_id, case_id, kind in rows:
        ground = grounds[report_id]
        if kind not in kinds and ground.state is LinkState.CONFIRMED:
            ground = Ground(LinkState.SUGGESTED, ground.why, ground.score, ground.reasons)
        if case_id not in best or _strength(ground) > _strength(best[case_id]):
            best[case_id] = ground
    ordered = sorted(best.items(), key=lambda pair: (_strength(pair[1]), -pair[0]), reverse=True)
    if ordered and ordered[0][1].state is LinkState.CONFIRMED:
        return ordered[:1]
    return ordered[:MOST_SUGGESTED]


def _strength(ground: Ground) -> tuple[bool, float]:
    return ground.state is LinkState.CONFIRMED, ground.score
