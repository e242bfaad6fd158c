"""A person decides; two where something would be taken from a family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.lifecycle import IllegalMove, Status
from detector.cases.models import Case
from detector.cases.service import NotHolder, must_hold
from detector.clock import now
from detector.decisions.queries import choices, decision_of, handoffs, known, proposals
from detector.decisions.rules import DecisionState, Outcome
from detector.decisions.service import (
    DecisionIncomplete,
    NothingToHandOff,
    NothingToSecond,
    SameOfficer,
    hand_off,
    propose,
    reopen,
    second,
)
from detector.errors import BadInput, NotFound
from detector.journal.models import Entry
from detector.outreach.models import ContactAttempt
from detector.outreach.rules import Channel, Reached
from detector.places.models import Office
from detector.registry.claims import Verified, dispute, record_agency_answer, verify_claim
from detector.registry.models import Answer, Beneficiary
from detector.registry.service import add_person, match
from detector.staff.models import Account
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from detector.visits.models import Visit, VisitStatus
from tests.factories import a_case, a_consent, an_account, an_actor, an_office

ID, NAME = "1000000008", "نورة سالم سعد الحربي"
WHY = "أسرة بلا دخل كما في نموذج الزيارة"


@dataclass
class Desk:
    session: Session
    office: Office
    case: Case
    holder: Account
    actor: Actor
    supervisor: Actor

    @property
    def number(self) -> str:
        return self.case.number

    def propose(self, outcome: Outcome, code: str | None = None, reason: str = WHY) -> object:
        code = "opinion" if outcome is Outcome.NOT_A_CASE and code is None else code
        return propose(self.session, self.actor, self.number, outcome=outcome, reason=reason, reason_code=code)

    def visit(self, status: VisitStatus = VisitStatus.FILED) -> None:
        self.session.add(
            Visit(
                case_id=self.case.id, status=status, planned_for=now(), notice_given_at=now(), team=["أ", "ب"],
                woman_on_team=True,
                planned_by_id=self.holder.id, claims=[],
            )
        )  # fmt: skip
        self.session.flush()
        if status is VisitStatus.FILED:
            self.case.status, self.case.lease_until = Status.VISITED, None

    def beneficiary(self, national_id: str, name: str = NAME) -> None:
        index = crypto.blind_index("national_id", national_id)
        self.session.add(
            Beneficiary(
                national_id_index=index, national_id=national_id, full_name=name, birth_date=None, status="registered",
                office_name=None, as_of=date(2026, 1, 31),
            )
        )  # fmt: skip
        self.session.flush()

    def match(self, *, registered_as: str | None = None) -> int:
        """Look a person up in a registry that knows somebody; `registered_as`: the name it has under her number."""
        a_consent(self.session, self.case)
        self.beneficiary(ID if registered_as else "1000000016", registered_as or NAME)
        person = add_person(self.session, self.actor, self.number, full_name=NAME, national_id=ID)
        match(self.session, self.actor, self.number, person.id)
        return person.id


@pytest.fixture
def desk(session: Session) -> Desk:
    office = an_office(session)
    holder = an_account(session, office=office)
    case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
    return Desk(session, office, case, holder, Actor.of(holder), an_actor(session, Role.SUPERVISOR, office=office))


def test_a_registration_needs_consent_visit_and_match(desk: Desk) -> None:
    with pytest.raises(DecisionIncomplete) as refused:
        desk.propose(Outcome.REGISTERED)
    assert refused.value.facts == {"outcome": "registered", "missing": ["consent", "visit", "match"]}
    assert desk.case.status is Status.CLAIMED
    assert decision_of(desk.session, desk.case) is None
    assert choices(desk.session, desk.case)[Outcome.REGISTERED] == ("consent", "visit", "match")

    desk.match()
    desk.visit()
    desk.propose(Outcome.REGISTERED)
    decision = decision_of(desk.session, desk.case)
    assert decision is not None
    assert (decision.state, desk.case.status, desk.case.holder_id) == (DecisionState.FINAL, Status.DECIDED, None)


def test_a_registry_that_could_not_be_asked_decides_nothing(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    person = add_person(desk.session, desk.actor, desk.number, full_name=NAME, national_id=ID)
    assert match(desk.session, desk.actor, desk.number, person.id).answer == "unknown"
    desk.visit()
    for outcome, lacks in ((Outcome.REGISTERED, ["match"]), (Outcome.ALREADY_REGISTERED, ["match", "same_person"])):
        with pytest.raises(DecisionIncomplete) as refused:
            desk.propose(outcome)
        assert refused.value.facts["missing"] == lacks


def test_an_unsure_match_holds_a_registration_up(desk: Desk) -> None:
    desk.match(registered_as="نورة الحربي")
    desk.visit()
    with pytest.raises(DecisionIncomplete) as refused:
        desk.propose(Outcome.REGISTERED)
    assert refused.value.facts["missing"] == ["unsure_match"]


def test_whoever_is_on_the_rolls_is_found_to_be(desk: Desk) -> None:
    desk.match(registered_as=NAME)
    desk.propose(Outcome.ALREADY_REGISTERED)
    assert desk.case.status is Status.DECIDED


def test_a_withdrawn_consent_takes_the_match_out_of_the_file(desk: Desk) -> None:
    desk.match()
    assert known(desk.session, desk.case).match
    consent = a_consent(desk.session, desk.case)
    for row in desk.session.scalars(select(type(consent)).where(type(consent).case_id == desk.case.id)):
        row.withdrawn_at = now()
    assert not known(desk.session, desk.case).match
    assert not known(desk.session, desk.case).consent


def test_an_adverse_decision_waits_and_its_proposer_cannot_second_it(desk: Desk) -> None:
    desk.actor = desk.supervisor
    desk.case.holder_id = desk.supervisor.account_id
    desk.propose(Outcome.NOT_A_CASE)
    assert desk.case.status is Status.PROPOSED
    with pytest.raises(SameOfficer):
        second(desk.session, desk.supervisor, desk.number, agree=True)
    assert desk.case.status is Status.PROPOSED
    assert proposals(desk.session, desk.supervisor) == []
    other = an_actor(desk.session, Role.SUPERVISOR, office=desk.office)
    assert [row.case.number for row in proposals(desk.session, other)] == [desk.number]
    decision = second(desk.session, other, desk.number, agree=True)
    assert (decision.state, decision.seconded_by_id) == (DecisionState.FINAL, other.account_id)
    assert (desk.case.status, desk.case.holder_id) == (Status.DECIDED, None)
    assert proposals(desk.session, other) == []


def test_only_who_may_second_seconds_and_only_in_scope(desk: Desk) -> None:
    desk.propose(Outcome.NOT_A_CASE)
    with pytest.raises(NotAllowed):
        second(desk.session, an_actor(desk.session, office=desk.office), desk.number, agree=True)
    elsewhere = an_actor(desk.session, Role.SUPERVISOR, office=an_office(desk.session))
    with pytest.raises(NotFound):
        second(desk.session, elsewhere, desk.number, agree=True)
    assert proposals(desk.session, elsewhere) == []


def test_a_proposal_is_seconded_once(desk: Desk) -> None:
    desk.propose(Outcome.DUPLICATE)
    second(desk.session, desk.supervisor, desk.number, agree=True)
    with pytest.raises(NothingToSecond):
        second(desk.session, desk.supervisor, desk.number, agree=True)


@pytest.mark.parametrize("visited", [False, True])
def test_a_proposal_that_is_sent_back_is_its_holders_again(desk: Desk, visited: bool) -> None:
    if visited:
        desk.visit()
    desk.propose(Outcome.HELD, "documents")
    with pytest.raises(BadInput):
        second(desk.session, desk.supervisor, desk.number, agree=False)
    decision = second(desk.session, desk.supervisor, desk.number, agree=False, note="الصورة غير واضحة، يلزم اتصال")
    assert decision.state is DecisionState.RETURNED
    assert desk.case.status is (Status.VISITED if visited else Status.CLAIMED)
    must_hold(desk.case, desk.actor)
    desk.propose(Outcome.HELD, "identity")
    assert desk.case.status is Status.PROPOSED


def test_a_refusal_on_an_agencys_word_needs_that_word_confirmed(desk: Desk) -> None:
    a_consent(desk.session, desk.case)
    desk.visit()
    say = (desk.session, desk.actor, desk.number)
    claim = record_agency_answer(*say, agency="justice", reason="R1", answer=Answer.YES, as_of=date(2026, 1, 31))
    with pytest.raises(DecisionIncomplete) as refused:
        desk.propose(Outcome.NOT_ELIGIBLE, "R1")
    assert refused.value.facts["missing"] == ["confirmed_claim"]
    verify_claim(*say, claim.id, Verified.CONFIRMED, "روجع الصك مع كتابة العدل")
    dispute(*say, claim.id, "تقول الأسرة إن العقار بيع")
    with pytest.raises(DecisionIncomplete) as refused:
        desk.propose(Outcome.NOT_ELIGIBLE, "R1")
    assert refused.value.facts["missing"] == ["confirmed_claim", "dispute_open"]
    verify_claim(desk.session, desk.supervisor, desk.number, claim.id, Verified.CONFIRMED, "روجع الصك مرة ثانية")
    desk.propose(Outcome.NOT_ELIGIBLE, "R1")
    assert desk.case.status is Status.PROPOSED, "confirmed or not, a second officer has the last word"


def test_nobody_is_unreachable_after_one_call(desk: Desk) -> None:
    for tried in range(3):
        with pytest.raises(DecisionIncomplete):
            desk.propose(Outcome.UNREACHABLE)
        if tried == 1:
            desk.visit(VisitStatus.NOBODY_HOME)
            continue
        desk.session.add(
            ContactAttempt(
                case_id=desk.case.id, at=now(), by_id=desk.holder.id, channel=Channel.PHONE, reached=Reached.NO_ANSWER
            )
        )
        desk.session.flush()
    desk.propose(Outcome.UNREACHABLE)


@pytest.mark.parametrize(
    ("outcome", "code", "reason"),
    [(Outcome.REFERRED, "R1", WHY), (Outcome.REFERRED, "charity", "قصير"), (Outcome.NOT_A_CASE, "charity", WHY)],
)
def test_a_decision_without_its_reason_is_refused(desk: Desk, outcome: Outcome, code: str, reason: str) -> None:
    with pytest.raises(BadInput):
        desk.propose(outcome, code, reason)


def test_only_the_holder_proposes_and_only_what_the_life_cycle_allows(desk: Desk) -> None:
    with pytest.raises(NotHolder):
        propose(
            desk.session, desk.supervisor, desk.number, outcome=Outcome.NOT_A_CASE, reason=WHY, reason_code="opinion"
        )
    desk.case.status = Status.VISIT_PLANNED
    with pytest.raises(IllegalMove):
        desk.propose(Outcome.NOT_A_CASE)


def test_a_decided_case_can_be_opened_again_and_keeps_its_decision(desk: Desk) -> None:
    desk.propose(Outcome.REFERRED, "charity")
    with pytest.raises(BadInput):
        reopen(desk.session, desk.actor, desk.number, "")
    reopen(desk.session, desk.actor, desk.number, "اعترضت الأسرة على القرار")
    assert desk.case.status is Status.QUEUED
    decision = decision_of(desk.session, desk.case)
    assert decision is not None
    assert decision.outcome is Outcome.REFERRED
    with pytest.raises(IllegalMove):
        reopen(desk.session, desk.actor, desk.number, "اعترضت الأسرة على القرار")


def test_a_household_to_be_registered_is_handed_off_masked_and_revealed_for_a_reason(desk: Desk) -> None:
    person = desk.match()
    desk.visit()
    with pytest.raises(NothingToHandOff):
        hand_off(desk.session, desk.actor, desk.number, "تسليم للتسجيل في المنصة")
    desk.propose(Outcome.REGISTERED)
    (row,) = handoffs(desk.session, desk.supervisor)
    assert (row.number, [p.masked for p in row.persons]) == (desk.number, ["1•••••••08"])
    assert handoffs(desk.session, desk.supervisor, after=row.number) == []
    assert handoffs(desk.session, an_actor(desk.session, office=an_office(desk.session))) == []
    assert hand_off(desk.session, desk.supervisor, desk.number, "تسليم للتسجيل في المنصة") == {person: ID}
    desk.session.commit()
    revealed = desk.session.scalars(select(Entry).where(Entry.action == "person.id_revealed")).one()
    assert revealed.actor_id == desk.supervisor.account_id
    a_consent(desk.session, desk.case)
    desk.session.execute(text("UPDATE consent SET withdrawn_at = '2026-01-01 00:00:00'"))
    desk.session.expire_all()
    assert handoffs(desk.session, desk.supervisor) == []


def test_the_reason_is_encrypted_and_the_journal_holds_only_its_codes(desk: Desk) -> None:
    desk.propose(Outcome.REFERRED, "charity", f"{WHY} {ID}")
    desk.session.commit()
    raw = desk.session.execute(text("SELECT reason FROM decision")).scalar_one()
    assert "أسرة".encode() not in raw
    decision = decision_of(desk.session, desk.case)
    assert decision is not None
    assert ID not in decision.reason
    entry = desk.session.scalars(select(Entry).where(Entry.action == "decision.proposed")).one()
    assert entry.reason is None
    assert entry.facts == {"decision": decision.id, "outcome": "referred", "reason_code": "charity", "state": "final"}


def test_what_is_written_with_a_decision_has_its_limit(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.propose(Outcome.NOT_A_CASE, reason="س" * 2_001)
    desk.propose(Outcome.NOT_A_CASE)
    with pytest.raises(BadInput):
        second(desk.session, desk.supervisor, desk.number, agree=True, note="س" * 2_001)
    assert second(desk.session, desk.supervisor, desk.number, agree=True, note="نعم\x00").second_note == "نعم\ufffd"
