"""What the holder of a receipt may know: how far the tip has come, and nothing about the household."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.reports.messages import messages_of
from detector.reports.models import Report, Tip, TipMessage
from detector.reports.tips import by_receipt
from detector.staff.permissions import May
from detector.staff.scope import Actor


class Stage(enum.StrEnum):
    """Said to the sender; deliberately coarse: a decision about a family is not the sender's to know."""

    RECEIVED = "received"
    IN_QUEUE = "in_queue"
    BEING_CHECKED = "being_checked"
    VISITED = "visited"
    CLOSED = "closed"


STAGE_OF = {
    Status.QUEUED: Stage.IN_QUEUE,
    Status.GUIDED: Stage.IN_QUEUE,
    Status.CLAIMED: Stage.BEING_CHECKED,
    Status.VISIT_PLANNED: Stage.BEING_CHECKED,
    Status.VISITED: Stage.VISITED,
    Status.PROPOSED: Stage.VISITED,
    Status.DECIDED: Stage.CLOSED,
    Status.MERGED: Stage.CLOSED,
    Status.WITHDRAWN: Stage.CLOSED,
}


@dataclass(frozen=True, slots=True)
class TipStatus:
    received_at: datetime
    stage: Stage
    since: datetime


def _status(session: Session, tip: Tip) -> TipStatus:
    case = session.scalar(
        select(Case)
        .join(CaseReport, CaseReport.case_id == Case.id)
        .where(CaseReport.report_id == tip.report_id, CaseReport.state == LinkState.CONFIRMED)
    )
    if case is None:
        return TipStatus(tip.created_at, Stage.RECEIVED, tip.created_at)
    # A case that was there before the tip must not tell its own history: never earlier than the tip.
    return TipStatus(tip.created_at, STAGE_OF[case.status], max(case.status_since, tip.created_at))


def tip_status(session: Session, receipt: str) -> TipStatus:
    """How far the tip has come, or `NotFound`."""
    return _status(session, by_receipt(session, receipt))


@dataclass(frozen=True, slots=True)
class OwnTip:
    report_id: int
    status: TipStatus
    opening: str  # the sender's own first words, so that they know which tip this is
    messages: list[TipMessage]  # oldest first; show the sender's own only as "you answered"


def own_tips(session: Session, actor: Actor, *, limit: int = 50) -> list[OwnTip]:
    """The signed-in sender's tips, newest first."""
    actor.must(May.FILE_TIP)
    found = session.execute(
        select(Tip, Report.text)
        .join(Report, Report.id == Tip.report_id)
        .where(Tip.account_id == actor.account_id, Tip.account_id.is_not(None))
        .order_by(Tip.report_id.desc())
        .limit(limit)
    )
    rows = found.all()
    said = messages_of(session, [tip.report_id for tip, _ in rows])
    return [
        OwnTip(tip.report_id, _status(session, tip), (text or "")[:60], said.get(tip.report_id, []))
        for tip, text in rows
    ]
