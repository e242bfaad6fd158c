"""Gone means gone: what is past its date disappears, with a journal line that holds no content."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from detector.clock import now
from detector.config import settings
from detector.jobs.retention import forget_unmatched
from detector.journal.service import record
from detector.reports.models import AuditSample, LedgerLine, Outcome
from detector.staff.models import SignIn
from detector.staff.scope import Actor


def purge(session: Session) -> dict[str, int]:
    """Delete old audit samples, ledger lines, sign-ins, and what was found to be no case; returns the counts."""
    old_ledger = now() - timedelta(days=settings().retain_ledger_days)
    gone = {
        "audit_samples": session.execute(delete(AuditSample).where(AuditSample.expires_at <= now())),
        "ledger_lines": session.execute(
            delete(LedgerLine).where(LedgerLine.received_at <= old_ledger, LedgerLine.outcome != Outcome.KEPT)
        ),
        "sign_ins": session.execute(delete(SignIn).where(SignIn.expires_at <= now())),
    }
    counts = {what: int(getattr(result, "rowcount", 0)) for what, result in gone.items()}
    counts["reports"] = forget_unmatched(session)
    if any(counts.values()):
        record(session, Actor.system(), "purge.ran", subject="retention", counts=counts)
    return counts
