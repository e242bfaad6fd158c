"""What had to go and is gone: asked for, done, and proven without content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from detector import crypto
from detector.clock import now
from detector.defer import Job, defer
from detector.reports.models import AuditSample, Gone, LedgerLine, PurgeProof, Report, Source
from detector.staff.permissions import May
from detector.staff.scope import Actor

REPORT, SAMPLE, CASE, CONSENT, RETENTION = "report", "sample", "case", "consent", "retention"


def hash_of(subject: str, subject_id: int | None) -> str:
    return crypto.blind_index("gone", f"{subject}:{subject_id}")


def gone_id(source: Source, external_id: str) -> str:
    """What stands in the ledger for an item that is gone: the post delivered again is known, nothing can be read back."""
    return crypto.blind_index("gone", f"{source.value}:{external_id}")


def ask(session: Session, why: Gone, subject: str, subject_id: int) -> PurgeProof:
    """Have it gone with the next run of the purge, which is asked for; asking twice is asking once."""
    mark = hash_of(subject, subject_id)
    waiting = session.scalar(
        select(PurgeProof).where(PurgeProof.subject_hash == mark, PurgeProof.kind == why, PurgeProof.done_at.is_(None))
    )
    if waiting is not None:
        return waiting
    proof = PurgeProof(
        kind=why, subject=subject, subject_id=subject_id, subject_hash=mark, requested_at=now(), done_at=None, rows={}
    )
    session.add(proof)
    session.flush()
    defer(session, Job.PURGE)
    return proof


def ask_for_items(session: Session, source: Source, external_ids: Sequence[str], why: Gone) -> int:
    """Posts that were deleted where they stood, by the ids that their source gave them; how many we had kept.

    X and WhatsApp tell of deletions by themselves; of a file's or newspaper's, somebody tells us. A post of which only an
    audit sample was kept loses it at once.
    """
    ids = list(external_ids)
    kept = select(Report.id).where(Report.source == source, Report.external_id.in_(ids), Report.purged_at.is_(None))
    found = list(session.scalars(kept))
    for report_id in found:
        ask(session, why, REPORT, report_id)
    known = select(Report.external_id).where(Report.id.in_(found))
    samples = session.execute(
        delete(AuditSample)
        .where(AuditSample.source == source, AuditSample.external_id.in_(ids), AuditSample.external_id.not_in(known))
        .returning(AuditSample.id)
    ).all()
    for _ in samples:
        write_proof(session, why, SAMPLE, None, {"audit_sample": 1}, due=now())
    return len(found) + len(samples)


def prove(session: Session, proof: PurgeProof, rows: Mapping[str, int]) -> None:
    """It is done: the proof forgets which row it was."""
    proof.done_at, proof.subject_id = now(), None
    proof.rows = {table: count for table, count in rows.items() if count}


def write_proof(
    session: Session, why: Gone, subject: str, subject_id: int | None, rows: Mapping[str, int], *, due: datetime
) -> None:
    """The proof of something that its date asked for; `due` is that date."""
    proof = PurgeProof(
        kind=why, subject=subject, subject_id=None, subject_hash=hash_of(subject, subject_id), requested_at=due,
        done_at=None, rows={},
    )  # fmt: skip
    session.add(proof)
    prove(session, proof, rows)


def waiting(session: Session, *, limit: int) -> list[PurgeProof]:
    """What was asked for and is not done, oldest first; a run that comes at the same time takes others."""
    stmt = select(PurgeProof).where(PurgeProof.done_at.is_(None)).order_by(PurgeProof.id).limit(limit)
    return list(session.scalars(stmt.with_for_update(skip_locked=True)))


def proofs(session: Session, actor: Actor, *, before: int | None = None, limit: int = 50) -> list[PurgeProof]:
    """Proofs, newest first, for who answers for deletions (`May.APPROVE_SOURCE`); `before` is the id of the last one seen."""
    actor.must(May.APPROVE_SOURCE)
    stmt = select(PurgeProof).order_by(PurgeProof.id.desc()).limit(limit)
    return list(session.scalars(stmt.where(PurgeProof.id < before) if before else stmt))


def known_gone(session: Session, source: Source, external_ids: Sequence[str]) -> set[str]:
    """Those of the ids that were here and had to go."""
    marks = {gone_id(source, external_id): external_id for external_id in external_ids}
    stmt = select(LedgerLine.external_id).where(LedgerLine.source == source, LedgerLine.external_id.in_(marks))
    return {marks[mark] for mark in session.scalars(stmt)}
