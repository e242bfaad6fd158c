"""Reports whose case people have decided, as labelled lines for `daman train --with-verdicts`.

A line is a report that may teach: of a source whose approval says so, not of X, its text still there, its case decided
for good, and the decision says something about the words (`labels.kind_of`). Whatever is left out is counted by reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.decisions.models import Decision
from detector.decisions.rules import DecisionState
from detector.detection.models import Detection
from detector.learning.labels import CASE, PAYMENT, kind_of
from detector.reports.approvals import may_train
from detector.reports.models import Report, Source, Tip
from detector.visits.forms import Finding, VisitForm
from detector.visits.models import Visit, VisitStatus

HOW = "verdict"
# The words of the corpus (nlp_models/corpus/load.py) for where a text was written.
_WRITTEN = {Source.TIP_FORM: "tip", Source.OFFICE: "desk"}
_OF_X = frozenset({"x.com", "twitter.com", "t.co"})


@dataclass(slots=True)
class Lesson:
    report_id: int
    line: dict[str, Any]


@dataclass(slots=True)
class Tally:
    """What an export holds and what it leaves out, by code."""

    kinds: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.kinds.total()


def lessons(session: Session, tally: Tally) -> Iterator[Lesson]:
    """The lines, oldest report first, streamed; `tally` is filled on the way."""
    allowed = {source for source in Source if may_train(session, source)}
    last = select(func.max(Decision.id)).group_by(Decision.case_id)
    read = select(func.max(Detection.id)).group_by(Detection.report_id)
    visit = select(func.max(Visit.id)).where(Visit.status == VisitStatus.FILED).group_by(Visit.case_id)
    stmt = (
        select(Report, Detection, Decision, Visit.form, Tip.is_about_self)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .join(Case, Case.id == CaseReport.case_id)
        .join(Detection, Detection.report_id == Report.id)
        .join(Decision, Decision.case_id == Case.id)
        .outerjoin(Visit, (Visit.case_id == Case.id) & Visit.id.in_(visit))
        .outerjoin(Tip, Tip.report_id == Report.id)
        .where(
            CaseReport.state == LinkState.CONFIRMED,
            Case.status == Status.DECIDED,
            Decision.state == DecisionState.FINAL,
            Decision.id.in_(last),
            Detection.id.in_(read),
        )
        .order_by(Report.id)
        .execution_options(yield_per=500)
    )
    for report, said, decision, form, about_self in session.execute(stmt):
        line = None
        kind = kind_of(decision.outcome, decision.reason_code, said.kind)
        why = _why_not(report, allowed) or ("teaches_nothing" if kind is None else None)
        if why is None and kind is not None:
            line = _line(report, said, kind, form, about_self)
            why = None if line else "voice_unknown"
        if line is None:
            tally.left_out[why or ""] += 1
            continue
        tally.kinds[line["kind"]] += 1
        tally.sources[report.source.value] += 1
        yield Lesson(report.id, line)


def _why_not(report: Report, allowed: set[Source]) -> str | None:
    if report.text is None:
        return "gone"
    host = urlsplit(report.url or "").hostname or ""
    if report.source is Source.X or host.removeprefix("www.").removeprefix("mobile.") in _OF_X:
        return "of_x"  # also a post of X that came in a file
    return None if report.source in allowed else "not_approved"


def _line(
    report: Report, said: Detection, kind: str, form: str | None, about_self: bool | None
) -> dict[str, Any] | None:
    """A line with the fields of labels.md, or None where nobody knows who speaks."""
    told = kind in (CASE, PAYMENT)
    voice, urgency = (said.voice, said.urgency) if told else ("none", "none")
    if told and voice == "none":  # read as something else; a tip's sender said whom it is about
        if about_self is None:
            return None
        voice = "self" if about_self else "third_party"
    if kind == CASE and urgency == "none":
        urgency = "soon"  # a hardship is one of the two, and nothing spoke for the other
    return {
        "id": f"report-{report.id}",
        "text": report.text,
        "kind": kind,
        "needs": _needs(said.needs, form) if told else [],
        "urgency": urgency,
        "voice": voice,
        "programme": (said.programme or "unsaid") if kind == PAYMENT else None,
        "doubts": list(said.doubts),
        "dialect": None,  # not stored: it would say who somebody is
        "implied": False,
        "source": _WRITTEN.get(report.source, report.source.value),
        "how": HOW,
    }


def _needs(read: list[str], form: str | None) -> list[str]:
    """Of the needs that the text was read to tell, those that a visit found; all of them where there was no visit.

    What the visit found beside them is true of the family and not of the text, so it is no label of the text.
    """
    if form is None:
        return list(read)
    filled = VisitForm.model_validate_json(form)
    found = {*filled.needs_found, *(claim.label for claim in filled.claims if claim.finding is Finding.FOUND)}
    return [need for need in read if need in found]
