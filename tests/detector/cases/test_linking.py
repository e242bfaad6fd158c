"""One family told twice is one case; two families that borrow the same words are not joined."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.lifecycle import Status
from detector.cases.models import CaseReport, LinkState
from detector.cases.opening import Placed, place
from detector.places.models import Office
from detector.places.queries import Catchments
from detector.reports.models import ReportIdentifier
from tests.factories import a_detection, a_report

PLEA = "يا اهل الخير عندنا جارة أرملة ومعها خمسة أيتام في حي السلامة والكهرباء مفصولة عنهم من أسبوع ولا أحد سأل عنهم"
OTHER = "والدي مقعد وحنا سبعة في غرفتين بقرية في جازان وما عندنا دخل غير الله ثم مساعدة الجيران كل شهر"


def _told(
    session: Session, text: str, *, kind: str = "hardship_case", place_: str | None = None, **numbers: str
) -> Placed:
    report = a_report(session, text)
    said = {"place": {"name": place_, "governorate": place_, "region": None}} if place_ else {}
    detection = a_detection(session, report, kind=kind, **said)
    identifiers = [
        ReportIdentifier(
            report_id=report.id, type=type_, start=0, end=1, valid=True, masked="•", value=value,
            blind_index=crypto.blind_index(type_, value),
        )
        for type_, value in numbers.items()
    ]  # fmt: skip
    session.add_all(identifiers)
    session.flush()
    placed = place(session, report, detection, identifiers, Catchments(session))
    session.flush()
    return placed


def test_the_same_family_in_nearly_the_same_words_is_one_case(session: Session) -> None:
    first = _told(session, PLEA)
    second = _told(session, PLEA + " فزعتكم")
    assert first.opened
    assert not second.opened
    assert second.case.id == first.case.id
    assert second.case.reports_count == 2


def test_other_words_open_another_case(session: Session) -> None:
    assert _told(session, PLEA).case.id != _told(session, OTHER).case.id


def test_borrowed_words_with_another_number_are_only_suggested(session: Session) -> None:
    first = _told(session, PLEA, number="2100000001")
    second = _told(session, PLEA, number="2100000002")
    assert second.opened
    assert second.suggested == (first.case.id,)


def test_one_national_id_is_one_household_however_it_is_told(session: Session) -> None:
    first = _told(session, PLEA, national_id="9000000001")
    second = _told(session, OTHER, national_id="9000000001")
    assert second.case.id == first.case.id


def test_a_shared_telephone_only_suggests_for_it_may_be_the_neighbours(session: Session) -> None:
    first = _told(session, PLEA, mobile="0500000000")
    second = _told(session, OTHER, mobile="0500000000")
    assert second.opened
    assert second.suggested == (first.case.id,)
    link = session.scalar(select(CaseReport).where(CaseReport.state == LinkState.SUGGESTED))
    assert link is not None
    assert (link.case_id, link.why) == (first.case.id, "same_identifier")


def test_a_payment_issue_is_guided_and_not_joined_to_a_visit_case(session: Session) -> None:
    visit = _told(session, PLEA)
    guided = _told(session, PLEA, kind="payment_issue")
    assert guided.case.id != visit.case.id
    assert guided.case.status is Status.GUIDED
    assert visit.case.status is Status.QUEUED


def test_a_joined_report_adds_and_takes_nothing_away(session: Session) -> None:
    first = _told(session, PLEA)
    first.case.urgency = "immediate"
    first.case.needs = ["food", "widow"]
    second = _told(session, PLEA + " تكفون")
    assert second.case.urgency == "immediate"
    assert set(second.case.needs) >= {"food", "widow", "housing"}


def test_a_text_that_goes_round_earns_a_doubt_and_stays_in_the_queue(session: Session) -> None:
    placed = [_told(session, PLEA + tail) for tail in ("", " 1", " 2", " 3")][-1]
    assert "copy_paste" in placed.case.doubts
    assert placed.case.status is Status.QUEUED


@pytest.mark.parametrize(("place_", "office"), [("الخرج", "الخرج"), (None, None)])
def test_the_place_leads_to_the_office_that_covers_it(session: Session, place_: str | None, office: str | None) -> None:
    case = _told(session, PLEA, place_=place_).case
    names = {o.id: o.name for o in session.scalars(select(Office))}
    assert (office is None) == (case.office_id is None)
    assert office is None or office in names[case.office_id]


def test_case_numbers_carry_the_year_and_never_repeat(session: Session) -> None:
    numbers = [_told(session, text).case.number for text in (PLEA, OTHER)]
    assert len(set(numbers)) == 2
    assert all(n.startswith("D-") and len(n) == 11 for n in numbers)
