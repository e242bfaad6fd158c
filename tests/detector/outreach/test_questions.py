"""Questions to a sender through the receipt, their answers, and senders who want no contact."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.service import NotHolder
from detector.clock import now
from detector.errors import BadInput, NotFound
from detector.outreach.due import due_contacts
from detector.outreach.identifiers import identifiers_of
from detector.outreach.queries import publishers_of
from detector.outreach.questions import ask_sender
from detector.outreach.rules import (
    Channel,
    ChannelClosed,
    ContactRefused,
    Reached,
)
from detector.outreach.service import log_attempt, reveal_phone
from detector.places.models import Office
from detector.reports.messages import ConversationOver, answer, conversation
from detector.reports.models import Direction, Source, Tip, TipMessage
from detector.reports.tips import TipInput, file_tip
from detector.staff.models import Account
from detector.staff.scope import Actor
from tests.factories import a_case, a_consent, add_report, an_actor

PHONE = "+966500000012"
QUESTION = "هل تستطيع وصف المكان بدقة أكبر؟"


def told(session: Session, case: Case, **values: object) -> tuple[int, str]:
    """A tip through its form, linked to the case: (report id, receipt)."""
    said = {"sender_phone": PHONE, "may_be_contacted": True} | values
    receipt = file_tip(session, None, TipInput(text="جارتنا أرملة وعندها أيتام ولا دخل لها", **said))  # type: ignore[arg-type]
    hashed = crypto.blind_index("receipt", receipt)
    report_id = session.scalars(select(Tip.report_id).where(Tip.receipt_hash == hashed)).one()
    session.add(
        CaseReport(
            case_id=case.id, report_id=report_id, state=LinkState.CONFIRMED, why="opened", score=1, linked_at=now()
        )
    )
    session.flush()
    return report_id, receipt


def test_a_question_and_its_answer_travel_by_the_receipt_alone(session: Session, me: Actor, case: Case) -> None:
    report_id, receipt = told(session, case)
    ask_sender(session, me, case.number, report_id, QUESTION)
    answer(session, receipt.lower(), "خلف المدرسة، ورقمها 0501234567")
    asked, said = conversation(session, receipt)
    assert (asked.direction, asked.text, said.direction) == (Direction.TO_SENDER, QUESTION, Direction.FROM_SENDER)
    assert "0501234567" not in said.text
    (number,) = [one for one in identifiers_of(session, me, case) if one.report_id == report_id]
    assert number.type == "mobile"
    stored = session.execute(text("SELECT text FROM tip_message")).scalars().all()
    assert all(QUESTION.encode() not in bytes(one) for one in stored)


def test_only_the_holder_asks_and_only_a_tip_of_the_case_is_asked(
    session: Session, me: Actor, case: Case, office: Office
) -> None:
    report_id, _ = told(session, case)
    with pytest.raises(NotHolder):
        ask_sender(session, an_actor(session, office=office), case.number, report_id, QUESTION)
    with pytest.raises(NotFound):
        ask_sender(session, me, case.number, add_report(session, case).id, QUESTION)


def test_a_question_names_no_number(session: Session, me: Actor, case: Case) -> None:
    report_id, _ = told(session, case)
    with pytest.raises(BadInput) as refused:
        ask_sender(session, me, case.number, report_id, "هل رقمها 0501234567؟")
    assert refused.value.facts["why"] == "number_in_question"


def test_neither_side_can_flood_the_other(session: Session, me: Actor, case: Case) -> None:
    report_id, receipt = told(session, case)
    for _ in range(5):
        ask_sender(session, me, case.number, report_id, QUESTION)
    with pytest.raises(ConversationOver):
        ask_sender(session, me, case.number, report_id, QUESTION)
    for _ in range(10):
        answer(session, receipt, "لا أعرف")
    with pytest.raises(ConversationOver):
        answer(session, receipt, "لا أعرف")


def test_a_wrong_receipt_reads_and_writes_nothing(session: Session, case: Case) -> None:
    told(session, case)
    for wrong in ("", "A" * 26, "٠" * 26):
        with pytest.raises(NotFound):
            conversation(session, wrong)
        with pytest.raises(NotFound):
            answer(session, wrong, "نص")
    assert session.scalars(select(TipMessage)).all() == []


@pytest.mark.parametrize(
    ("source", "origin", "channel", "is_open"),
    [
        (Source.WHATSAPP, None, Channel.WHATSAPP, True),
        (Source.TIP_FORM, None, Channel.WHATSAPP, False),
        (Source.X, "mentions", Channel.X_REPLY, True),
        (Source.X, "keywords", Channel.X_REPLY, False),
        (Source.NEWS, None, Channel.X_REPLY, False),
        (Source.X, "keywords", Channel.IN_PERSON, True),
    ],
)
def test_a_way_is_open_only_to_those_who_came_by_it(
    session: Session, me: Actor, case: Case, source: Source, origin: str | None, channel: Channel, is_open: bool
) -> None:
    report = add_report(session, case, source=source, origin=origin)
    if is_open:
        log_attempt(session, me, case.number, channel, Reached.NO_ANSWER, report_id=report.id)
        log_attempt(session, me, case.number, channel, Reached.NO_ANSWER)
    else:
        with pytest.raises(ChannelClosed):
            log_attempt(session, me, case.number, channel, Reached.NO_ANSWER, report_id=report.id)


def test_who_wants_no_contact_is_left_alone_in_every_later_case_under_the_same_telephone(
    session: Session, me: Actor, case: Case, office: Office, holder: Account
) -> None:
    from detector.cases.lifecycle import Status

    report_id, _ = told(session, case)
    log_attempt(session, me, case.number, Channel.PHONE, Reached.DOES_NOT_WANT_CONTACT, report_id=report_id)
    later = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    again, _ = told(session, later, sender_phone="0500000012")
    (sender,) = [one for one in publishers_of(session, later) if one.report_id == again]
    assert (sender.opted_out, sender.phone, sender.name) == (True, None, None)
    for act in (
        lambda: reveal_phone(session, me, later.number, again, "للاتصال بالمبلّغ"),
        lambda: ask_sender(session, me, later.number, again, QUESTION),
        lambda: log_attempt(session, me, later.number, Channel.PHONE, Reached.REACHED, report_id=again),
    ):
        with pytest.raises(ContactRefused):
            act()
    log_attempt(session, me, later.number, Channel.IN_PERSON, Reached.REACHED)  # the family itself may still be visited


def test_the_writer_of_posts_on_x_is_known_again_by_the_name_in_the_address(
    session: Session, me: Actor, case: Case, office: Office, holder: Account
) -> None:
    from detector.cases.lifecycle import Status

    first = add_report(session, case, source=Source.X, origin="mentions", url="https://x.com/Somebody/status/1")
    log_attempt(session, me, case.number, Channel.X_REPLY, Reached.DOES_NOT_WANT_CONTACT, report_id=first.id)
    later = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    same = add_report(session, later, source=Source.X, origin="mentions", url="https://twitter.com/somebody/status/2")
    other = add_report(session, later, source=Source.X, origin="mentions", url="https://x.com/other/status/3")
    out = {one.report_id: one.opted_out for one in publishers_of(session, later)}
    assert (out[same.id], out[other.id]) == (True, False)


def test_the_list_of_the_day_holds_what_is_due_and_what_was_answered(session: Session, me: Actor, case: Case) -> None:
    assert [one.number for one in due_contacts(session, me)] == [case.number]
    log_attempt(session, me, case.number, Channel.PHONE, Reached.ASKED_TO_CALL_LATER, call_on=now() + timedelta(days=3))
    assert due_contacts(session, me) == []
    with time_machine.travel(now() + timedelta(days=3, hours=1)):
        (due,) = due_contacts(session, me)
        assert (due.attempts, due.last) == (1, Reached.ASKED_TO_CALL_LATER)
    report_id, receipt = told(session, case)
    answer(session, receipt, "انتقلوا إلى بيت آخر")
    (due,) = due_contacts(session, me)
    assert due.answered_at is not None
    ask_sender(session, me, case.number, report_id, QUESTION)
    a_consent(session, case, "visit")
    assert due_contacts(session, me) == []
