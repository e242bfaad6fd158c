"""Taking the words, and everything that was made from them, out of every row. Counts by table are what a proof holds.

`also` is the hook of whatever keeps derived data elsewhere: a module with training files or exports on disk registers
`forget(session, reports=…, cases=…) -> {what: how many}` when it is imported, and is called before the rows are gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from detector.cases.lifecycle import OPEN
from detector.cases.models import BlockingKey, Case, CaseMove, CaseReport, LinkAct, LinkState, Signature
from detector.cases.summary import sum_up
from detector.clock import now
from detector.decisions.models import Decision
from detector.defer import Job, cancel
from detector.detection.models import Detection
from detector.guidance.models import Payment, StepDone
from detector.outreach.models import Consent, ContactAttempt
from detector.registry.models import AgencyAnswer, Match, Person, Question
from detector.registry.service import forget_household
from detector.reports.attachments import forget_of_reports
from detector.reports.models import AuditSample, LedgerLine, Outcome, Report, ReportIdentifier, Tip, TipMessage
from detector.reports.proofs import gone_id
from detector.review_queue.models import PhoneTail
from detector.review_queue.service import rank_case
from detector.visits.campaigns.models import CampaignStop
from detector.visits.models import EarlierForm, FollowUp, Visit, VisitDraft, VisitStatus

Rows = dict[str, int]


class Forget(Protocol):
    def __call__(self, session: Session, *, reports: Sequence[int], cases: Sequence[int]) -> Rows: ...


_ALSO: list[Forget] = []


def also(forget: Forget) -> None:
    """Call `forget` whenever reports or cases are forgotten; a second registration of the same function is the first."""
    if forget not in _ALSO:
        _ALSO.append(forget)


def _count(result: Any) -> int:
    return int(result.rowcount) if isinstance(result, CursorResult) else 0


def forget_reports(session: Session, reports: Sequence[int]) -> Rows:
    """Empty the rows of these reports. The row of each stays, with its source and its days, so that counts stay true."""
    ids = list(reports)
    rows: Rows = {}
    for forget in _ALSO:
        rows |= forget(session, reports=ids, cases=())
    rows["attachment"] = forget_of_reports(session, ids)
    for table in (ReportIdentifier, TipMessage, Signature, BlockingKey, PhoneTail):
        rows[table.__tablename__] = _count(session.execute(delete(table).where(table.report_id.in_(ids))))
    rows["detection"] = _count(
        session.execute(
            update(Detection)
            .where(Detection.report_id.in_(ids))
            .values(
                evidence=[], counter_evidence=[], place=None, needs=[], doubts=[], household_size=None, urgency="none",
                voice="none", programme=None, kinds={},
            )
        )
    )  # fmt: skip
    rows["tip"] = _count(
        session.execute(
            update(Tip)
            .where(Tip.report_id.in_(ids))
            .values(
                sender_name=None, sender_phone=None, sender_phone_index=None, may_be_contacted=False, place_text=None,
                governorate_id=None, region_code=None, is_about_self=False,
            )
        )
    )  # fmt: skip
    for report in session.scalars(select(Report).where(Report.id.in_(ids))):
        rows["deferred_job"] = rows.get("deferred_job", 0) + cancel(session, Job.READ_REPORT, report_id=report.id)
        _forget_item(session, report, rows)
    session.flush()
    session.expire_all()
    _sum_up(session, ids)
    return rows


def _forget_item(session: Session, report: Report, rows: Rows) -> None:
    """The report, its ledger line and audit sample: no text, no address, and the source's own id only as a hash."""
    mine = (AuditSample.source == report.source, AuditSample.external_id == report.external_id)
    rows["audit_sample"] = rows.get("audit_sample", 0) + _count(session.execute(delete(AuditSample).where(*mine)))
    mark = gone_id(report.source, report.external_id)
    session.execute(
        update(LedgerLine)
        .where(LedgerLine.source == report.source, LedgerLine.external_id == report.external_id)
        .values(outcome=Outcome.PURGED, external_id=mark, fingerprint="", score_band=None, length_band=None)
    )
    session.execute(update(LedgerLine).where(LedgerLine.fingerprint == report.fingerprint).values(fingerprint=""))
    report.text = report.url = report.origin = None
    report.external_id, report.fingerprint, report.purged_at = mark, "", now()
    rows["report"] = rows.get("report", 0) + 1


