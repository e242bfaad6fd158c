"""Files of labelled lines: written, struck through when a report goes, deleted on their day. Every act is in the journal."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, event, insert, select
from sqlalchemy.orm import Session

from detector.clock import RIYADH, now
from detector.config import settings
from detector.errors import DetectorError, NotFound
from detector.journal.service import record
from detector.learning.models import ExportedReport, TrainingExport
from detector.learning.verdicts import Lesson, Tally, lessons
from detector.staff.permissions import May
from detector.staff.scope import Actor


class NotWritable(DetectorError):
    """The file of an export cannot be written there, or is there already; facts: `why`."""

    code, status = "L703", 409


def export(session: Session, actor: Actor, path: Path | None = None) -> tuple[TrainingExport, Tally]:
    """Write the lines to `path` (default: a new file in the export folder), readable by this account alone.

    The file is complete or not there. Raises `NotWritable`, also for a file that exists: it may be another's export.
    """
    actor.must(May.EXPORT_VERDICTS)
    at = now()
    name = f"verdicts-{at.astimezone(RIYADH):%Y%m%d-%H%M%S}.jsonl"
    path = (path or settings().export_folder / name).resolve()
    if path.exists():
        raise NotWritable(why="exists")
    tally, reports = Tally(), []

    def kept(lesson: Lesson) -> str:
        reports.append(lesson.report_id)
        return json.dumps(lesson.line, ensure_ascii=False)

    _only_if_committed(session, path)
    _write(path, (kept(lesson) for lesson in lessons(session, tally)))
    row = TrainingExport(
        path=str(path), made_at=at, made_by_id=actor.account_id, rows=tally.rows, counts=dict(tally.kinds),
        expires_at=at + timedelta(days=settings().export_days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    if reports:
        session.execute(insert(ExportedReport), [{"export_id": row.id, "report_id": one} for one in reports])
    record(
        session, actor, "learning.exported", subject="training_export", subject_id=row.id, rows=tally.rows,
        kinds=dict(tally.kinds), left_out=dict(tally.left_out), expires_at=row.expires_at.isoformat(),
    )  # fmt: skip
    return row, tally


def preview(session: Session, actor: Actor) -> Tally:
    """What an export made now would hold; nothing is written."""
    actor.must(May.EXPORT_VERDICTS)
    tally = Tally()
    for _ in lessons(session, tally):
        pass
    return tally


def exports(session: Session, actor: Actor, *, limit: int = 50) -> list[TrainingExport]:
    """The newest exports first, deleted ones too."""
    actor.must(May.EXPORT_VERDICTS)
    return list(session.scalars(select(TrainingExport).order_by(TrainingExport.id.desc()).limit(limit)))


def delete_export(session: Session, actor: Actor, export_id: int) -> None:
    """Delete a file before its day; one that is gone already is left alone. Raises `NotFound`."""
    actor.must(May.EXPORT_VERDICTS)
    row = session.get(TrainingExport, export_id, with_for_update=True)
    if row is None:
        raise NotFound(export=export_id)
    if row.deleted_at is None:
        _delete(session, row)
        record(session, actor, "learning.export_deleted", subject="training_export", subject_id=row.id)


def strike_out(session: Session, *, reports: Sequence[int], cases: Sequence[int]) -> dict[str, int]:
    """Take the lines of reports that are to be forgotten out of every file (the hook of jobs.forgetting).

    A file that was moved is not found any more; whoever moves it has to see to it, as docs/guide/privacy.md says.
    """
    if not reports:
        return {}
    told = select(ExportedReport.export_id).where(ExportedReport.report_id.in_(list(reports)))
    holding = session.scalars(
        select(TrainingExport).where(TrainingExport.id.in_(told), TrainingExport.deleted_at.is_(None))
    ).all()
    gone = {f"report-{report_id}" for report_id in reports}
    struck = sum(_strike(row, lambda line: json.loads(line)["id"] not in gone) for row in holding)
    session.execute(delete(ExportedReport).where(ExportedReport.report_id.in_(list(reports))))
    return {"training_line": struck}


def delete_expired(session: Session) -> int:
    """Delete the files whose day has come; how many there were."""
    due = session.scalars(
        select(TrainingExport).where(TrainingExport.deleted_at.is_(None), TrainingExport.expires_at <= now())
    ).all()
    for row in due:
        _delete(session, row)
        record(session, Actor.system(), "learning.export_expired", subject="training_export", subject_id=row.id)
    return len(due)


def _delete(session: Session, row: TrainingExport) -> None:
    Path(row.path).unlink(missing_ok=True)
    row.deleted_at, row.rows = now(), 0
    session.execute(delete(ExportedReport).where(ExportedReport.export_id == row.id))


def _strike(row: TrainingExport, stays: Callable[[str], bool]) -> int:
    """Rewrite the file without the lines that do not stay; how many went."""
    path = Path(row.path)
    if not path.is_file():
        return 0
    with path.open(encoding="utf-8") as lines:
        before = [line.rstrip("\n") for line in lines]
    after = [line for line in before if stays(line)]
    _write(path, after)
    row.rows = len(after)
    return len(before) - len(after)


def _only_if_committed(session: Session, path: Path) -> None:
    """A file whose row is rolled back would be out of the purge's reach, so it goes with the row."""
    stays: list[bool] = []

    def gone(_: Session) -> None:
        if not stays:
            path.unlink(missing_ok=True)

    event.listen(session, "after_commit", lambda _: stays.append(True), once=True)
    event.listen(session, "after_rollback", gone, once=True)


def _write(path: Path, lines: Iterable[str]) -> None:
    """Put the lines into place at once: a reader sees the old file or the new one, never a half. Raises `NotWritable`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".verdicts-", suffix=".part")  # mode 0600
    except OSError as error:
        raise NotWritable(why=type(error).__name__) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(handle)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
