"""Gone means gone: what is past its date or was asked to go disappears, with a proof that holds no content."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from detector.clock import now
from detector.config import settings
from detector.db import shrink_log
from detector.jobs.forgetting import also
from detector.jobs.retention import forget_asked, forget_unmatched
from detector.jobs.whatsapp import forget_whatsapp
from detector.journal.service import record
from detector.learning.exporting import delete_expired, strike_out
from detector.reports.models import AuditSample, Gone, LedgerLine, Outcome
from detector.reports.proof import SpentProof
from detector.reports.proofs import RETENTION, write_proof
from detector.staff.models import SignIn
from detector.staff.scope import Actor

also(strike_out)


def purge(session: Session) -> dict[str, int]:
    """Delete old audit samples, ledger lines, sign-ins, what was found to be no case, and what was asked to go.

    Returns the counts. Call `after_purge` when the transaction is committed.
    """
    old_ledger = now() - timedelta(days=settings().retain_ledger_days)
    gone = {
        "audit_samples": session.execute(delete(AuditSample).where(AuditSample.expires_at <= now())),
        "ledger_lines": session.execute(
            delete(LedgerLine).where(LedgerLine.received_at <= old_ledger, LedgerLine.outcome != Outcome.KEPT)
        ),
        "proofs": session.execute(delete(SpentProof).where(SpentProof.expires_at <= now())),
        "sign_ins": session.execute(delete(SignIn).where(SignIn.expires_at <= now())),
    }
    counts = {what: int(getattr(result, "rowcount", 0)) for what, result in gone.items()}
    if any(counts.values()):
        write_proof(session, Gone.EXPIRED, RETENTION, None, counts, due=now())
    counts["exports"] = delete_expired(session)
    counts["reports"] = forget_unmatched(session)
    counts["asked"] = forget_asked(session)
    counts["whatsapp"] = forget_whatsapp(session)
    if any(counts.values()):
        record(session, Actor.system(), "purge.ran", subject="retention", counts=counts)
    return counts


def after_purge() -> None:
    """Overwrite the write-ahead log: until then it holds the pages as they were before."""
    shrink_log()
