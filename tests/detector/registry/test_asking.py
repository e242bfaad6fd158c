"""Looking somebody up over DCI: answered, silent, down, asked again, called back. Never a "no" for want of an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text

from detector import crypto
from detector.cases.lifecycle import Status
from detector.clock import now
from detector.db import transaction
from detector.defer import DeferredJob, Job
from detector.jobs.local import work_one
from detector.outreach.models import Consent
from detector.outreach.rules import ConsentMissing
from detector.registry.asking import ask_due, look_up
from detector.registry.callbacks import on_search
from detector.registry.clients import RegistryNotConfigured
from detector.registry.clients.dci.envelope import MessageRefused
from detector.registry.clients.dci.signature import SignatureRefused
from detector.registry.judgement import Judgement
from detector.registry.models import Beneficiary, Match, Question
from detector.registry.questions import MOVES, IllegalQuestionMove, QuestionState, move, wait_after
from detector.registry.service import add_person
from detector.staff.scope import Actor
from tests.detector.registry.dci_server import Body, DciServer
from tests.factories import a_case, a_consent, an_account, an_office

ID, NAME = "1000000008", "نورة سالم سعد الحربي"
RECORD = {
    "identifier": [{"identifier_type": "UIN", "identifier_value": ID}], "name": "نوره بنت سالم الحربي",
    "birth_date": "1985-03-02", "status": "suspended",
}  # fmt: skip
Configure = Callable[[dict[str, str]], None]


@dataclass
class Family:
    actor: Actor
    number: str
    person: int
    consent: int

    def look_up(self) -> Match:
        return look_up(self.actor, self.number, self.person)


@pytest.fixture
def family(database: str) -> Family:
    with transaction() as session:
        office = an_office(session)
        holder = an_account(session, office=office)
        case = a_case(session, office=office, status=Status.CLAIMED, holder=holder)
        consent = a_consent(session, case)
        actor = Actor.of(holder)
        person = add_person(session, actor, case.number, full_name=NAME, national_id=ID, birth_date=date(1985, 3, 2))
        return Family(actor, case.number, person.id, consent.id)


def question() -> Question:
    with transaction(write=False) as session:
        return session.scalars(select(Question).order_by(Question.id.desc()).limit(1)).one()


def answers() -> list[str]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Match.answer).order_by(Match.id)))


def after(**wait: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(**wait), tick=False)


def test_an_answer_at_once_is_written_and_judged(family: Family, dci: DciServer, configure: Configure) -> None:
    configure(dci.settings())
    dci.people[ID] = [RECORD]
    found = family.look_up()
    assert (found.client, found.answer, found.registry_status) == ("dci", "registered", "suspended")
    assert found.judgement is Judgement.SAME
    assert question().state is QuestionState.ANSWERED
    assert found.by_id == family.actor.account_id


def test_an_outage_is_unknown_and_is_asked_again_until_the_registry_is_back(
    family: Family, dci: DciServer, configure: Configure
) -> None:
    configure(dci.settings())
    dci.people[ID], dci.status = [RECORD], 503
    assert family.look_up().answer == "unknown"
    waiting = question()
    assert (waiting.state, waiting.attempts, waiting.why) == (QuestionState.DUE, 1, "http_503")
    assert ask_due() == 0, "not before its time"
    with after(minutes=2):
        assert ask_due() == 1
        assert question().attempts == 2
    dci.status = 200
    with after(minutes=10):
        assert ask_due() == 1
    assert question().state is QuestionState.ANSWERED
    assert answers() == ["unknown", "registered"]


def test_a_registry_that_never_answers_is_given_up_and_still_unknown(
    family: Family, dci: DciServer, configure: Configure
) -> None:
    configure(dci.settings(registry_attempts="3"))
    dci.status = 500
    family.look_up()
    for hours in (1, 9):
        with after(hours=hours):
            ask_due()
    assert (question().state, question().attempts) == (QuestionState.GIVEN_UP, 3)
    with after(days=30):
        assert ask_due() == 0
    assert set(answers()) == {"unknown"}


def test_the_job_asks_again_without_a_transaction_around_it(
    family: Family, dci: DciServer, configure: Configure
) -> None:
    configure(dci.settings())
    dci.status = 500
    family.look_up()
    dci.status, dci.people[ID] = 200, [RECORD]
    with transaction() as session:
        session.add(DeferredJob(job=Job.ASK_REGISTRY.value, args={}, run_at=now() + timedelta(minutes=5)))

    def write_meanwhile(raw: bytes) -> bytes:
        with transaction() as session:  # would wait half a minute and fail if the job held SQLite's lock
            session.execute(text("UPDATE office SET active = active"))
        return raw

    dci.spoil = write_meanwhile
    with after(minutes=6):
        assert work_one()
    assert answers()[-1] == "registered"
    with transaction(write=False) as session:
        assert session.scalar(select(func.count()).select_from(DeferredJob)) == 0


def test_a_round_stops_where_nobody_is_there(family: Family, dci: DciServer, configure: Configure) -> None:
    configure(dci.settings(registry_url="http://127.0.0.1:9"))
    with transaction() as session:
        second = add_person(session, family.actor, family.number, full_name=NAME, national_id="1000000016").id
    for person in (family.person, second):
        look_up(family.actor, family.number, person)
    with after(minutes=5):
        assert ask_due() == 1
    with transaction(write=False) as session:
        assert sorted(session.scalars(select(Question.attempts))) == [1, 2]


def test_consent_taken_back_while_the_registry_was_silent_ends_the_question(
    family: Family, dci: DciServer, configure: Configure
) -> None:
    configure(dci.settings())
    dci.people[ID], dci.status = [RECORD], 500
    family.look_up()
    with transaction() as session:
        session.get_one(Consent, family.consent).withdrawn_at = now()
    dci.status = 200
    asked = len(dci.requests)
    with after(hours=1):
        assert ask_due() == 0
    assert len(dci.requests) == asked, "the number did not leave the house"
    assert (question().state, question().why) == (QuestionState.CANCELLED, "consent_withdrawn")
    with pytest.raises(ConsentMissing):
        family.look_up()


def test_without_consent_no_number_leaves_the_house(family: Family, dci: DciServer, configure: Configure) -> None:
    configure(dci.settings())
    with transaction() as session:
        session.get_one(Consent, family.consent).withdrawn_at = now()
    with pytest.raises(ConsentMissing):
        family.look_up()
    assert dci.requests == []


def test_a_missing_key_is_said_before_anything_is_written(family: Family, dci: DciServer, configure: Configure) -> None:
    configure(dci.settings(dci_signing_key=""))
    with pytest.raises(RegistryNotConfigured):
        family.look_up()
    assert answers() == []


def test_a_table_that_is_imported_later_answers_the_open_question(family: Family) -> None:
    assert family.look_up().answer == "unknown"
    with transaction() as session:
        session.add(
            Beneficiary(
                national_id_index=crypto.blind_index("national_id", ID), national_id=ID, full_name=NAME,
                birth_date=None, status="registered", office_name=None, as_of=date(2026, 1, 31),
            )
        )  # fmt: skip
    with after(minutes=2):
        assert ask_due() == 1
    assert answers() == ["unknown", "registered"]


# The registry answers later, by calling us.


@pytest.fixture
def later(family: Family, dci: DciServer, configure: Configure) -> Family:
    configure(dci.settings(registry_mode="async", dci_callback_url="https://daman.example/api/v1/dci"))
    dci.people[ID] = [RECORD]
    assert family.look_up().answer == "unknown"
    assert question().state is QuestionState.ASKED
    assert dci.requests[0]["header"]["sender_uri"] == "https://daman.example/api/v1/dci"
    return family


def called_back(dci: DciServer, *, page: int = 1, change: Callable[[Body], None] = lambda body: None) -> bytes:
    message = dci.found(dci.requests[-1], page=page)
    dci.change = change
    return dci.seal(dci.requests[-1], message)


def test_an_answer_that_is_called_back_is_taken_once(later: Family, dci: DciServer) -> None:
    raw = called_back(dci)
    assert on_search(raw) == "c-1"
    assert answers() == ["unknown", "registered"]
    kept = question()
    assert json.loads(kept.raw or "") == [raw.decode()], "the signed bytes are kept as they came"
    with pytest.raises(MessageRefused) as refused:
        on_search(raw)
    assert refused.value.facts["why"] == "replayed"
    with pytest.raises(MessageRefused) as refused:
        on_search(called_back(dci))
    assert refused.value.facts["why"] == "not_waiting"
    with transaction(write=False) as session:
        stored = session.scalar(text("SELECT raw FROM registry_question"))
    assert ID.encode() not in stored


def test_an_answer_in_pages_is_complete_with_the_last_one(later: Family, dci: DciServer) -> None:
    dci.people[ID], dci.page_size = [RECORD, RECORD, RECORD], 2
    on_search(called_back(dci, page=1))
    assert question().state is QuestionState.ASKED
    assert answers() == ["unknown"]
    on_search(called_back(dci, page=2))
    assert answers() == ["unknown", "registered"]
    with transaction(write=False) as session:
        found = session.scalars(select(Match).order_by(Match.id.desc()).limit(1)).one()
    assert found.judgement is Judgement.UNSURE, "three records under one number"


def test_a_missing_page_is_waited_for_and_then_asked_anew(later: Family, dci: DciServer) -> None:
    dci.people[ID], dci.page_size = [RECORD, RECORD, RECORD], 2
    on_search(called_back(dci, page=1))
    old = called_back(dci, page=2)
    with after(minutes=61):
        assert ask_due() == 1
    assert (question().state, question().attempts) == (QuestionState.ASKED, 2)
    with pytest.raises(MessageRefused) as refused:
        on_search(old)
    assert refused.value.facts["why"] == "transaction", "a late page of the old conversation is nobody's"


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("transaction", lambda b: b["message"].update(transaction_id="another")),
        ("correlation", lambda b: b["message"].update(correlation_id="c-2")),
        ("correlation", lambda b: b["message"].pop("correlation_id")),
        ("reference", lambda b: b["message"]["search_response"][0].update(reference_id="another")),
        ("sender", lambda b: b["header"].update(sender_id="somebody")),
        ("action", lambda b: b["header"].update(action="search")),
    ],
)
def test_an_answer_to_something_else_changes_nothing(
    later: Family, dci: DciServer, why: str, change: Callable[[Body], None]
) -> None:
    with pytest.raises(MessageRefused) as refused:
        on_search(called_back(dci, change=change))
    assert refused.value.facts["why"] == why
    assert (question().state, question().attempts) == (QuestionState.ASKED, 1)
    assert on_search(called_back(dci)) == "c-1", "the real answer is still taken"


def test_an_unsigned_call_does_not_reach_the_database(later: Family, dci: DciServer, count_queries: list[str]) -> None:
    body = json.loads(called_back(dci))
    before = len(count_queries)
    for signature in (None, body["signature"].replace("k1", "k9")):
        with pytest.raises(SignatureRefused):
            on_search(json.dumps(body | {"signature": signature}).encode())
    assert len(count_queries) == before


def test_a_rejection_that_is_called_back_is_asked_again(later: Family, dci: DciServer) -> None:
    def reject(body: Body) -> None:
        code = "rjct.search.too_many_records_found"
        body["message"]["search_response"][0].update(status="rjct", status_reason_code=code)

    on_search(called_back(dci, change=reject))
    waiting = question()
    assert (waiting.state, waiting.why) == (QuestionState.DUE, "rjct.search.too_many_records_found")
    assert answers() == ["unknown"]


def test_a_question_that_is_not_acknowledged_is_asked_again(
    family: Family, dci: DciServer, configure: Configure
) -> None:
    configure(dci.settings(registry_mode="async", dci_callback_url="https://daman.example/api/v1/dci"))
    dci.acknowledge = {"ack_status": "NACK", "error": {"code": "err.signature.invalid"}}
    assert family.look_up().answer == "unknown"
    assert (question().state, question().why) == (QuestionState.DUE, "not_acknowledged")


def test_a_call_is_refused_where_none_is_expected(family: Family, dci: DciServer, configure: Configure) -> None:
    configure(dci.settings())
    family.look_up()
    with pytest.raises(MessageRefused) as refused:
        on_search(called_back(dci))
    assert refused.value.facts["why"] == "not_expected"


# The table of a question's life.


def test_what_is_settled_stays_settled() -> None:
    assert {state for state, to in MOVES.items() if not to} == {
        QuestionState.ANSWERED, QuestionState.GIVEN_UP, QuestionState.CANCELLED,
    }  # fmt: skip
    with pytest.raises(IllegalQuestionMove):
        move(QuestionState.ANSWERED, QuestionState.DUE)


def test_the_waits_grow_to_six_hours() -> None:
    minutes = [wait_after(attempt).total_seconds() / 60 for attempt in range(1, 9)]
    assert minutes == [1, 4, 16, 64, 256, 360, 360, 360]
