"""Persons and their look-up: locked before consent and after its withdrawal, encrypted, masked, revealed for a reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.cases.service import NotHolder
from detector.clock import now
from detector.errors import BadInput, NotFound
from detector.journal.models import Entry
from detector.outreach.rules import ConsentMissing
from detector.registry.clients import RegistryAnswer, RegistryUnavailable
from detector.registry.duplicates import Elsewhere, elsewhere, shared
from detector.registry.judgement import Judgement
from detector.registry.models import Beneficiary, Match, Person
from detector.registry.national_id import InvalidNationalId
from detector.registry.queries import matches_of, newest_matches, persons_of
from detector.registry.service import (
    ChildNotRecorded,
    NotInHand,
    add_person,
    forget_household,
    match,
    reveal_id,
    settle_match,
)
from detector.staff.models import Account
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, a_consent, an_account, an_actor, an_office

ID, OTHER_ID = "1000000008", "1000000016"
NAME = "نورة سالم سعد الحربي"
WHY = "طلب النظام المركزي الرقم كاملا"


@dataclass
class Desk:
    session: Session
    case: Case
    holder: Account
    actor: Actor

    def add(self, **changes: object) -> Person:
        values = {"full_name": NAME, "national_id": ID, "birth_date": date(1985, 3, 2)} | changes
        return add_person(self.session, self.actor, self.case.number, **values)  # type: ignore[arg-type]

    def look_up(self, person: Person, **how: object) -> Match:
        return match(self.session, self.actor, self.case.number, person.id, **how)  # type: ignore[arg-type]

    def in_registry(self, national_id: str = ID, name: str = NAME, status: str = "registered") -> None:
        index = crypto.blind_index("national_id", national_id)
        row = Beneficiary(
            national_id_index=index, national_id=national_id, full_name=name, birth_date="1985-03-02", status=status,
            office_name=None, as_of=date(2026, 1, 31),
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()


@pytest.fixture
def desk(session: Session) -> Desk:
    office = an_office(session)
    holder = an_account(session, office=office)
    case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    return Desk(session, case, holder, Actor.of(holder))


def test_nobody_is_written_down_before_consent(desk: Desk) -> None:
    with pytest.raises(ConsentMissing) as refused:
        desk.add()
    assert refused.value.facts["purpose"] == "registry_match"
    a_consent(desk.session, desk.case, "visit", "agency_check")
    with pytest.raises(ConsentMissing):
        desk.add()
    assert desk.session.scalars(select(Person)).all() == []


def test_after_withdrawal_nobody_is_added_looked_up_shown_or_revealed(desk: Desk) -> None:
    consent = a_consent(desk.session, desk.case)
    desk.in_registry()
    person = desk.add()
    desk.look_up(person)
    assert [row.id for row in persons_of(desk.session, desk.case)] == [person.id]
    assert len(matches_of(desk.session, desk.case)) == 1

    consent.withdrawn_at = now()
    with pytest.raises(ConsentMissing):
        desk.add(national_id=OTHER_ID)
    with pytest.raises(ConsentMissing):
        desk.look_up(person)
    with pytest.raises(ConsentMissing):
        reveal_id(desk.session, desk.actor, desk.case.number, person.id, WHY)
    assert persons_of(desk.session, desk.case) == []
    assert matches_of(desk.session, desk.case) == []
    assert elsewhere(desk.session, desk.actor, desk.case) == Elsewhere((), hidden=False)


def test_the_stored_row_holds_neither_the_number_nor_the_name(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.in_registry()
    desk.look_up(desk.add())
    for table in ("person", "beneficiary", "registry_match"):
        raw = desk.session.execute(text(f"SELECT * FROM {table}")).mappings().one()
        stored = " ".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in raw.values())
        assert ID not in stored
        assert "نورة" not in stored
        assert "سالم" not in stored
        assert "1985-03-02" not in stored


def test_every_result_shows_the_number_masked(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.in_registry(name="نوره سالم الحربي")
    found = desk.look_up(desk.add())
    (row,) = persons_of(desk.session, desk.case)
    assert row.masked == "1•••••••08"
    assert row.birth == "1985-••-••"
    assert not hasattr(row, "national_id")
    shown = json.dumps(found.compared, ensure_ascii=False)
    assert ID not in shown
    assert "سالم" not in shown


def test_a_number_is_revealed_for_a_reason_that_stands_in_the_journal(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    person = desk.add()
    for reason in ("", "   ", "لازم"):
        with pytest.raises(BadInput):
            reveal_id(desk.session, desk.actor, desk.case.number, person.id, reason)
    assert reveal_id(desk.session, desk.actor, desk.case.number, person.id, f"{WHY} {ID}") == ID
    desk.session.commit()
    entry = desk.session.scalars(select(Entry).where(Entry.action == "person.id_revealed")).one()
    assert (entry.subject_id, entry.actor_id, entry.facts) == (desk.case.id, desk.holder.id, {"person": person.id})
    assert entry.reason == f"{WHY} 1•••••••08"
    everything = json.dumps([[e.reason, e.facts] for e in desk.session.scalars(select(Entry))], ensure_ascii=False)
    assert ID not in everything
    assert "نورة" not in everything


def test_a_journalist_and_an_admin_reveal_nothing(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    person = desk.add()
    for role in (Role.JOURNALIST, Role.ADMIN):
        with pytest.raises(NotAllowed):
            reveal_id(desk.session, an_actor(desk.session, role), desk.case.number, person.id, WHY)


def test_another_office_finds_no_such_case(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    person = desk.add()
    stranger = an_actor(desk.session, office=an_office(desk.session))
    with pytest.raises(NotFound):
        reveal_id(desk.session, stranger, desk.case.number, person.id, WHY)
    with pytest.raises(NotFound):
        match(desk.session, stranger, desk.case.number, person.id)


def test_only_the_holder_works_on_the_file_and_only_while_it_is_worked_on(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    colleague = Actor.of(an_account(desk.session, region="RD"))
    with pytest.raises(NotHolder):
        add_person(desk.session, colleague, desk.case.number, full_name=NAME, national_id=ID)
    desk.case.status = Status.PROPOSED
    with pytest.raises(NotInHand):
        desk.add()


def test_a_person_of_another_case_is_not_looked_up_under_this_ones_consent(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    other = a_case(desk.session, status=Status.CLAIMED, holder=desk.holder)
    a_consent(desk.session, other)
    foreign = add_person(desk.session, desk.actor, other.number, full_name=NAME, national_id=OTHER_ID)
    with pytest.raises(NotFound):
        desk.look_up(foreign)


def test_the_same_number_again_corrects_the_person(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    first = desk.add(full_name="نورا سالم")
    again = desk.add(national_id="١٠٠٠ ٠٠٠ ٠٠٨")
    assert again.id == first.id
    assert again.full_name == NAME


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"national_id": "1000000009"}, InvalidNationalId),
        ({"national_id": "9000000001"}, InvalidNationalId),
        ({"full_name": " "}, BadInput),
        ({"full_name": "ن" * 201}, BadInput),
        ({"full_name": "نورة\x00سالم"}, BadInput),
        ({"birth_date": date(1800, 1, 1)}, BadInput),
        ({"birth_date": date(2999, 1, 1)}, BadInput),
        ({"birth_date": date(2020, 1, 1)}, ChildNotRecorded),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(
    desk: Desk, changes: dict[str, object], error: type[Exception]
) -> None:
    a_consent(desk.session, desk.case)
    with pytest.raises(error):
        desk.add(**changes)
    assert desk.session.scalars(select(Person)).all() == []


class Down:
    name = "down"

    def look_up(self, national_id: str) -> RegistryAnswer:
        raise RegistryUnavailable(why="time_out")


def test_a_registry_that_is_down_leaves_unknown_and_never_no(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.in_registry(OTHER_ID)
    found = desk.look_up(desk.add(), client=Down())
    assert (found.answer, found.client, found.judgement, found.as_of) == ("unknown", "down", None, None)


def test_a_table_that_was_never_imported_knows_nothing(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    assert desk.look_up(desk.add()).answer == "unknown"


def test_a_no_carries_the_day_that_it_stands_for(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.in_registry(OTHER_ID)
    found = desk.look_up(desk.add())
    assert (found.answer, found.judgement, found.as_of) == ("not_registered", None, date(2026, 1, 31))


@pytest.mark.parametrize(
    ("name", "expected"),
    [(NAME, Judgement.SAME), ("خالد فهد ناصر الشمري", Judgement.UNSURE), ("نورة الحربي", Judgement.SAME)],
)
def test_a_found_record_is_judged_and_its_status_told(desk: Desk, name: str, expected: Judgement) -> None:
    a_consent(desk.session, desk.case)
    desk.in_registry(name=name, status="suspended")
    found = desk.look_up(desk.add())
    assert (found.answer, found.judgement, found.registry_status) == ("registered", expected, "suspended")


def test_an_unsure_match_is_settled_by_a_person_beside_the_old_row(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.in_registry(name="خالد فهد ناصر الشمري")
    unsure = desk.look_up(desk.add())
    settle = (desk.session, desk.actor, desk.case.number)
    settled = settle_match(*settle, unsure.id, Judgement.DIFFERENT, "قورنت البطاقة بالسجل وجها لوجه")
    assert settled.client == "by_person"
    assert unsure.judgement is Judgement.UNSURE
    assert newest_matches(desk.session, desk.case) == [settled]
    with pytest.raises(BadInput):
        settle_match(*settle, settled.id, Judgement.SAME, "قورنت البطاقة بالسجل وجها لوجه")
    with pytest.raises(BadInput):
        settle_match(*settle, unsure.id, Judgement.UNSURE, "قورنت البطاقة بالسجل وجها لوجه")


def test_a_person_known_from_another_case_in_scope_points_to_it(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.add()
    mine = a_case(desk.session, status=Status.CLAIMED, holder=desk.holder)
    theirs = a_case(desk.session, office=an_office(desk.session), status=Status.CLAIMED, holder=desk.holder)
    for other in (mine, theirs):
        a_consent(desk.session, other)
    add_person(desk.session, desk.actor, mine.number, full_name=NAME, national_id=ID)
    wide = Actor.of(an_account(desk.session))
    theirs.holder_id = wide.account_id
    add_person(desk.session, wide, theirs.number, full_name=NAME, national_id=ID)
    assert elsewhere(desk.session, desk.actor, desk.case) == Elsewhere((mine.number,), hidden=True)
    assert elsewhere(desk.session, wide, desk.case) == Elsewhere((mine.number, theirs.number), hidden=False)
    (found,), _ = shared(desk.session, wide)
    assert (found.masked, [number for number, _ in found.cases]) == (
        "1•••••••08", [desk.case.number, mine.number, theirs.number],
    )  # fmt: skip
    (found,), _ = shared(desk.session, desk.actor)
    assert theirs.number not in [number for number, _ in found.cases]


def test_a_family_that_took_its_consent_back_is_found_from_nowhere(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.add()
    other = a_case(desk.session, status=Status.CLAIMED, holder=desk.holder)
    consent = a_consent(desk.session, other)
    add_person(desk.session, desk.actor, other.number, full_name=NAME, national_id=ID)
    assert elsewhere(desk.session, desk.actor, desk.case).numbers == (other.number,)
    consent.withdrawn_at = now()
    assert elsewhere(desk.session, desk.actor, desk.case) == Elsewhere((), hidden=False)
    assert shared(desk.session, desk.actor) == ([], None)


def test_a_hijri_day_of_birth_is_kept_as_the_gregorian_one(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    assert desk.add(birth_date=None, birth_hijri="١١ جمادى الآخرة ١٤٠٥").birth_date == "1985-03-02"
    with pytest.raises(BadInput) as refused:
        desk.add(birth_date=None, birth_hijri="1405")
    assert refused.value.facts["field"] == "birth_hijri"


def test_a_withdrawn_case_keeps_nobody(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.in_registry()
    desk.look_up(desk.add())
    assert forget_household(desk.session, [desk.case.id]) == 1
    for table in (Person, Match):
        assert desk.session.scalars(select(table)).all() == []
    assert len(desk.session.scalars(select(Beneficiary)).all()) == 1, "the registry's own table is not ours to empty"
