"""What people do in a re-check: start and stop a run, say what a finding is, agree, dispute, flag for recovery."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.clock import now
from detector.defer import Job, defer
from detector.errors import BadInput, DetectorError, NotFound
from detector.journal.service import record
from detector.registry.models import Beneficiary
from detector.registry.recheck.models import Finding, Run, RunState
from detector.registry.recheck.rules import FIRST_WORD, SECONDED, FindingState, move
from detector.registry.recheck.work import IN_PAYMENT, questions
from detector.registry.service import checked_reason
from detector.staff.permissions import May
from detector.staff.scope import Actor, within


class NothingToAsk(DetectorError):
    """No agency is linked in a way that the program can ask; an officer's records are no batch."""

    code, status = "M413", 409


class RunUnderWay(DetectorError):
    """One run at a time; facts: `run`."""

    code, status = "M414", 409


class SameRecheckOfficer(DetectorError):
    """Who said drop or hold cannot be the second to say it; facts: `finding`."""

    code, status = "M415", 409


class DisputeOpen(DetectorError):
    """The family disputes the claim and nobody looked into it: it cannot be dropped; facts: `finding`."""

    code, status = "M416", 409


def start(session: Session, actor: Actor) -> Run:
    """Begin a run over everybody in payment. Raises `NothingToAsk`, `RunUnderWay`, `RegistryNotConfigured`."""
    actor.must(May.START_RECHECK)
    asked = questions()
    if not asked:
        raise NothingToAsk()
    running = session.scalar(select(Run.id).where(Run.state == RunState.RUNNING).with_for_update())
    if running is not None:
        raise RunUnderWay(run=running)
    total = session.scalar(select(func.count()).where(Beneficiary.status.in_(IN_PAYMENT))) or 0
    run = Run(
        state=RunState.RUNNING, started_at=now(), started_by_id=actor.account_id, moved_at=now(),
        links=[f"{q.agency}:{q.reason}:{q.version}" for q in asked], total=total, done=0, cursor=0, counts={},
    )  # fmt: skip
    session.add(run)
    session.flush()
    defer(session, Job.RECHECK, run_id=run.id)
    record(session, actor, "recheck.started", subject="recheck", subject_id=run.id, links=run.links, total=total)
    return run


def resume(session: Session, actor: Actor, run_id: int) -> Run:
    """Go on with a run that was stopped, or whose worker died: from its last batch."""
    actor.must(May.START_RECHECK)
    run = _run(session, run_id)
    if run.state is RunState.FINISHED:
        raise BadInput(field="run", why="finished")
    other = session.scalar(select(Run.id).where(Run.state == RunState.RUNNING, Run.id != run_id))
    if other is not None:
        raise RunUnderWay(run=other)
    run.state, run.moved_at = RunState.RUNNING, now()
    defer(session, Job.RECHECK, run_id=run.id)
    record(session, actor, "recheck.resumed", subject="recheck", subject_id=run.id, done=run.done)
    return run


def stop(session: Session, actor: Actor, run_id: int) -> Run:
    """No further batch; what was found stays."""
    actor.must(May.START_RECHECK)
    run = _run(session, run_id)
    if run.state is not RunState.RUNNING:
        raise BadInput(field="run", why="not_running")
    run.state = RunState.STOPPED
    record(session, actor, "recheck.stopped", subject="recheck", subject_id=run.id, done=run.done)
    return run


def _run(session: Session, run_id: int) -> Run:
    run = session.get(Run, run_id, with_for_update=True)
    if run is None:
        raise NotFound(run=run_id)
    return run


def finding_of(session: Session, actor: Actor, finding_id: int, *, lock: bool = False) -> Finding:
    """A finding in the actor's scope, or `NotFound`."""
    stmt = select(Finding).where(Finding.id == finding_id, within(actor, Finding.office_id, Finding.region_code))
    finding = session.scalar(stmt.with_for_update() if lock else stmt)
    if finding is None:
        raise NotFound(finding=finding_id)
    return finding


def _set(session: Session, actor: Actor, finding: Finding, to: FindingState, reason: str | None) -> None:
    old, finding.state, finding.since = finding.state, move(finding.state, to), now()
    session.flush()
    record(
        session, actor, f"recheck.{to.value}", subject="finding", subject_id=finding.id, reason=reason, was=old.value
    )  # fmt: skip


def say(session: Session, actor: Actor, finding_id: int, word: str, reason: str) -> Finding:
    """The first officer's word: in_order is final; drop and hold wait for a second officer.

    Saying in_order or hold looks into an open dispute. Raises `DisputeOpen`, `IllegalFindingMove`, `BadInput`.
    """
    actor.must(May.PROPOSE_DECISION)
    finding = finding_of(session, actor, finding_id, lock=True)
    if word not in FIRST_WORD:
        raise BadInput(field="word", why="choose")
    why = checked_reason(reason)
    if word == "drop" and finding.dispute is not None:
        raise DisputeOpen(finding=finding_id)
    _set(session, actor, finding, FIRST_WORD[word], why)
    finding.first_by_id, finding.first_reason = actor.account_id, why
    finding.second_by_id = finding.second_note = finding.dispute = None
    return finding


def second(session: Session, actor: Actor, finding_id: int, *, agree: bool, note: str = "") -> Finding:
    """The second officer's word; a "no" needs a note and sends it back. Raises `SameRecheckOfficer`, `DisputeOpen`."""
    actor.must(May.SECOND_DECISION)
    finding = finding_of(session, actor, finding_id, lock=True)
    if finding.state not in SECONDED:
        raise BadInput(field="finding", why="nothing_to_second")
    if finding.first_by_id == actor.account_id:
        raise SameRecheckOfficer(finding=finding_id)
    if agree and finding.dispute is not None:
        raise DisputeOpen(finding=finding_id)
    why = checked_reason(note) if not agree or note.strip() else None
    _set(session, actor, finding, SECONDED[finding.state] if agree else FindingState.PROPOSED, why)
    finding.second_by_id, finding.second_note = actor.account_id, why
    return finding


def dispute(session: Session, actor: Actor, finding_id: int, reason: str) -> Finding:
    """The family says that the claim is wrong: nothing can be dropped until somebody looked; what was dropped comes back."""
    actor.must(May.WORK_CASE)
    finding = finding_of(session, actor, finding_id, lock=True)
    finding.dispute, finding.disputed_at = checked_reason(reason), now()
    record(session, actor, "recheck.disputed", subject="finding", subject_id=finding.id, reason=finding.dispute)
    if finding.state is FindingState.DROPPED:
        _set(session, actor, finding, FindingState.PROPOSED, finding.dispute)
        finding.recovery_at = None
    return finding


def flag_recovery(session: Session, actor: Actor, finding_id: int, reason: str) -> Finding:
    """Sums may have been paid unlawfully: a note for the ministry's lawyers. Nothing here reckons or collects them."""
    actor.must(May.SECOND_DECISION)
    finding = finding_of(session, actor, finding_id, lock=True)
    if finding.state is not FindingState.DROPPED:
        raise BadInput(field="finding", why="not_dropped")
    finding.recovery_at = now()
    why = checked_reason(reason)
    record(session, actor, "recheck.recovery_flagged", subject="finding", subject_id=finding.id, reason=why)
    return finding
