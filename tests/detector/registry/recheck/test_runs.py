"""The whole registry asked again: what is proposed, resumed, decided by two people, disputed and flagged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from detector import crypto
from detector.clock import RIYADH, now
from detector.db import transaction
from detector.errors import BadInput, NotFound
from detector.jobs.local import work_all
from detector.registry.models import AgencyCoverage, AgencyRow, Answer, Beneficiary
from detector.registry.recheck import service, work
from detector.registry.recheck.models import Finding, Run, RunState
from detector.registry.recheck.queries import findings, overview
from detector.registry.recheck.rules import FindingState, IllegalFindingMove, Proposal
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import an_account, an_office

TODAY = now().astimezone(RIYADH).date()
WHY = "راجعنا الجهة ووجدنا العقد منتهيا"
Configure = Callable[[dict[str, str]], None]


def a_member(session: object, n: int, office: str | None = None, status: str = "registered") -> Beneficiary:
    national_id = f"9{n:09}"
    row = Beneficiary(
        national_id_index=crypto.blind_index("national_id", national_id), national_id=national_id,
        full_name="نورة سالم سعد الحربي", birth_date="1985-03-02", status=status, office_name=office,
        as_of=date(2026, 1, 31),
    )  # fmt: skip
    session.add(row)  # type: ignore[attr-defined]
    return row


def says(session: object, person: Beneficiary, agency: str, reason: str, as_of: date = TODAY) -> None:
    session.add(  # type: ignore[attr-defined]
        AgencyRow(
            national_id_index=person.national_id_index, agency=agency, reason=reason, answer=Answer.YES, as_of=as_of
        )
    )


@pytest.fixture
def rolls(database: str, configure: Configure) -> dict[str, Actor]:
    """Thirty people in payment at two offices; the fifth has a job, the sixth a job and a commercial register."""
    linked = {"gosi": {"by": "table"}, "commerce": {"by": "table"}}
    configure({"DAMAN_AGENCY_LINKS": json.dumps(linked)})
    with transaction() as session:
        near, far = an_office(session, "مكتب قريب", region="RD"), an_office(session, "مكتب بعيد", region="TB")
        people = [a_member(session, n, near.name if n % 2 else far.name) for n in range(30)]
        a_member(session, 99, status="stopped")
        says(session, people[5], "gosi", "R3")
        says(session, people[6], "gosi", "R3")
        says(session, people[6], "commerce", "R4")
        says(session, people[7], "gosi", "R3", TODAY - timedelta(days=400))
        for agency, reason in (("gosi", "R3"), ("commerce", "R4")):
            session.add(AgencyCoverage(agency=agency, reason=reason, as_of=TODAY))
        return {
            "lead": Actor.of(an_account(session, Role.SUPERVISOR)),
            "second": Actor.of(an_account(session, Role.SUPERVISOR)),
            "near": Actor.of(an_account(session, office=near)),
            "far": Actor.of(an_account(session, office=far)),
        }


def a_run(rolls: dict[str, Actor]) -> int:
    with transaction() as session:
        run_id = service.start(session, rolls["lead"]).id
    work_all()
    return run_id


def found(actor: Actor, run_id: int) -> list[Finding]:
    with transaction(write=False) as session:
        return [row.finding for row in findings(session, actor, run_id)[0]]


def test_a_run_counts_everybody_once_and_only_proposes(rolls: dict[str, Actor]) -> None:
    run_id = a_run(rolls)
    with transaction(write=False) as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.done, run.total) == (RunState.FINISHED, 30, 30)
        seen = overview(session, rolls["lead"], run)
    assert seen.outcomes == {"in_order": 27, "unanswered": 1, "proposed": 2}, "an answer that ran out is no answer"
    assert seen.by_matter == [("gosi", "R3", 2), ("commerce", "R4", 1)]
    assert {region: sum(line.values()) for region, line in seen.by_region.items()} == {"RD": 15, "TB": 15}
    job, both = found(rolls["lead"], run_id)
    assert (job.proposal, both.proposal) == (Proposal.HOLD, Proposal.DROP)
    assert {job.state, both.state} == {FindingState.PROPOSED}, "nobody is dropped by a program"


def test_an_office_sees_its_own_findings_and_masked(rolls: dict[str, Actor]) -> None:
    run_id = a_run(rolls)
    assert len(found(rolls["near"], run_id)) == len(found(rolls["far"], run_id)) == 1
    with transaction(write=False) as session:
        (row,), more = findings(session, rolls["near"], run_id)
        assert (row.name, row.masked, row.birth, more) == ("ن••• س••• س••• ح•••", "9•••••••05", "1985-••-••", None)
    theirs = found(rolls["far"], run_id)[0].id
    with transaction() as session, pytest.raises(NotFound):
        service.say(session, rolls["near"], theirs, "hold", WHY)


def test_a_run_that_was_killed_goes_on_from_its_last_batch(
    rolls: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH", 7)
    with transaction() as session:
        run_id = service.start(session, rolls["lead"]).id
    asked = work.questions()
    assert work._batch(run_id, asked)
    store = work._store

    def die(*_: object) -> bool:
        raise RuntimeError("power cut")

    monkeypatch.setattr(work, "_store", die)
    with pytest.raises(RuntimeError):
        work.work_on(run_id)
    monkeypatch.setattr(work, "_store", store)
    with transaction(write=False) as session:
        assert session.get_one(Run, run_id).done == 7
    work.work_on(run_id)
    with transaction(write=False) as session:
        run = session.get_one(Run, run_id)
        assert (run.done, run.state) == (30, RunState.FINISHED)
        assert session.scalar(select(func.count()).select_from(Finding)) == 2


def test_a_batch_that_another_worker_stored_is_not_stored_twice(rolls: dict[str, Actor]) -> None:
    with transaction() as session:
        run_id = service.start(session, rolls["lead"]).id
        members = work._members(session, 0, False)
    said = work._ask(members, work.questions())
    with transaction() as session:
        assert work._store(session, run_id, 0, members, said, 2)
    with transaction() as session:
        assert not work._store(session, run_id, 0, members, said, 2)
    with transaction(write=False) as session:
        assert session.get_one(Run, run_id).done == 30


def test_a_stopped_run_waits_and_is_resumed(rolls: dict[str, Actor]) -> None:
    with transaction() as session:
        run_id = service.start(session, rolls["lead"]).id
        service.stop(session, rolls["lead"], run_id)
    work_all()
    with transaction() as session:
        assert session.get_one(Run, run_id).done == 0
        service.resume(session, rolls["lead"], run_id)
        with pytest.raises(service.RunUnderWay):
            service.start(session, rolls["lead"])
    work_all()
    with transaction() as session:
        assert session.get_one(Run, run_id).state is RunState.FINISHED
        with pytest.raises(BadInput):
            service.resume(session, rolls["lead"], run_id)


def test_the_same_claim_is_not_raised_again_by_the_next_run_but_a_newer_one_is(rolls: dict[str, Actor]) -> None:
    first = a_run(rolls)
    job = found(rolls["lead"], first)[0]
    with transaction() as session:
        service.say(session, rolls["near"], job.id, "in_order", WHY)
    again = a_run(rolls)
    assert found(rolls["lead"], again) == []
    with transaction() as session:
        assert overview(session, rolls["lead"], session.get_one(Run, again)).outcomes["known"] == 2
        person = session.get_one(Beneficiary, job.beneficiary_id)
        row = session.scalars(
            select(AgencyRow).where(AgencyRow.national_id_index == person.national_id_index)
        ).one()  # fmt: skip
        row.as_of = TODAY + timedelta(days=1)
    assert len(found(rolls["lead"], a_run(rolls))) == 1


def test_an_agency_that_is_not_linked_is_not_asked(rolls: dict[str, Actor], configure: Configure) -> None:
    configure({"DAMAN_AGENCY_LINKS": ""})
    with transaction() as session, pytest.raises(service.NothingToAsk):
        service.start(session, rolls["lead"])


def test_dropping_takes_two_people(rolls: dict[str, Actor]) -> None:
    finding = found(rolls["lead"], a_run(rolls))[1].id
    lead, second = rolls["lead"], rolls["second"]
    with transaction() as session:
        assert service.say(session, lead, finding, "drop", WHY).state is FindingState.DROP_WAITS
        with pytest.raises(service.SameRecheckOfficer):
            service.second(session, lead, finding, agree=True)
        with pytest.raises(NotAllowed):
            service.second(session, rolls["far"], finding, agree=True)
        with pytest.raises(BadInput):
            service.second(session, second, finding, agree=False)
        with pytest.raises(BadInput):
            service.flag_recovery(session, second, finding, WHY)
        assert service.second(session, second, finding, agree=True).state is FindingState.DROPPED
        assert service.flag_recovery(session, second, finding, WHY).recovery_at is not None


def test_a_no_of_the_second_officer_sends_it_back(rolls: dict[str, Actor]) -> None:
    finding = found(rolls["lead"], a_run(rolls))[0].id
    with transaction() as session:
        service.say(session, rolls["near"], finding, "hold", WHY)
        back = service.second(session, rolls["lead"], finding, agree=False, note=WHY)
        assert back.state is FindingState.PROPOSED
        assert service.say(session, rolls["near"], finding, "hold", WHY).second_by_id is None
        assert service.second(session, rolls["lead"], finding, agree=True).state is FindingState.HELD
        with pytest.raises(IllegalFindingMove):
            service.say(session, rolls["near"], finding, "hold", WHY)


def test_what_the_family_disputes_cannot_be_dropped_and_what_was_dropped_comes_back(rolls: dict[str, Actor]) -> None:
    finding = found(rolls["lead"], a_run(rolls))[1].id
    with transaction() as session:
        service.dispute(session, rolls["far"], finding, WHY)
        with pytest.raises(service.DisputeOpen):
            service.say(session, rolls["lead"], finding, "drop", WHY)
        service.say(session, rolls["lead"], finding, "hold", WHY)
        service.second(session, rolls["second"], finding, agree=True)
        service.say(session, rolls["lead"], finding, "drop", WHY)
        service.dispute(session, rolls["far"], finding, WHY)
        with pytest.raises(service.DisputeOpen):
            service.second(session, rolls["second"], finding, agree=True)
        service.second(session, rolls["second"], finding, agree=False, note=WHY)
        service.say(session, rolls["lead"], finding, "in_order", WHY)
    other = found(rolls["lead"], 1)[0].id
    with transaction() as session:
        service.say(session, rolls["lead"], other, "drop", WHY)
        service.second(session, rolls["second"], other, agree=True)
        service.flag_recovery(session, rolls["second"], other, WHY)
        back = service.dispute(session, rolls["near"], other, WHY)
        assert (back.state, back.recovery_at) == (FindingState.PROPOSED, None)


@pytest.mark.parametrize("role", [Role.JOURNALIST, Role.ADMIN])
def test_others_start_and_see_nothing(rolls: dict[str, Actor], role: Role) -> None:
    run_id = a_run(rolls)
    with transaction() as session:
        stranger = Actor.of(an_account(session, role))
        for act in (lambda: service.start(session, stranger), lambda: findings(session, stranger, run_id)):
            with pytest.raises(NotAllowed):
                act()
