"""Agencies' answers are claims to verify."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.errors import BadInput, NotFound
from detector.outreach.rules import ConsentMissing
from detector.registry.agencies import AgencyNotLinked
from detector.registry.claims import OwnClaim, Verified, dispute, record_agency_answer, verify_claim
from detector.registry.models import Answer
from detector.registry.queries import agency_lines
from detector.staff.scope import Actor
from tests.factories import a_case, a_consent, an_account, an_office

ON = date(2026, 1, 31)
WHY = "راجعنا الصك مع كتابة العدل"


@pytest.fixture
def worked(session: Session) -> tuple[Case, Actor]:
    office = an_office(session)
    holder = an_account(session, office=office)
    case = a_case(session, office=office, status=Status.VISITED, holder=holder)
    return case, Actor.of(holder)


def test_no_agency_is_asked_before_consent_to_it(session: Session, worked: tuple[Case, Actor]) -> None:
    case, actor = worked
    a_consent(session, case, "visit", "registry_match")
    with pytest.raises(ConsentMissing) as refused:
        record_agency_answer(session, actor, case.number, agency="gosi", reason="R3", answer=Answer.NO, as_of=ON)
    assert refused.value.facts["purpose"] == "agency_check"


def test_a_yes_changes_nothing_but_the_line_that_shows_it(session: Session, worked: tuple[Case, Actor]) -> None:
    case, actor = worked
    a_consent(session, case)
    record_agency_answer(session, actor, case.number, agency="justice", reason="R2", answer=Answer.UNKNOWN)
    claim = record_agency_answer(
        session, actor, case.number, agency="justice", reason="R2", answer=Answer.YES, as_of=ON
    )
    assert case.status is Status.VISITED
    lines = {(line.agency, line.reason): line for line in agency_lines(session, case)}
    assert lines["justice", "R2"].answer is claim
    assert claim.verified is None
    assert [key for key, line in lines.items() if not line.linked] == [
        ("industrial_fund", "R5"),
        ("civil_affairs", "R7"),
    ]


def test_an_agency_without_a_link_can_only_be_unknown(session: Session, worked: tuple[Case, Actor]) -> None:
    case, actor = worked
    a_consent(session, case)
    ask = (session, actor, case.number)
    with pytest.raises(AgencyNotLinked):
        record_agency_answer(*ask, agency="civil_affairs", reason="R7", answer=Answer.YES, as_of=ON)
    with pytest.raises(AgencyNotLinked):
        record_agency_answer(*ask, agency="civil_affairs", reason="R7", answer=Answer.NO, as_of=ON)
    assert record_agency_answer(*ask, agency="civil_affairs", reason="R7", answer=Answer.UNKNOWN).as_of is None


@pytest.mark.parametrize(
    "wrong",
    [{"as_of": None}, {"as_of": date(2999, 1, 1)}, {"agency": "bank"}, {"reason": "R3"}, {"reason": "R9"}],
)
def test_an_answer_without_source_reason_or_day_is_refused(
    session: Session, worked: tuple[Case, Actor], wrong: dict[str, object]
) -> None:
    case, actor = worked
    a_consent(session, case)
    given = {"agency": "justice", "reason": "R1", "answer": Answer.YES, "as_of": ON} | wrong
    with pytest.raises(BadInput):
        record_agency_answer(session, actor, case.number, **given)  # type: ignore[arg-type]


def test_a_disputed_claim_is_confirmed_only_by_a_second_person(session: Session, worked: tuple[Case, Actor]) -> None:
    case, actor = worked
    a_consent(session, case)
    claim = record_agency_answer(
        session, actor, case.number, agency="justice", reason="R1", answer=Answer.YES, as_of=ON
    )
    assert verify_claim(session, actor, case.number, claim.id, Verified.CONFIRMED, WHY).verified == "confirmed"

    dispute(session, actor, case.number, claim.id, "تقول الأسرة إن الأرض بيعت من سنين")
    assert claim.verified is None, "a dispute takes a confirmation back"
    with pytest.raises(OwnClaim):
        verify_claim(session, actor, case.number, claim.id, Verified.CONFIRMED, WHY)
    colleague = Actor.of(an_account(session, region="RD"))
    assert verify_claim(session, colleague, case.number, claim.id, Verified.CONFIRMED, WHY).verified == "confirmed"
    assert verify_claim(session, actor, case.number, claim.id, Verified.REFUTED, WHY).verified == "refuted"


def test_a_no_is_no_claim_and_a_strange_answer_is_not_found(session: Session, worked: tuple[Case, Actor]) -> None:
    case, actor = worked
    a_consent(session, case)
    no = record_agency_answer(session, actor, case.number, agency="gosi", reason="R3", answer=Answer.NO, as_of=ON)
    with pytest.raises(BadInput):
        dispute(session, actor, case.number, no.id, WHY)
    with pytest.raises(NotFound):
        verify_claim(session, actor, case.number, no.id + 1, Verified.REFUTED, WHY)


def test_a_note_is_made_storable_and_has_its_limit(session: Session, worked: tuple[Case, Actor]) -> None:
    case, actor = worked
    a_consent(session, case, "agency_check")
    row = record_agency_answer(
        session, actor, case.number, agency="justice", reason="R1", answer=Answer.UNKNOWN, note="صك\x00 قديم"
    )
    assert row.note == "صك\ufffd قديم"
    with pytest.raises(BadInput):
        record_agency_answer(
            session, actor, case.number, agency="justice", reason="R1", answer=Answer.UNKNOWN, note="ص" * 2_001
        )
