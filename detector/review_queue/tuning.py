"""Setting the weights of the queue, looking first at what would move, and putting every case in its new place."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, event, select, update
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.cases.written import reason as checked_reason
from detector.clock import now
from detector.defer import Job, defer
from detector.errors import Conflict
from detector.journal.service import record
from detector.review_queue.models import QueueWeights
from detector.review_queue.priority import Priority, priority, rank
from detector.review_queue.weights import STANDARD, Weights, checked
from detector.staff.permissions import May, NotAllowed
from detector.staff.scope import Actor

BATCH = 2_000  # cases re-ranked in one transaction: what others wait for at most
LEAST_REASON = 10  # characters


def in_force(session: Session) -> Weights:
    """The weights that count now; read once in a transaction."""
    if "queue_weights" not in session.info:
        newest = session.scalar(select(QueueWeights.weights).order_by(QueueWeights.id.desc()).limit(1))
        session.info["queue_weights"] = STANDARD if newest is None else checked(newest)
    found: Weights = session.info["queue_weights"]
    return found


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _: object) -> None:
    """Another transaction may find other weights, and what a savepoint gave up was never set."""
    session.info.pop("queue_weights", None)


def weighed(case: Case, weights: Weights) -> Priority:
    """The sum of a case under `weights`."""
    return priority(
        needs=case.needs,
        urgency=case.urgency,
        household_size=case.household_size,
        reports_count=case.reports_count,
        doubts=case.doubts,
        hardship=case.hardship,
        kind=case.kind,
        weights=weights,
    )


def may_tune(actor: Actor) -> None:
    """One order for the whole Kingdom: a supervisor of all of it sets it. Raises `NotAllowed`."""
    actor.must(May.TUNE_QUEUE)
    if actor.office_id is not None or actor.region_code is not None:
        raise NotAllowed(may=May.TUNE_QUEUE.value)


def history(session: Session, actor: Actor) -> list[QueueWeights]:
    """Newest first."""
    actor.must(May.TUNE_QUEUE)
    return list(session.scalars(select(QueueWeights).order_by(QueueWeights.id.desc()).limit(50)))


def set_weights(
    session: Session, actor: Actor, given: Mapping[str, float], reason: str, *, instead_of: int | None = None
) -> QueueWeights:
    """Have the queue ordered by these weights, from now on for what comes, and by a job for what is there.

    `instead_of` is the row that the supervisor saw (None: the standard). Raises `NotAllowed`, `BadInput`, and `Conflict` where
    somebody set others meanwhile.
    """
    may_tune(actor)
    weights, why = checked(given), checked_reason(reason, least=LEAST_REASON)
    newest = session.scalar(select(QueueWeights.id).order_by(QueueWeights.id.desc()).limit(1))
    if newest != instead_of:
        raise Conflict(why="weights_changed", version=newest)
    before = in_force(session)
    row = QueueWeights(weights=dict(weights), reason=why, set_by_id=actor.account_id, set_at=now())
    session.add(row)
    session.flush()
    session.info["queue_weights"] = weights
    changed = {name: [before[name], value] for name, value in weights.items() if before[name] != value}
    record(session, actor, "queue.weights_set", subject="queue", subject_id=row.id, reason=why, changed=changed)
    defer(session, Job.RERANK_QUEUE, after_id=0)
    return row


def rerank(session: Session, after_id: int = 0) -> int:
    """Put the next `BATCH` cases after `after_id` in their place under the weights in force, and leave the rest to the next
    job; how many cases there were. Runs as a job.

    The version of a case stays: a form that is being filled in offline has not been overtaken by anything that it says.
    """
    cases = session.scalars(
        select(Case).where(Case.id > after_id).order_by(Case.id).limit(BATCH).with_for_update()
    ).all()
    if not cases:
        return 0
    weights = in_force(session)
    found = [(case, weighed(case, weights)) for case in cases if case.priority]  # a guided case has no place here
    if found:
        table = Case.__table__
        session.connection().execute(
            update(table).where(table.c.id == bindparam("of")).values(rank=bindparam("new"), priority=bindparam("sum")),  # type: ignore[arg-type]
            [
                {"of": case.id, "new": rank(made.points, case.opened_at, made.daily), "sum": made.stored()}
                for case, made in found
            ],
        )
    last = cases[-1].id
    session.expire_all()
    if len(cases) == BATCH:
        defer(session, Job.RERANK_QUEUE, after_id=last)
    return len(cases)
