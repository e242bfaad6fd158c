"""A walk-in in one sitting, a committee's own case, and what may not be mixed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.config import settings
from detector.desk.service import DeskNote, Kind, register
from detector.errors import BadInput
from detector.outreach.models import Consent
from detector.outreach.rules import Channel, ConsentGround, ConsentMissing
from detector.places.models import Governorate, Office
from detector.registry.models import Person
from detector.reports.models import Report, Source, Tip
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import an_actor

ID = "9000000064"  # begins with 9: nobody's
NOTE = DeskNote(
    kind=Kind.WALK_IN, text="أنا أرملة وعندي خمسة أيتام والكهرباء مفصولة عنا من أسبوع ولا دخل لي", phone="0500000017",
    given_by="ربة الأسرة", ground=ConsentGround.APPLICATION, purposes=("visit", "registry_match", "agency_check"),
    full_name="اسم مختلق للاختبار", national_id=ID,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _demo_ids(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "demo", True)


@pytest.fixture
def member(session: Session, office: Office) -> Actor:
    return an_actor(session, office=office)


def test_one_sitting_opens_the_case_claims_it_and_leaves_it_ready_for_the_match(
    session: Session, member: Actor, office: Office
) -> None:
    done = register(session, member, NOTE)
    assert (done.opened, done.mine, done.consented, done.identified, done.office) == (
        True,
        True,
        True,
        True,
        office.name,
    )
    case = session.scalars(select(Case).where(Case.number == done.number)).one()
    assert (case.office_id, case.holder_id) == (office.id, member.account_id)
    consent = session.scalars(select(Consent)).one()
    assert (consent.ground, consent.channel, len(consent.purposes)) == (
        ConsentGround.APPLICATION, Channel.IN_PERSON, 3,
    )  # fmt: skip
    assert session.scalars(select(Person.masked)).one().startswith("9•")
    report = session.scalars(select(Report)).one()
    assert report.source is Source.OFFICE
    assert session.scalars(select(Tip.account_id)).one() is None


def test_the_case_of_another_place_lies_in_the_catchment_of_that_place(session: Session, member: Actor) -> None:
    elsewhere = session.scalars(select(Governorate).where(Governorate.office_id.is_not(None)).limit(1)).one()
    done = register(session, member, replace(NOTE, governorate_id=elsewhere.id))
    case = session.scalars(select(Case).where(Case.number == done.number)).one()
    assert (case.office_id, done.mine, done.identified) == (elsewhere.office_id, False, False)
    assert done.consented
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_the_same_family_again_joins_its_case(session: Session, member: Actor) -> None:
    first, second = register(session, member, NOTE), register(session, member, NOTE)
    assert (second.number, second.opened, second.mine) == (first.number, False, True)


def test_an_id_without_consent_to_the_match_is_not_written_down(session: Session, member: Actor) -> None:
    with pytest.raises(ConsentMissing):
        register(session, member, replace(NOTE, purposes=("visit",)))


@pytest.mark.parametrize("given", [{"purposes": ("visit",)}, {"national_id": ID}, {"full_name": "اسم"}])
def test_what_a_committee_saw_has_no_consent_and_no_identity(
    session: Session, member: Actor, given: dict[str, object]
) -> None:
    seen = DeskNote(kind=Kind.COMMITTEE, text="خيمة شرق القرية فيها أسرة كبيرة بلا كهرباء ولا ماء")
    assert register(session, member, seen).mine
    with pytest.raises(BadInput) as refused:
        register(session, member, replace(seen, **given))  # type: ignore[arg-type]
    assert refused.value.facts["why"] == "nobody_was_asked"


def test_a_journalist_has_no_desk(session: Session) -> None:
    with pytest.raises(NotAllowed):
        register(session, an_actor(session, Role.JOURNALIST), NOTE)
