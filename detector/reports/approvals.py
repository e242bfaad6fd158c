"""The policy gate of every source: without a valid, recorded approval it is off, and says why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.errors import BadInput, DetectorError
from detector.journal.service import record
from detector.reports.models import Source, SourceApproval
from detector.reports.scope import checked
from detector.reports.sources import Grant
from detector.staff.permissions import May
from detector.staff.scope import Actor

# Ways in by which people come to us of their own accord, or an officer hands something over by his own act. The
# installation approves them for a year, on the record, so that a supervisor sees and renews or revokes them.
APPROVED_AT_INSTALLATION = (Source.TIP_FORM, Source.OFFICE, Source.FILES)


TRAINING = "training"  # the name in an approval's scope


class SourceOff(DetectorError):
    """The source has no valid approval; facts: `source`, `why` (none | expired | revoked)."""

    code, status = "R101", 403


def newest(session: Session, source: Source) -> SourceApproval | None:
    stmt = select(SourceApproval).where(SourceApproval.source == source).order_by(SourceApproval.id.desc()).limit(1)
    return session.scalar(stmt)


def why_off(approval: SourceApproval | None) -> str | None:
    """None when the approval is valid now."""
    if approval is None:
        return "none"
    if approval.revoked_at is not None:
        return "revoked"
    return "expired" if approval.expires_at <= now() else None


def require_approved(session: Session, source: Source) -> SourceApproval:
    """The valid approval of `source`, or `SourceOff`."""
    approval = newest(session, source)
    why = why_off(approval)
    if approval is None or why is not None:
        raise SourceOff(source=source.value, why=why)
    return approval


def granted(session: Session, source: Source) -> Grant:
    """What the valid approval of `source` allows, or `SourceOff`."""
    approval = require_approved(session, source)
    since = approval.approved_at
    earlier = select(SourceApproval).where(SourceApproval.source == source, SourceApproval.id < approval.id)
    for before in session.scalars(earlier.order_by(SourceApproval.id.desc())):
        if min(before.expires_at, before.revoked_at or before.expires_at) < since:
            break
        since = before.approved_at
    return Grant(approval.scope, approval.approved_at, approval.expires_at, since)


def may_train(session: Session, source: Source) -> bool:
    """Whether the approval that is valid now lets the source's texts teach the reader; X never, whatever stands there."""
    approval = newest(session, source)
    allows = approval is not None and why_off(approval) is None and approval.scope.get(TRAINING) is True
    return allows and source is not Source.X


def approve(
    session: Session,
    actor: Actor,
    source: Source,
    *,
    approved_by: str,
    legal_basis: str,
    reference: str,
    expires_at: datetime,
    scope: dict[str, Any] | None = None,
    training: bool = False,
) -> SourceApproval:
    """Record an approval; it replaces the one before. Raises `BadInput` for an empty ground, a date gone by, or a scope
    that the source has not (`reports.scope`).

    `training`: whether its texts may teach the reader; never those of X (its developer agreement forbids it).
    """
    actor.must(May.APPROVE_SOURCE)
    values = {"approved_by": approved_by, "legal_basis": legal_basis, "reference": reference}
    for field, value in values.items():
        if not value.strip():
            raise BadInput(field=field, why="empty")
    if expires_at <= now():
        raise BadInput(field="expires_at", why="past")
    if training and source is Source.X:
        raise BadInput(field="training", why="never_x")
    reach: dict[str, Any] = {**checked(source, scope or {}), **({TRAINING: True} if training else {})}
    row = SourceApproval(source=source, scope=reach, approved_at=now(), expires_at=expires_at, **values)
    session.add(row)
    session.flush()
    record(session, actor, "source.approved", subject="source_approval", subject_id=row.id, source=source.value)
    return row


def revoke(session: Session, actor: Actor, source: Source, *, reason: str) -> None:
    """Switch a source off at once."""
    actor.must(May.APPROVE_SOURCE)
    approval = require_approved(session, source)
    approval.revoked_at = now()
    record(
        session, actor, "source.revoked", subject="source_approval", subject_id=approval.id, reason=reason,
        source=source.value,
    )  # fmt: skip


def approve_at_installation(session: Session) -> None:
    """Approve the sources of `APPROVED_AT_INSTALLATION` that have no approval yet."""
    for source in APPROVED_AT_INSTALLATION:
        if newest(session, source) is None:
            approve(
                session,
                Actor.system(),
                source,
                approved_by="installation",
                legal_basis="PDPL Art. 10 (collected for the public interest, minimum kept); to be confirmed by a supervisor",
                reference="docs/decisions/0004-what-text-is-kept.md",
                expires_at=now() + timedelta(days=365),
            )
