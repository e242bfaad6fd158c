"""Numbers in a report's own words: what is shown whole, to whom, and what keeps the others masked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.service import LeaseExpired, NotHolder
from detector.clock import now
from detector.errors import BadInput, NotFound
from detector.journal.models import Entry
from detector.outreach.identifiers import identifiers_of
from detector.outreach.models import Consent
from detector.outreach.rules import Channel, ConsentGround, ConsentMissing, ContactRefused, Reached
from detector.outreach.service import log_attempt, reveal_identifier, withdraw_consent
from detector.places.models import Office
from detector.reports.models import Report, ReportIdentifier, Source, Tip
from detector.staff.models import Account
from detector.staff.permissions import PERMISSIONS, May, NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, a_consent, add_report_with_numbers, an_actor, an_office

WHY = "للاتصال بالأسرة كما طلبت في المنشور"
# The ID fails Luhn, the invoice begins with 9.
TEXT = (
    "جارتنا أرملة وعيالها ستة وما لهم دخل، جوالها ٠٥٠٠٠٠٠٠١٢ ورقم هويتها 1000000001، "
    "وفاتورة الكهرباء رقم 900000000045 وتكفون كلموها 0500000012"
)


@pytest.fixture
def numbers(session: Session, case: Case) -> dict[str, ReportIdentifier]:
    """The numbers of TEXT by their type; the mobile that comes first."""
    return {one.type: one for one in reversed(add_report_with_numbers(session, case, TEXT))}


def locks(session: Session, actor: Actor, case: Case) -> dict[str, str | None]:
    return {one.type: one.locked.code if one.locked else None for one in identifiers_of(session, actor, case)}


def test_the_holder_calls_the_family_on_the_number_in_its_own_post(
    session: Session, me: Actor, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    assert reveal_identifier(session, me, case.number, numbers["mobile"].id, WHY) == "+966500000012"
    assert reveal_identifier(session, me, case.number, numbers["number"].id, WHY) == "900000000045"


def test_numbers_are_listed_masked_once_and_in_the_order_of_the_text(
    session: Session, me: Actor, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    listed = identifiers_of(session, me, case)
    assert [one.type for one in listed] == ["mobile", "national_id", "number"]
    assert [one.id for one in listed] == [numbers[one.type].id for one in listed]
    assert [one.valid for one in listed] == [True, False, False]
    for one in listed:
        assert "•" in one.masked
        assert sum(map(str.isalnum, one.masked)) <= 5


def test_a_number_that_its_writer_half_hid_is_listed_as_hidden_as_any_other(
    session: Session, me: Actor, case: Case
) -> None:
    add_report_with_numbers(session, case, "رقم هويتها 10000x0001 وهي أرملة")
    (one,) = identifiers_of(session, me, case)
    assert (one.type, one.valid) == ("national_id", False)
    assert sum(map(str.isalnum, one.masked)) <= 5


def test_an_id_stays_locked_until_the_family_agreed_to_be_looked_up(
    session: Session, me: Actor, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    assert locks(session, me, case) == {"mobile": None, "national_id": "V303", "number": None}
    a_consent(session, case, "visit", "agency_check")
    with pytest.raises(ConsentMissing) as missing:
        reveal_identifier(session, me, case.number, numbers["national_id"].id, WHY)
    assert missing.value.facts == {"case": case.number, "purpose": "registry_match"}
    given = a_consent(session, case, "registry_match")
    assert locks(session, me, case)["national_id"] is None
    assert reveal_identifier(session, me, case.number, numbers["national_id"].id, WHY) == "1000000001"
    withdraw_consent(session, me, case.number, given.id)
    with pytest.raises(ConsentMissing):
        reveal_identifier(session, me, case.number, numbers["national_id"].id, WHY)


def test_an_application_opens_the_id_too(
    session: Session, me: Actor, holder: Account, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    applied = Consent(
        case_id=case.id, ground=ConsentGround.APPLICATION, given_by="الأم", channel=Channel.IN_PERSON,
        purposes=["visit"], given_at=now(), recorded_by_id=holder.id,
    )  # fmt: skip
    session.add(applied)
    session.flush()
    assert reveal_identifier(session, me, case.number, numbers["national_id"].id, WHY) == "1000000001"


def test_only_the_holder_under_a_running_lease_sees_a_whole_number(
    session: Session, office: Office, me: Actor, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    a_consent(session, case)
    colleague = an_actor(session, office=office)
    assert set(locks(session, colleague, case).values()) == {"Q203"}
    case.lease_until = datetime(2020, 1, 1, tzinfo=UTC)
    assert set(locks(session, me, case).values()) == {"Q204"}
    for one in numbers.values():
        with pytest.raises(NotHolder):
            reveal_identifier(session, colleague, case.number, one.id, WHY)
        with pytest.raises(LeaseExpired):
            reveal_identifier(session, me, case.number, one.id, WHY)


def test_a_role_that_may_reveal_no_ids_still_calls(
    session: Session, me: Actor, case: Case, numbers: dict[str, ReportIdentifier], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_consent(session, case)
    monkeypatch.setitem(PERMISSIONS, Role.COMMITTEE, PERMISSIONS[Role.COMMITTEE] - {May.REVEAL_ID})
    assert locks(session, me, case) == {"mobile": None, "national_id": "S903", "number": "S903"}
    assert reveal_identifier(session, me, case.number, numbers["mobile"].id, WHY)
    for type_ in ("national_id", "number"):
        with pytest.raises(NotAllowed):
            reveal_identifier(session, me, case.number, numbers[type_].id, WHY)


def test_who_asked_for_no_contact_is_not_looked_up_in_the_text_either(
    session: Session, me: Actor, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    log_attempt(session, me, case.number, Channel.PHONE, Reached.DOES_NOT_WANT_CONTACT)
    assert set(locks(session, me, case).values()) == {"V302"}
    with pytest.raises(ContactRefused):
        reveal_identifier(session, me, case.number, numbers["mobile"].id, WHY)


@pytest.mark.parametrize(("agreed", "lock"), [(False, "V302"), (True, None)])
def test_the_telephone_of_a_sender_who_did_not_agree_to_a_call_is_none_of_the_texts(
    session: Session, me: Actor, case: Case, numbers: dict[str, ReportIdentifier], agreed: bool, lock: str | None
) -> None:
    mobile = numbers["mobile"]
    tip = Tip(
        report_id=mobile.report_id, receipt_hash="h", sender_phone=mobile.value, sender_phone_index=mobile.blind_index,
        may_be_contacted=agreed, is_about_self=False, created_at=now(),
    )  # fmt: skip
    session.add(tip)
    session.flush()
    assert locks(session, me, case) == {"mobile": lock, "national_id": "V303", "number": None}


def reject(session: Session, report_id: int) -> None:
    session.scalars(select(CaseReport).where(CaseReport.report_id == report_id)).one().state = LinkState.REJECTED


def purge(session: Session, report_id: int) -> None:
    session.get_one(Report, report_id).purged_at = now()


@pytest.mark.parametrize("lose", [reject, purge])
def test_a_report_that_is_not_this_cases_lends_no_number(
    session: Session,
    me: Actor,
    case: Case,
    numbers: dict[str, ReportIdentifier],
    lose: Callable[[Session, int], None],
) -> None:
    lose(session, numbers["mobile"].report_id)
    session.flush()
    assert identifiers_of(session, me, case) == []
    with pytest.raises(NotFound):
        reveal_identifier(session, me, case.number, numbers["mobile"].id, WHY)


def test_a_number_is_not_found_through_another_case_or_from_another_office(
    session: Session, office: Office, holder: Account, me: Actor, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    other = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    with pytest.raises(NotFound):
        reveal_identifier(session, me, other.number, numbers["mobile"].id, WHY)
    stranger = an_actor(session, office=an_office(session, region="NG"))
    with pytest.raises(NotFound):
        reveal_identifier(session, stranger, case.number, numbers["mobile"].id, WHY)


def test_the_journal_keeps_the_reason_and_never_the_number(
    session: Session, me: Actor, case: Case, numbers: dict[str, ReportIdentifier]
) -> None:
    mobile = numbers["mobile"]
    for short in ("", "اتصال"):
        with pytest.raises(BadInput):
            reveal_identifier(session, me, case.number, mobile.id, short)
    reveal_identifier(session, me, case.number, mobile.id, f"{WHY} 0500000012")
    session.commit()
    (entry,) = session.scalars(select(Entry).where(Entry.action == "report.identifier_revealed"))
    assert entry.facts == {"report": mobile.report_id, "identifier": mobile.id, "type": "mobile"}
    assert (entry.subject, entry.subject_id, entry.actor_id) == ("case", case.id, me.account_id)
    assert entry.reason is not None
    assert entry.reason.startswith(WHY)
    assert "0500000012" not in entry.reason


def test_listing_takes_the_same_number_of_queries_however_many_numbers(
    session: Session, me: Actor, case: Case, count_queries: list[str]
) -> None:
    spent: list[int] = []
    for _ in range(2):
        for serial in range(5):
            add_report_with_numbers(session, case, f"كلموها على 05000000{len(spent)}{serial}", source=Source.OFFICE)
        before = len(count_queries)
        identifiers_of(session, me, case)
        spent.append(len(count_queries) - before)
    assert len(identifiers_of(session, me, case)) == 10
    assert spent[0] == spent[1]
