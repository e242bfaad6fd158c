"""Calling, consent and its withdrawal, on a database file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.service import LeaseExpired, NotHolder
from detector.errors import BadInput, NotFound
from detector.journal.models import Entry
from detector.outreach.models import Consent
from detector.outreach.queries import (
    active_consent,
    attempts_of,
    consents_of,
    contact_refused,
    publisher_of,
    publishers_of,
    require_consent,
)
from detector.outreach.rules import (
    REST,
    Channel,
    ConsentGround,
    ConsentMissing,
    ContactLimit,
    ContactRefused,
    Purpose,
    Reached,
)
from detector.outreach.service import log_attempt, record_consent, reveal_phone, withdraw_consent
from detector.places.models import Office
from detector.reports.models import Source, Tip
from detector.staff.models import Account
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, add_report, an_actor, an_office

NOON = datetime(2026, 8, 2, 9, tzinfo=UTC)
PHONE = "+966500000012"


def agree(session: Session, actor: Actor, case: Case, *purposes: str, **values: Any) -> Consent:
    said: dict[str, Any] = {"ground": ConsentGround.CONSENT, "given_by": "أم سالم", "channel": Channel.PHONE}
    asked: Sequence[str] = purposes or ["visit"]
    return record_consent(session, actor, case.number, **said | values, purposes=asked)


def call(session: Session, actor: Actor, case: Case, reached: Reached) -> None:
    log_attempt(session, actor, case.number, Channel.PHONE, reached)


def a_tip(session: Session, case: Case, **values: Any) -> Tip:
    report = add_report(session, case, source=Source.TIP_FORM)
    said = {"sender_phone": PHONE, "sender_name": "جار الأسرة", "may_be_contacted": True, "is_about_self": False}
    tip = Tip(report_id=report.id, receipt_hash=f"h{report.id}", created_at=NOON, **said | values)
    session.add(tip)
    session.flush()
    return tip


def test_an_attempt_is_written_down_and_leaves_the_status_alone(session: Session, me: Actor, case: Case) -> None:
    log_attempt(session, me, case.number, Channel.THROUGH_SENDER, Reached.REACHED, " تحدثت مع الجار ")
    (attempt,) = attempts_of(session, case)
    assert (attempt.channel, attempt.reached, attempt.note) == (
        Channel.THROUGH_SENDER,
        Reached.REACHED,
        "تحدثت مع الجار",
    )
    assert case.status is Status.CLAIMED


def test_three_calls_in_vain_end_the_round_and_never_the_case(session: Session, me: Actor, case: Case) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        case.lease_until = NOON + timedelta(days=30)
        for _ in range(3):
            call(session, me, case, Reached.NO_ANSWER)
            clock.shift(timedelta(hours=2))
        with pytest.raises(ContactLimit) as refused:
            call(session, me, case, Reached.NO_ANSWER)
        assert refused.value.facts == {"attempts": 3, "again_at": (NOON + timedelta(hours=4) + REST).isoformat()}
        assert len(attempts_of(session, case)) == 3
        assert case.status is Status.CLAIMED
        clock.shift(REST)
        case.lease_until = NOON + timedelta(days=30)
        call(session, me, case, Reached.REACHED)
        assert len(attempts_of(session, case)) == 4


def test_who_asks_not_to_be_contacted_is_left_alone_and_what_was_agreed_falls(
    session: Session, me: Actor, case: Case
) -> None:
    agree(session, me, case, *Purpose)
    call(session, me, case, Reached.DOES_NOT_WANT_CONTACT)
    assert contact_refused(session, case)
    assert active_consent(session, case, Purpose.VISIT) is None
    with pytest.raises(ContactRefused):
        call(session, me, case, Reached.REACHED)
    with pytest.raises(ContactRefused):
        agree(session, me, case)
    assert len(attempts_of(session, case)) == 1


def test_a_family_that_applies_by_itself_after_a_refusal_is_heard(session: Session, me: Actor, case: Case) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        case.lease_until = NOON + timedelta(days=30)
        call(session, me, case, Reached.DOES_NOT_WANT_CONTACT)
        clock.shift(timedelta(minutes=5))
        applied = agree(session, me, case, *Purpose, ground=ConsentGround.APPLICATION, channel=Channel.IN_PERSON)
        assert active_consent(session, case, Purpose.REGISTRY_MATCH) is applied
        call(session, me, case, Reached.REACHED)
        withdraw_consent(session, me, case.number, applied.id)
        with pytest.raises(ContactRefused):
            call(session, me, case, Reached.REACHED)


def test_consent_opens_what_was_agreed_to_and_nothing_more(session: Session, me: Actor, case: Case) -> None:
    with pytest.raises(ConsentMissing):
        require_consent(session, case, Purpose.VISIT)
    given = agree(session, me, case, "visit", "registry_match", "visit")
    assert given.purposes == ["registry_match", "visit"]
    assert require_consent(session, case, "registry_match") is given
    with pytest.raises(ConsentMissing) as missing:
        require_consent(session, case, Purpose.AGENCY_CHECK)
    assert (missing.value.code, missing.value.facts) == ("V303", {"case": case.number, "purpose": "agency_check"})


def test_consent_is_withdrawn_by_any_colleague_at_once_and_twice_is_no_error(
    session: Session, office: Office, me: Actor, case: Case
) -> None:
    given = agree(session, me, case)
    colleague = an_actor(session, office=office)
    withdrawn = withdraw_consent(session, colleague, case.number, given.id).withdrawn_at
    assert withdrawn is not None
    assert active_consent(session, case, Purpose.VISIT) is None
    assert withdraw_consent(session, colleague, case.number, given.id).withdrawn_at == withdrawn
    agree(session, me, case)
    assert active_consent(session, case, Purpose.VISIT) is not None
    assert len(consents_of(session, case)) == 2


def test_a_consent_of_another_case_is_not_found_through_this_one(
    session: Session, me: Actor, office: Office, holder: Account, case: Case
) -> None:
    other = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    given = agree(session, me, other)
    with pytest.raises(NotFound):
        withdraw_consent(session, me, case.number, given.id)
    assert active_consent(session, other, Purpose.VISIT) is given


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"purposes": []}, "purposes"),
        ({"purposes": ["visit", "debt_collection"]}, "purposes"),
        ({"given_by": "  "}, "given_by"),
        ({"given_by": "ا" * 201}, "given_by"),
        ({"channel": Channel.THROUGH_SENDER, "purposes": ["registry_match"]}, "channel"),
    ],
)
def test_a_consent_that_says_nothing_is_refused(
    session: Session, me: Actor, case: Case, values: dict[str, Any], field: str
) -> None:
    said = {"ground": ConsentGround.CONSENT, "given_by": "أم سالم", "channel": Channel.PHONE, "purposes": ["visit"]}
    with pytest.raises(BadInput) as refused:
        record_consent(session, me, case.number, **said | values)
    assert refused.value.facts["field"] == field
    assert consents_of(session, case) == []


def test_names_and_notes_lie_encrypted_in_the_table_and_not_in_the_journal(
    session: Session, me: Actor, case: Case
) -> None:
    agree(session, me, case)
    log_attempt(session, me, case.number, Channel.PHONE, Reached.REACHED, "تسكن مع أمها")
    session.commit()
    (stored,) = session.execute(text("SELECT given_by FROM consent")).scalars()
    (note,) = session.execute(text("SELECT note FROM contact_attempt")).scalars()
    assert "سالم".encode() not in bytes(stored)
    assert "أمها".encode() not in bytes(note)
    entries = session.scalars(select(Entry).where(Entry.subject_id == case.id)).all()
    assert {"consent.recorded", "contact.tried"} <= {entry.action for entry in entries}
    assert "سالم" not in str([entry.facts for entry in entries])


def test_only_the_holder_under_a_running_lease_makes_contact(
    session: Session, office: Office, me: Actor, case: Case
) -> None:
    with pytest.raises(NotHolder):
        call(session, an_actor(session, office=office), case, Reached.REACHED)
    with pytest.raises(NotAllowed):
        call(session, an_actor(session, Role.JOURNALIST), case, Reached.REACHED)
    case.lease_until = NOON - timedelta(days=400)
    with pytest.raises(LeaseExpired):
        call(session, me, case, Reached.REACHED)
    with pytest.raises(LeaseExpired):
        agree(session, me, case)


def test_another_office_finds_nothing_to_contact_agree_to_or_reveal(session: Session, me: Actor, case: Case) -> None:
    given, tip = agree(session, me, case), a_tip(session, case)
    stranger = an_actor(session, office=an_office(session, region="NG"))
    for act in (
        lambda: call(session, stranger, case, Reached.REACHED),
        lambda: agree(session, stranger, case),
        lambda: withdraw_consent(session, stranger, case.number, given.id),
        lambda: reveal_phone(session, stranger, case.number, tip.report_id, "للتواصل مع المبلغ"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_sender_who_agreed_is_shown_masked_and_one_who_did_not_is_not_shown(session: Session, case: Case) -> None:
    a_tip(session, case, may_be_contacted=False)
    shown = publisher_of(session, case)
    assert shown is not None
    assert (shown.name, shown.phone, shown.account_id) == (None, None, None)
    tip = a_tip(session, case)
    shown = publisher_of(session, case)
    assert shown is not None
    assert (shown.report_id, shown.name) == (tip.report_id, "جار الأسرة")
    assert shown.phone is not None
    assert shown.phone.endswith("12")
    assert PHONE[4:-2] not in shown.phone
    assert "•" * 8 in shown.phone


def test_the_page_of_a_post_is_the_way_to_its_publisher(session: Session, case: Case) -> None:
    post = add_report(session, case, url="https://x.example/post/1")
    shown = publisher_of(session, case)
    assert shown is not None
    assert (shown.report_id, shown.url) == (post.id, "https://x.example/post/1")
    assert len(publishers_of(session, case)) == 2


def test_purged_reports_and_rejected_links_lead_to_nobody(session: Session, case: Case) -> None:
    gone = add_report(session, case, url="https://x.example/post/2", purged_at=NOON)
    wrong = add_report(session, case, url="https://x.example/post/3")
    session.scalars(select(CaseReport).where(CaseReport.report_id == wrong.id)).one().state = LinkState.REJECTED
    session.flush()
    assert {gone.id, wrong.id}.isdisjoint(p.report_id for p in publishers_of(session, case))


def test_the_whole_number_is_told_to_the_holder_for_a_reason_that_stands_in_the_journal(
    session: Session, me: Actor, case: Case
) -> None:
    tip, silent = a_tip(session, case), a_tip(session, case, may_be_contacted=False)
    with pytest.raises(BadInput):
        reveal_phone(session, me, case.number, tip.report_id, "اتصال")
    with pytest.raises(NotFound):
        reveal_phone(session, me, case.number, silent.report_id, "للتواصل مع المبلغ")
    assert reveal_phone(session, me, case.number, tip.report_id, "للتواصل مع المبلغ") == PHONE
    session.commit()
    entry = session.scalars(select(Entry).where(Entry.action == "contact.phone_revealed")).one()
    assert (entry.reason, entry.facts) == ("للتواصل مع المبلغ", {"report": tip.report_id})


def test_a_number_beside_the_name_of_who_agreed_is_masked(session: Session, case: Case, me: Actor) -> None:
    assert agree(session, me, case, given_by="أم سالم 9000000001").given_by == "أم سالم 9•••••••01"
