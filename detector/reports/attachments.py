"""Photos beside a report: encrypted, never at an address of their own without a scope check, gone with the report.

Any step may keep pictures (`store`) and link them to rows of its own; `ReportAttachment` links those of a report. Who may
look is the caller's question (a case's scope); `open_picture` writes the look into the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from detector.clock import now
from detector.db import Base, EncryptedBytes
from detector.errors import BadInput
from detector.journal.service import record
from detector.reports.models import Report
from detector.reports.pictures import Picture, picture
from detector.staff.scope import Actor

MOST = 3  # photos of one report or visit


class Attachment(Base):
    """A picture that this program wrote itself (JPEG). Lists leave `content` out: it is read one by one."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    width: Mapped[int]  # pixels
    height: Mapped[int]
    size: Mapped[int]  # bytes, before encryption
    created_at: Mapped[datetime]


class ReportAttachment(Base):
    """Which report a picture came with."""

    __tablename__ = "report_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(Report.id, ondelete="CASCADE"), index=True)


def pictures(files: Sequence[bytes], field: str = "photos", *, most: int = MOST) -> list[Picture]:
    """The files as pictures that may be kept. Raises `BadInput`: too_many_files, or what `picture` says of one."""
    if len(files) > most:
        raise BadInput(field=field, why="too_many_files", most=most)
    return [picture(file, field) for file in files]


def store(session: Session, kept: Sequence[Picture]) -> list[Attachment]:
    """Rows of these pictures, with their ids; the caller links them."""
    rows = [
        Attachment(content=one.content, width=one.width, height=one.height, size=len(one.content), created_at=now())
        for one in kept
    ]
    session.add_all(rows)
    session.flush()
    return rows


def attach(session: Session, report_id: int, kept: Sequence[Picture]) -> list[Attachment]:
    """Store pictures beside a report."""
    rows = store(session, kept)
    session.add_all(ReportAttachment(attachment_id=row.id, report_id=report_id) for row in rows)
    return rows


def of_reports(session: Session, report_ids: Sequence[int]) -> dict[int, list[Attachment]]:
    """The photos of these reports, without their content, in the order they came."""
    found: dict[int, list[Attachment]] = {}
    rows = session.execute(
        select(ReportAttachment.report_id, Attachment)
        .join(Attachment, Attachment.id == ReportAttachment.attachment_id)
        .where(ReportAttachment.report_id.in_(report_ids))
        .order_by(Attachment.id)
    )
    for report_id, row in rows:
        found.setdefault(report_id, []).append(row)
    return found


def open_picture(session: Session, actor: Actor, attachment: Attachment, *, subject: str, subject_id: int) -> bytes:
    """The JPEG; the look is journalled under the case or visit that it belongs to."""
    record(session, actor, "attachment.viewed", subject=subject, subject_id=subject_id, attachment=attachment.id)
    return attachment.content


def forget(session: Session, attachment_ids: Sequence[int]) -> int:
    """Delete pictures and their links; how many there were."""
    ids = list(attachment_ids)
    session.execute(delete(ReportAttachment).where(ReportAttachment.attachment_id.in_(ids)))
    gone = session.execute(delete(Attachment).where(Attachment.id.in_(ids)))
    return int(getattr(gone, "rowcount", 0))


def forget_of_reports(session: Session, report_ids: Sequence[int]) -> int:
    """Delete the pictures of these reports."""
    ids = session.scalars(select(ReportAttachment.attachment_id).where(ReportAttachment.report_id.in_(report_ids)))
    return forget(session, ids.all())
