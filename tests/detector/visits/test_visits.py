"""Planning, calling off and filing, on a database file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.queries import moves_of
from detector.cases.service import NotHolder
from detector.config import settings
from detector.errors import BadInput, Conflict, NotFound
from detector.journal.models import Entry
from detector.outreach.rules import Channel, ConsentMissing, ContactRefused, Reached
from detector.outreach.service import log_attempt, withdraw_consent
from detector.places.models import Office
from detector.review_queue.service import expire_leases, hand_over
from detector.staff.models import Account
from detector.staff.scope import Actor
from detector.visits.forms import VisitForm
from detector.visits.models import Visit, VisitStatus
from detector.visits.queries import calendar, filed_visit, form_of, planned_visit, visits_of
from detector.visits.rules import NoticeTooShort, TeamTooSmall, WomanMissing
from detector.visits.service import cancel, file, nobody_home, plan
from tests.detector.visits.test_forms import FORM
from tests.factories import a_case, a_consent, an_account, an_actor, an_office

NOON = datetime(2026, 8, 2, 9, tzinfo=UTC)
IN_TWO_DAYS = NOON + timedelta(days=2)
TEAM = ["نورة", "سعد"]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def case(session: Session, office: Office, holder: Account) -> Case:
    return a_case(session, office=office, status=Status.CLAIMED, holder=holder, place_name="رفحاء")


def set_date(session: Session, actor: Actor, case: Case, **values: Any) -> Visit:
    said: dict[str, Any] = {"planned_for": IN_TWO_DAYS, "team": TEAM, "woman_on_team": True}
    return plan(session, actor, case.number, **said | values)


@pytest.fixture
def planned(session: Session, me: Actor, case: Case) -> Visit:
    a_consent(session, case, "visit")
    return set_date(session, me, case, address="بيت شعبي خلف المسجد")


def hand_in(session: Session, actor: Actor, case: Case, client_id: str = "phone-1:1", **values: Any) -> Visit:
    base_version = values.pop("base_version", None)
    form = VisitForm.model_validate(FORM | values)
    return file(session, actor, case.number, form, client_id=client_id, base_version=base_version)


def test_a_planned_visit_is_on_the_calendar_and_the_lease_rests(
    session: Session, office: Office, me: Actor, case: Case, planned: Visit, clock: Any
) -> None:
    assert (case.status, case.lease_until) == (Status.VISIT_PLANNED, None)
    assert (planned.notice_given_at, planned.team) == (NOON, TEAM)
    (line,) = calendar(session, an_actor(session, office=office), since=NOON, until=NOON + timedelta(days=3))
    assert (line.number, line.planned_for, line.place_name, line.is_mine) == (
        case.number, IN_TWO_DAYS, "رفحاء", False,
    )  # fmt: skip
    assert calendar(session, me, since=NOON, until=IN_TWO_DAYS) == []
    clock.shift(timedelta(hours=settings().lease_hours * 2))
    assert expire_leases(session) == 0
    assert planned_visit(session, case) is planned


def test_no_visit_without_the_family_s_consent_to_a_visit(session: Session, me: Actor, case: Case) -> None:
    with pytest.raises(ConsentMissing):
        set_date(session, me, case)
    given = a_consent(session, case, "registry_match")
    with pytest.raises(ConsentMissing) as missing:
        set_date(session, me, case)
    assert missing.value.facts["purpose"] == "visit"
    withdraw_consent(session, me, case.number, given.id)
    assert (case.status, visits_of(session, case)) == (Status.CLAIMED, [])


def test_no_visit_to_a_family_that_wants_no_contact(session: Session, me: Actor, case: Case) -> None:
    log_attempt(session, me, case.number, Channel.PHONE, Reached.DOES_NOT_WANT_CONTACT)
    with pytest.raises(ContactRefused):
        set_date(session, me, case)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"planned_for": NOON + timedelta(hours=23)}, NoticeTooShort),
        ({"team": ["نورة"]}, TeamTooSmall),
        ({"woman_on_team": False}, WomanMissing),
        ({"planned_for": NOON - timedelta(days=1), "notice_waived": "بطلبهم"}, BadInput),
        ({"address": "ا" * 501}, BadInput),
    ],
)
def test_a_plan_that_breaks_a_rule_leaves_nothing_behind(
    session: Session, me: Actor, case: Case, values: dict[str, Any], error: type[Exception]
) -> None:
    a_consent(session, case, "visit")
    with pytest.raises(error):
        set_date(session, me, case, **values)
    session.flush()
    assert (case.status, visits_of(session, case)) == (Status.CLAIMED, [])


def test_a_family_may_wish_an_earlier_visit_and_the_wish_is_kept(session: Session, me: Actor, case: Case) -> None:
    a_consent(session, case, "visit")
    wish = "طلبوا الحضور قبل تنفيذ الإخلاء"
    visit = set_date(session, me, case, planned_for=NOON + timedelta(hours=2), notice_waived=wish)
    assert visit.notice_waived == wish


def test_nobody_at_home_leads_to_a_new_date_and_to_nothing_else(
    session: Session, me: Actor, case: Case, planned: Visit
) -> None:
    nobody_home(session, me, case.number)
    assert (planned.status, case.status) == (VisitStatus.NOBODY_HOME, Status.CLAIMED)
    assert case.lease_until == NOON + timedelta(hours=settings().lease_hours)
    again = set_date(session, me, case, planned_for=NOON + timedelta(days=4))
    assert planned_visit(session, case) is again
    assert [v.status for v in visits_of(session, case)] == [VisitStatus.NOBODY_HOME, VisitStatus.PLANNED]


def test_a_cancelled_visit_says_why(session: Session, me: Actor, case: Case, planned: Visit) -> None:
    with pytest.raises(BadInput):
        cancel(session, me, case.number, " ")
    cancel(session, me, case.number, "سيول في الطريق")
    session.flush()
    assert planned.status is VisitStatus.CANCELLED
    assert moves_of(session, case)[-1].reason == "سيول في الطريق"
    with pytest.raises(IllegalMove):
        nobody_home(session, me, case.number)


def test_a_filed_form_is_what_was_sent_and_the_case_is_visited(
    session: Session, me: Actor, case: Case, planned: Visit
) -> None:
    visit = hand_in(session, me, case, base_version=case.version)
    assert visit is planned
    assert (case.status, case.holder_id) == (Status.VISITED, me.account_id)
    assert form_of(visit) == VisitForm.model_validate(FORM)
    assert visit.claims == FORM["claims"]
    assert filed_visit(session, case) is visit


def test_the_same_form_sent_twice_is_one_form(session: Session, me: Actor, case: Case, planned: Visit) -> None:
    hand_in(session, me, case)
    session.flush()
    version = case.version
    assert hand_in(session, me, case, base_version=1) is planned
    session.flush()
    assert case.version == version
    assert len(moves_of(session, case)) == 3


def test_another_content_under_the_same_id_never_wins_silently(
    session: Session, me: Actor, case: Case, planned: Visit
) -> None:
    hand_in(session, me, case)
    with pytest.raises(Conflict) as refused:
        hand_in(session, me, case, notes="نسخة أخرى")
    assert refused.value.facts["why"] == "other_form"
    with pytest.raises(Conflict) as refused:
        hand_in(session, me, case, client_id="phone-2:1")
    assert refused.value.facts["why"] == "visit_filed"
    assert form_of(planned) == VisitForm.model_validate(FORM)


def test_a_form_begun_before_the_case_changed_is_shown_to_a_person_first(
    session: Session, office: Office, me: Actor, case: Case, planned: Visit
) -> None:
    begun = case.version
    friend = an_account(session, office=office)
    hand_over(session, me, case.number, friend.id)
    session.flush()
    with pytest.raises(Conflict) as refused:
        hand_in(session, Actor.of(friend), case, base_version=begun)
    assert refused.value.facts == {
        "case": case.number, "why": "case_changed", "version": case.version, "base_version": begun,
    }  # fmt: skip
    assert hand_in(session, Actor.of(friend), case, base_version=case.version).status is VisitStatus.FILED


def test_what_was_seen_is_not_stored_after_the_family_withdrew(session: Session, me: Actor, case: Case) -> None:
    given = a_consent(session, case, "visit")
    visit = set_date(session, me, case)
    withdraw_consent(session, me, case.number, given.id)
    with pytest.raises(ConsentMissing):
        hand_in(session, me, case)
    assert visit.form is None
    cancel(session, me, case.number, "سحبت الأسرة موافقتها")


def test_no_form_without_a_planned_visit(session: Session, me: Actor, case: Case) -> None:
    with pytest.raises(IllegalMove):
        hand_in(session, me, case)


@pytest.mark.parametrize("client_id", ["", "x" * 65, "هاتف", "a\nb"])
def test_a_client_id_is_a_short_plain_word(
    session: Session, me: Actor, case: Case, planned: Visit, client_id: str
) -> None:
    with pytest.raises(BadInput):
        hand_in(session, me, case, client_id=client_id)


def test_a_visited_family_may_be_visited_again(session: Session, me: Actor, case: Case, planned: Visit) -> None:
    hand_in(session, me, case)
    again = set_date(session, me, case, planned_for=NOON + timedelta(days=9))
    assert planned_visit(session, case) is again
    assert filed_visit(session, case) is planned


def test_another_office_and_a_colleague_without_the_case_do_nothing_to_it(
    session: Session, office: Office, case: Case, planned: Visit
) -> None:
    stranger = an_actor(session, office=an_office(session, region="NG"))
    colleague = an_actor(session, office=office)
    for actor, error in ((stranger, NotFound), (colleague, NotHolder)):
        for act in (
            lambda a: set_date(session, a, case),
            lambda a: nobody_home(session, a, case.number),
            lambda a: cancel(session, a, case.number, "سبب"),
            lambda a: hand_in(session, a, case),
        ):
            with pytest.raises(error):
                act(actor)
    assert calendar(session, stranger, since=NOON, until=NOON + timedelta(days=9)) == []


def test_form_and_address_lie_encrypted_in_the_table_and_not_in_the_journal(
    session: Session, me: Actor, case: Case, planned: Visit
) -> None:
    hand_in(session, me, case, notes="وجدنا ثلاثة أطفال")
    session.commit()
    address, form = session.execute(text("SELECT address, form FROM visit")).one()
    assert "المسجد".encode() not in bytes(address)
    assert b"members" not in bytes(form)
    entries = session.scalars(select(Entry).where(Entry.subject_id == case.id)).all()
    assert {"visit.planned", "visit.filed", "case.visited"} <= {entry.action for entry in entries}
    assert "المسجد" not in str([entry.facts for entry in entries])
