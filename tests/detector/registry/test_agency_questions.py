"""Agencies that the program can ask: imported answers and DCI; how long an answer stands; what silence means."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from detector.cases.lifecycle import Status
from detector.clock import RIYADH, now
from detector.db import transaction
from detector.errors import BadInput
from detector.outreach.models import Consent
from detector.outreach.rules import ConsentMissing
from detector.registry.agencies import AgencyNotLinked
from detector.registry.agency_questions import ask_agency
from detector.registry.claims import record_agency_answer
from detector.registry.clients import RegistryNotConfigured
from detector.registry.clients.agency import NotAskable
from detector.registry.imports_answers import import_answers
from detector.registry.links import By, links
from detector.registry.models import AgencyAnswer, AgencyRow, Answer
from detector.registry.queries import agency_lines
from detector.registry.service import NobodyRecorded, add_person
from detector.staff.scope import Actor
from tests.detector.registry.dci_server import THEIR_ID, DciServer, raw_public
from tests.factories import a_case, a_consent, an_account

ID = "1000000008"
TODAY = now().astimezone(RIYADH).date()
Configure = Callable[[dict[str, str]], None]
TABLE = {"DAMAN_AGENCY_LINKS": json.dumps({"gosi": {"by": "table"}, "civil_affairs": {"by": "table", "phase": 2}})}


@pytest.fixture
def family(database: str) -> tuple[Actor, str, int]:
    with transaction() as session:
        holder = an_account(session)
        case = a_case(session, status=Status.VISITED, holder=holder)
        consent = a_consent(session, case)
        add_person(session, Actor.of(holder), case.number, full_name="نورة سالم الحربي", national_id=ID)
        return Actor.of(holder), case.number, consent.id


def given(folder: Path, *rows: str) -> Path:
    path = folder / "answers.csv"
    path.write_text("\n".join(("national_id,agency,reason,answer,as_of,valid_until", *rows)), encoding="utf-8")
    return path


def test_imported_answers_are_asked_with_their_day_and_version(
    family: tuple[Actor, str, int], configure: Configure, tmp_path: Path
) -> None:
    configure(TABLE)
    actor, number, _ = family
    import_answers(given(tmp_path, f"{ID},gosi,R3,yes,{TODAY},", f"{ID},civil_affairs,R7,no,{TODAY},2099-01-01"))
    (job,) = ask_agency(actor, number, agency="gosi", reason="R3")
    assert (job.answer, job.as_of, job.valid_until, job.link) == (
        Answer.YES, TODAY, TODAY + timedelta(days=90), "table@1",
    )  # fmt: skip
    assert job.verified is None, "a yes is a claim that a person looks into"
    (death,) = ask_agency(actor, number, agency="civil_affairs", reason="R7")
    assert (death.answer, death.valid_until, death.link) == (Answer.NO, date(2099, 1, 1), "table@2")


def test_whom_a_table_does_not_name_is_unknown_unless_it_names_everybody(
    family: tuple[Actor, str, int], configure: Configure, tmp_path: Path
) -> None:
    configure(TABLE)
    actor, number, _ = family
    path = given(tmp_path, f"1000000016,gosi,R3,yes,{TODAY},")
    import_answers(path)
    assert ask_agency(actor, number, agency="gosi", reason="R3")[0].answer is Answer.UNKNOWN
    import_answers(path, complete=("gosi", "R3", TODAY))
    assert ask_agency(actor, number, agency="gosi", reason="R3")[0].answer is Answer.NO


def test_a_complete_file_with_a_bad_row_is_not_complete(
    family: tuple[Actor, str, int], configure: Configure, tmp_path: Path
) -> None:
    configure(TABLE)
    actor, number, _ = family
    summary = import_answers(given(tmp_path, f"123,gosi,R3,yes,{TODAY},"), complete=("gosi", "R3", TODAY))
    assert summary.rejected == 1
    assert ask_agency(actor, number, agency="gosi", reason="R3")[0].answer is Answer.UNKNOWN


def test_an_old_answer_is_unknown_and_must_be_asked_anew(
    family: tuple[Actor, str, int], configure: Configure, tmp_path: Path
) -> None:
    configure(TABLE)
    actor, number, _ = family
    old = TODAY - timedelta(days=91)
    import_answers(given(tmp_path, f"{ID},gosi,R3,yes,{old},", f"{ID},civil_affairs,R7,yes,{old},{old}"))
    for agency, reason in (("gosi", "R3"), ("civil_affairs", "R7")):
        assert ask_agency(actor, number, agency=agency, reason=reason)[0].answer is Answer.UNKNOWN


def test_a_later_answer_replaces_an_earlier_one_and_never_the_other_way(database: str, tmp_path: Path) -> None:
    assert import_answers(given(tmp_path, f"{ID},gosi,R3,yes,{TODAY},")).new == 1
    assert import_answers(given(tmp_path, f"{ID},gosi,R3,yes,{TODAY},")).unchanged == 1
    assert import_answers(given(tmp_path, f"{ID},gosi,R3,no,2020-01-01,")).outdated == 1
    assert import_answers(given(tmp_path, f"{ID},gosi,R3,no,{TODAY},")).changed == 1
    with transaction(write=False) as session:
        assert session.scalars(select(AgencyRow.answer)).all() == [Answer.NO]
        assert ID not in str(session.execute(text("SELECT * FROM agency_row")).all())


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (f"{ID},bank,R3,yes,2026-01-01,", "agency"),
        (f"{ID},gosi,R1,yes,2026-01-01,", "reason"),
        (f"{ID},gosi,R3,maybe,2026-01-01,", "answer"),
        (f"{ID},gosi,R3,yes,2999-01-01,", "as_of"),
        (f"{ID},gosi,R3,yes,2026-01-01,2025-01-01", "valid_until"),
        (f"{ID},gosi,R3,yes,,", "as_of"),
    ],
)
def test_a_row_that_does_not_fit_is_written_beside_the_file(
    database: str, tmp_path: Path, row: str, field: str
) -> None:
    path = given(tmp_path, row)
    assert import_answers(path).rejected == 1
    rejected = json.loads((tmp_path / "answers.csv.rejected.jsonl").read_text(encoding="utf-8"))
    assert rejected["field"] == field


def test_an_agency_over_dci_says_yes_no_or_nothing(
    family: tuple[Actor, str, int], dci: DciServer, configure: Configure
) -> None:
    link = {"by": "dci", "url": dci.url, "id": THEIR_ID, "key_id": "k1", "key": raw_public(dci.theirs), "phase": 3}
    configure(dci.settings() | {"DAMAN_AGENCY_LINKS": json.dumps({"commerce": link})})
    actor, number, _ = family
    ask = {"agency": "commerce", "reason": "R4"}
    assert ask_agency(actor, number, **ask)[0].answer is Answer.UNKNOWN
    for said, answer in (("yes", Answer.YES), ("no", Answer.NO), ("perhaps", Answer.UNKNOWN)):
        dci.enrolled = {ID: said}
        (row,) = ask_agency(actor, number, **ask)
        assert (row.answer, row.link) == (answer, "dci@3")
    dci.status = 503
    assert ask_agency(actor, number, **ask)[0].answer is Answer.UNKNOWN, "an agency that is down says nothing"


def test_nobody_is_asked_about_without_consent_without_a_link_or_without_a_name(
    family: tuple[Actor, str, int], configure: Configure
) -> None:
    configure(TABLE)
    actor, number, consent = family
    with pytest.raises(NotAskable):
        ask_agency(actor, number, agency="justice", reason="R1")
    with pytest.raises(AgencyNotLinked):
        ask_agency(actor, number, agency="industrial_fund", reason="R5")
    with transaction() as session:
        session.get_one(Consent, consent).purposes = ["visit", "registry_match"]
    with pytest.raises(ConsentMissing):
        ask_agency(actor, number, agency="gosi", reason="R3")
    with transaction() as session:
        case = a_case(session, status=Status.VISITED, holder=None)
        a_consent(session, case)
        holder = case.holder_id
        other = case.number
    assert holder is not None
    with pytest.raises(NobodyRecorded):
        ask_agency(Actor(holder, "", actor.role), other, agency="gosi", reason="R3")


def test_an_officers_answer_runs_out_as_well(family: tuple[Actor, str, int]) -> None:
    actor, number, _ = family
    with transaction() as session:
        ask = (session, actor, number)
        row = record_agency_answer(*ask, agency="justice", reason="R1", answer=Answer.NO, as_of=date(2020, 1, 1))
        assert (row.link, row.valid_until) == ("manual@1", date(2020, 3, 31))
        case = row.case_id
        with pytest.raises(BadInput):
            record_agency_answer(
                *ask, agency="justice", reason="R1", answer=Answer.NO, as_of=TODAY, valid_until=date(2020, 1, 1)
            )
    with transaction(write=False) as session:
        from detector.cases.models import Case

        lines = {(line.agency, line.reason): line for line in agency_lines(session, session.get_one(Case, case))}
        assert lines["justice", "R1"].expired
        assert session.scalars(select(AgencyAnswer)).one().verified is None


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("gosi", "not_json"),
        ("[]", "not_an_object"),
        ('{"bank": {"by": "table"}}', "unknown_agency"),
        ('{"gosi": {"by": "fax"}}', "fields"),
        ('{"gosi": {"by": "table", "port": 1}}', "fields"),
        ('{"gosi": {"by": "table", "phase": 0}}', "fields"),
        ('{"gosi": {"by": "dci"}}', "missing"),
        ('{"gosi": {"by": "table", "path": "../admin"}}', "path"),
    ],
)
def test_a_link_that_cannot_be_read_is_named(configure: Configure, setting: str, why: str) -> None:
    configure({"DAMAN_AGENCY_LINKS": setting})
    with pytest.raises(RegistryNotConfigured) as refused:
        links()
    assert refused.value.facts["why"] == why


def test_the_first_phase_stands_by_hand_and_the_second_is_not_linked(configure: Configure) -> None:
    configure({"DAMAN_AGENCY_LINKS": ""})
    assert {code: link.by for code, link in links().items()} == dict.fromkeys(
        ("justice", "gosi", "zatca", "commerce", "civil_service"), By.MANUAL
    )