def _sum_up(session: Session, reports: Sequence[int]) -> None:
    """What the open cases of these reports say is said anew, by what is left."""
    theirs = select(CaseReport.case_id).where(
        CaseReport.report_id.in_(reports), CaseReport.state == LinkState.CONFIRMED
    )  # fmt: skip
    cases = session.scalars(select(Case).where(Case.id.in_(theirs))).all()
    for case in cases:
        left = session.scalar(
            select(Report.id)
            .join(CaseReport, CaseReport.report_id == Report.id)
            .where(
                CaseReport.case_id == case.id, CaseReport.state == LinkState.CONFIRMED, Report.purged_at.is_(None)
            )
            .limit(1)
        )  # fmt: skip
        if left is None:
            case.place_name = None
        sum_up(session, case)
        if case.status in OPEN:
            rank_case(session, case)
        else:
            case.priority = {}
    session.execute(  # a suggestion that nobody can compare any more
        delete(CaseReport).where(CaseReport.report_id.in_(reports), CaseReport.state == LinkState.SUGGESTED)
    )


def forget_case(session: Session, case_ids: Sequence[int]) -> Rows:
    """Everything about the household of withdrawn cases: reports, persons, answers, notes, visits, reasons."""
    ids = list(case_ids)
    own = list(
        session.scalars(
            select(CaseReport.report_id).where(CaseReport.case_id.in_(ids), CaseReport.state == LinkState.CONFIRMED)
        )
    )
    rows = forget_reports(session, own)
    for forget in _ALSO:
        rows |= forget(session, reports=(), cases=ids)
    rows |= forget_persons(session, ids)
    payments = select(Payment.id).where(Payment.case_id.in_(ids))
    visits = select(Visit.id).where(Visit.case_id.in_(ids))
    emptied: dict[str, Any] = {
        "contact_attempt": update(ContactAttempt).where(ContactAttempt.case_id.in_(ids)).values(note=None),
        "consent": update(Consent).where(Consent.case_id.in_(ids)).values(given_by=""),
        "visit": update(Visit)
        .where(Visit.case_id.in_(ids))
        .values(address=None, form=None, claims=[], notice_waived=None, composition_waived=None, checked_in_place=None),
        "visit_form_earlier": delete(EarlierForm).where(EarlierForm.visit_id.in_(visits)),
        "visit_draft": delete(VisitDraft).where(VisitDraft.visit_id.in_(visits)),
        "campaign_stop": delete(CampaignStop).where(CampaignStop.case_id.in_(ids)),
        "follow_up": delete(FollowUp).where(FollowUp.case_id.in_(ids)),
        "decision": update(Decision).where(Decision.case_id.in_(ids)).values(reason="", second_note=None),
        "guidance_step_done": update(StepDone).where(StepDone.payment_id.in_(payments)).values(note=None),
        "case_move": update(CaseMove).where(CaseMove.case_id.in_(ids)).values(reason=None),
        "link_act": update(LinkAct).where(LinkAct.case_id.in_(ids) | LinkAct.other_id.in_(ids)).values(reason=""),
    }
    for table, stmt in emptied.items():
        rows[table] = _count(session.execute(stmt))
    session.execute(
        update(Visit)
        .where(Visit.case_id.in_(ids), Visit.status == VisitStatus.PLANNED)
        .values(status=VisitStatus.CANCELLED)
    )
    for case in session.scalars(select(Case).where(Case.id.in_(ids))):
        case.place_name, case.household_size, case.priority = None, None, {}
        case.needs, case.doubts, case.urgency, case.hardship = [], [], "none", 0.0
    rows["case"] = len(ids)
    return rows


def forget_persons(
    session: Session, case_ids: Sequence[int], *, persons: bool = True, answers: bool = True
) -> Rows:  # fmt: skip
    """The household's persons and matches, what agencies answered, or both."""
    ids = list(case_ids)
    rows: Rows = {}
    if persons:
        asked = select(Question.id).where(Question.case_id.in_(ids))
        rows["registry_question"] = len(session.scalars(asked).all())
        rows["registry_match"] = len(session.scalars(select(Match.id).where(Match.case_id.in_(ids))).all())
        rows["person"] = len(session.scalars(select(Person.id).where(Person.case_id.in_(ids))).all())
    if answers:
        rows["agency_answer"] = len(session.scalars(select(AgencyAnswer.id).where(AgencyAnswer.case_id.in_(ids))).all())
    if persons and answers:
        forget_household(session, ids)
    elif persons:
        session.execute(update(AgencyAnswer).where(AgencyAnswer.case_id.in_(ids)).values(person_id=None))
        for table in (Question, Match):
            session.execute(delete(table).where(table.case_id.in_(ids)))
        session.execute(delete(Person).where(Person.case_id.in_(ids)))
    elif answers:
        session.execute(delete(AgencyAnswer).where(AgencyAnswer.case_id.in_(ids)))
    return rows
