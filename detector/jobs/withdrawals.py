"""What its publisher deleted at X is deleted here, within the day that X's rules give.

This runs whatever the approval says: a source that was switched off still owes it to what it has brought.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from detector import log
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.jobs.purge import after_purge
from detector.jobs.retention import CHUNK, forget
from detector.journal.service import record
from detector.reports.models import AuditSample, Report, Source
from detector.reports.sources.x import compliance
from detector.reports.state import Unavailable, cursors, keep_cursors, note_error
from detector.staff.scope import Actor

EVERY = timedelta(hours=6)  # from the deletion to ours: at most this, the job's time at X and 15 minutes

logger = log.get("x")


def comply_x() -> None:
    """One step of the round: begin one when it is due, or fetch the answer of the one that runs."""
    with transaction(write=False) as session:
        at = cursors(session, Source.X).get(compliance.CURSOR, {})
        kept = _kept(session) if not at.get("job") and _is_due(at) else []
    if not settings().x_bearer_token.get_secret_value() or not (at.get("job") or kept):
        return
    try:
        answer = compliance.look(at["job"]) if at.get("job") else compliance.ask(kept)
    except Unavailable as error:
        with transaction() as session:
            note_error(session, Source.X, error.code)
        logger.warning("x.compliance.waits", why=error.facts.get("why"), http=error.facts.get("http"))
        return
    with transaction() as session:
        withdraw(session, answer.gone)
        step = {"job": answer.job, "done_at": at.get("done_at") if answer.job else now().isoformat()}
        keep_cursors(session, Source.X, {compliance.CURSOR: step})
    if answer.gone:
        after_purge()
    logger.info("x.compliance", asked=len(kept), gone=len(answer.gone), running=answer.job is not None)


def _is_due(at: dict[str, str]) -> bool:
    return not at.get("done_at") or now() - datetime.fromisoformat(at["done_at"]) >= EVERY


def _kept(session: Session) -> list[str]:
    """The ids of the posts whose words are here."""
    reports = select(Report.external_id).where(Report.source == Source.X, Report.purged_at.is_(None))
    samples = select(AuditSample.external_id).where(AuditSample.source == Source.X)
    return list(session.scalars(union(reports, samples)))


def withdraw(session: Session, gone: dict[str, str]) -> int:
    """Forget these posts (id → why they are gone) wherever their words went; a proof row of each that holds none."""
    forgotten = 0
    ids = list(gone)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        reports = session.execute(
            select(Report.id, Report.external_id).where(
                Report.source == Source.X, Report.external_id.in_(some), Report.purged_at.is_(None)
            )
        ).all()
        session.execute(delete(AuditSample).where(AuditSample.source == Source.X, AuditSample.external_id.in_(some)))
        if not reports:
            continue
        forget(session, [report.id for report in reports])
        for report in reports:
            record(
                session, Actor.system(), "report.withdrawn", subject="report", subject_id=report.id,
                source=Source.X.value, why=gone[report.external_id],
            )  # fmt: skip
        forgotten += len(reports)
    return forgotten
