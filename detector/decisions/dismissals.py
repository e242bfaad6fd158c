"""What people found to be no case, and what it was instead: the lessons that `learning` exports for the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.models import CaseReport, LinkState
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState, Outcome
from detector.detection.models import Detection
from detector.reports.models import Report, Source

# The kind that a code teaches. The others are about the household, not the words: the kind stays what it was read as.
TEACHES = {
    "solicitation": "solicitation",
    "opinion": "opinion",
    "announcement": "announcement",
    "question": "question",
    "circulated": None,
    "past_need": None,
    "abroad": None,
    "no_household": "other",
}


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A report of a case that two officers found to be none. `text` is masked, and None once it is purged.

    `read_as` is what the model said, `taught` the kind that the officers' code teaches (None: it teaches doubt, no kind).
    Whether a source's texts may be learned from is the exporter's to check: X texts may not.
    """

    decision_id: int
    report_id: int
    source: Source
    text: str | None
    model: str
    read_as: str
    reason_code: str
    taught: str | None
    decided_at: datetime


def dismissals(session: Session, *, after_id: int = 0, limit: int = 1_000) -> Iterator[Dismissal]:
    """Final dismissals of decisions after `after_id`, oldest first, a row for each confirmed report."""
    newest = select(func.max(Detection.id)).group_by(Detection.report_id)
    rows = session.execute(
        select(Decision, Report, Detection)
        .join(CaseReport, CaseReport.case_id == Decision.case_id)
        .join(Report, Report.id == CaseReport.report_id)
        .join(Detection, Detection.report_id == Report.id)
        .where(
            Decision.id > after_id,
            Decision.outcome == Outcome.NOT_A_CASE,
            Decision.state == DecisionState.FINAL,
            Decision.reason_code.is_not(None),
            CaseReport.state == LinkState.CONFIRMED,
            Detection.id.in_(newest),
        )
        .order_by(Decision.id, Report.id)
        .limit(limit)
    )
    for decision, report, said in rows:
        yield Dismissal(
            decision_id=decision.id, report_id=report.id, source=report.source, text=report.text, model=said.model,
            read_as=said.kind, reason_code=decision.reason_code or "", taught=TEACHES[decision.reason_code or ""],
            decided_at=decision.seconded_at or decision.proposed_at,
        )  # fmt: skip
