"""Asking a sender through their receipt. What is asked stands on a page that opens with the code alone: no household facts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.queries import get_case
from detector.cases.service import must_hold
from detector.cases.written import written
from detector.clock import now
from detector.errors import BadInput, NotFound
from detector.journal.service import record
from detector.outreach.opt_outs import opted_out
from detector.outreach.queries import contact_refused
from detector.outreach.rules import ContactRefused
from detector.reports.attachments import Attachment, ReportAttachment, open_picture
from detector.reports.messages import MOST_QUESTION, MOST_TO_SENDER, ConversationOver
from detector.reports.messages import written as how_many
from detector.reports.models import Direction, Report, Tip, TipMessage
from detector.reports.redaction import redact
from detector.staff.scope import Actor
from nlp_models.extract.identifiers import identifiers


def ask_sender(session: Session, actor: Actor, number: str, report_id: int, question: str) -> TipMessage:
    """Put a question on the status page of a tip of this case; for the holder, journalled without its words.

    Raises `NotFound` for a report that is no tip of this case, `BadInput` (has_number: a number names somebody),
    `ContactRefused`, `ConversationOver`.
    """
    case = get_case(session, actor, number, lock=True)
    must_hold(case, actor)
    report, tip = _tip_of(session, case, report_id)
    words = written(question, "question", most=MOST_QUESTION)
    if words is None:
        raise BadInput(field="question", why="empty")
    if redact(words, identifiers(words))[1]:
        raise BadInput(field="question", why="number_in_question")
    if contact_refused(session, case) or opted_out(session, report, tip):
        raise ContactRefused(case=number)
    if report.text is None or how_many(session, report_id, Direction.TO_SENDER) >= MOST_TO_SENDER:
        raise ConversationOver(most=MOST_TO_SENDER)
    message = TipMessage(
        report_id=report_id, direction=Direction.TO_SENDER, at=now(), by_id=actor.account_id, text=words
    )
    session.add(message)
    session.flush()
    record(session, actor, "tip.asked", subject="case", subject_id=case.id, report=report_id, message=message.id)
    return message


def photo_of(session: Session, actor: Actor, number: str, attachment_id: int) -> bytes:
    """A photo (JPEG) that came with a report of this case, for whoever may read the case; journalled. Raises `NotFound`."""
    case = get_case(session, actor, number)
    found = session.scalar(
        select(Attachment)
        .join(ReportAttachment, ReportAttachment.attachment_id == Attachment.id)
        .join(CaseReport, CaseReport.report_id == ReportAttachment.report_id)
        .where(Attachment.id == attachment_id, CaseReport.case_id == case.id, CaseReport.state != LinkState.REJECTED)
    )
    if found is None:
        raise NotFound(attachment=attachment_id)
    return open_picture(session, actor, found, subject="case", subject_id=case.id)


def _tip_of(session: Session, case: Case, report_id: int) -> tuple[Report, Tip]:
    found = session.execute(
        select(Report, Tip)
        .join(Tip, Tip.report_id == Report.id)
        .join(CaseReport, CaseReport.report_id == Report.id)
        .where(CaseReport.case_id == case.id, CaseReport.state != LinkState.REJECTED, Report.id == report_id)
    ).first()
    if found is None:
        raise NotFound(report=report_id)
    return found.Report, found.Tip
