"""The missed-case audit: people read a random sample of posts that were not flagged, one by one.

One reader's "no case" is enough; a "case" needs a second reader, who is somebody else. Neither sees the model's score. The
texts go on their day; what was said stays, so that the estimate does.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import Session

from detector.clock import now
from detector.defer import Job, defer
from detector.errors import DetectorError, NotFound
from detector.journal.service import record
from detector.learning.lifecycle import AuditState, move
from detector.learning.models import AuditVerdict
from detector.places.models import Office
from detector.reports.intake import fingerprint, keep
from detector.reports.items import Item
from detector.reports.models import AuditSample, LedgerLine, Outcome, Report
from detector.staff.permissions import May
from detector.staff.scope import Actor

ORIGIN = "audit"  # what a report says that came to us this way


class SameReader(DetectorError):
    """Who said "case" cannot be the second reader too; facts: `sample`."""

    code, status = "L702", 409


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many posts wait for a first reader, for another one than `actor`, and to be opened as a case."""

    unread: int
    second: int
    missed: int


def _within(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Samples of the actor's region, and those whose text names no place (most of them)."""
    region = actor.region_code
    if actor.office_id is not None:
        region = session.scalar(select(Office.region_code).where(Office.id == actor.office_id))
    if region is None:
        return true()
    return or_(AuditSample.region_code == region, AuditSample.region_code.is_(None))


def _readable(session: Session, actor: Actor) -> list[ColumnElement[bool]]:
    return [_within(session, actor), AuditSample.expires_at > now()]


def waiting(session: Session, actor: Actor) -> Waiting:
    actor.must(May.READ_AUDIT)
    rows = session.execute(
        select(AuditVerdict.state, AuditVerdict.first_by_id, func.count())
        .select_from(AuditSample)
        .outerjoin(AuditVerdict, AuditVerdict.sample_id == AuditSample.id)
        .where(*_readable(session, actor))
        .group_by(AuditVerdict.state, AuditVerdict.first_by_id)
    ).all()

    def total(state: AuditState | None, *, others: bool = False) -> int:
        return sum(n for at, by, n in rows if at is state and not (others and by == actor.account_id))

    return Waiting(total(None), total(AuditState.SUSPECTED, others=True), total(AuditState.MISSED))


def next_sample(session: Session, actor: Actor) -> tuple[AuditSample, AuditState] | None:
    """The post to read now: first what waits for a second reader, then the one that expires first. The view is journalled."""
    actor.must(May.READ_AUDIT)
    second = (AuditVerdict.state == AuditState.SUSPECTED) & (AuditVerdict.first_by_id != actor.account_id)
    found = session.execute(
        select(AuditSample, AuditVerdict.state)
        .outerjoin(AuditVerdict, AuditVerdict.sample_id == AuditSample.id)
        .where(*_readable(session, actor), or_(AuditVerdict.sample_id.is_(None), second))
        .order_by(AuditVerdict.sample_id.is_(None), AuditSample.expires_at, AuditSample.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    sample, state = found
    _viewed(session, actor, sample)
    return sample, state or AuditState.UNREAD


def missed(session: Session, actor: Actor) -> list[AuditSample]:
    """What two readers found to be a case and nobody opened yet; each view is journalled."""
    actor.must(May.READ_AUDIT)
    found = session.scalars(
        select(AuditSample)
        .join(AuditVerdict, AuditVerdict.sample_id == AuditSample.id)
        .where(*_readable(session, actor), AuditVerdict.state == AuditState.MISSED)
        .order_by(AuditSample.expires_at, AuditSample.id)
    ).all()
    for sample in found:
        _viewed(session, actor, sample)
    return list(found)


def _viewed(session: Session, actor: Actor, sample: AuditSample) -> None:
    record(session, actor, "audit.viewed", subject="audit_sample", subject_id=sample.id)


def _sample(session: Session, actor: Actor, sample_id: int) -> AuditSample:
    """The sample, locked: two readers of the same post come one after the other. Raises `NotFound`, also once expired."""
    sample = session.scalar(
        select(AuditSample).where(AuditSample.id == sample_id, *_readable(session, actor)).with_for_update()
    )
    if sample is None:
        raise NotFound(sample=sample_id)
    return sample


def say(session: Session, actor: Actor, sample_id: int, *, is_case: bool) -> AuditVerdict:
    """One reader's word, the first or the second. Raises `NotFound`, `SameReader`, `IllegalAuditMove`."""
    actor.must(May.READ_AUDIT)
    sample = _sample(session, actor, sample_id)
    verdict = session.scalar(select(AuditVerdict).where(AuditVerdict.sample_id == sample_id))
    if verdict is None:
        to = move(AuditState.UNREAD, AuditState.SUSPECTED if is_case else AuditState.NO_CASE)
        verdict = AuditVerdict(
            sample_id=sample.id, source=sample.source, region_code=sample.region_code, state=to,
            first_by_id=actor.account_id, first_at=now(),
        )  # fmt: skip
        session.add(verdict)
    else:
        to = move(verdict.state, AuditState.MISSED if is_case else AuditState.NO_CASE)
        if verdict.first_by_id == actor.account_id:
            raise SameReader(sample=sample_id)
        verdict.state, verdict.second_by_id, verdict.second_at = to, actor.account_id, now()
    session.flush()
    record(session, actor, f"audit.{to.value}", subject="audit_sample", subject_id=sample_id)
    return verdict


def open_case(session: Session, actor: Actor, sample_id: int) -> Report:
    """Take a missed post in as a report: it is read and joined or opened by the same job as a tip.

    Raises `NotFound`, `IllegalAuditMove`. The sample is gone afterwards: its text is the report's now.
    """
    actor.must(May.READ_AUDIT)
    sample = _sample(session, actor, sample_id)
    verdict = session.scalar(select(AuditVerdict).where(AuditVerdict.sample_id == sample_id))
    to = move(verdict.state if verdict else AuditState.UNREAD, AuditState.OPENED)
    assert verdict is not None
    item = Item(external_id=sample.external_id, text=sample.text, origin=ORIGIN)
    line = (LedgerLine.source == sample.source, LedgerLine.external_id == sample.external_id)
    mark = session.scalar(select(LedgerLine.fingerprint).where(*line)) or fingerprint(sample.text)
    report, _ = keep(session, sample.source, item, mark, [])  # its numbers were masked when it was sampled
    session.execute(update(LedgerLine).where(*line).values(outcome=Outcome.KEPT))
    verdict.state, verdict.report_id, verdict.sample_id = to, report.id, None
    session.flush()
    session.delete(sample)
    defer(session, Job.READ_REPORT, report_id=report.id)
    record(session, actor, "audit.opened", subject="audit_sample", subject_id=sample_id, report=report.id)
    return report
