"""A person says which reports are one family, and can take it back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.linking import describe, remember
from detector.cases.merging import CannotJoin, CannotUndo
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.queries import reports_of
from detector.cases.suggestions import acts_of, suggestions_of
from detector.cases.summary import claims
from detector.db import transaction
from detector.errors import BadInput, DetectorError, NotFound
from detector.journal.models import Entry
from detector.journal.service import verify
from detector.outreach.queries import consents_of
from detector.places.models import Office
from detector.review_queue.families import other_family, same_family, split_off, undo
from detector.staff.models import Account
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.factories import a_case, a_consent, an_account, an_actor, an_office

WHY = "اتصلت بالجار وأكد أنها الأسرة نفسها"


def two(session: Session, office: Office, **second: object) -> tuple[Case, Case]:
    """Two waiting cases of an office; the second one's report is suggested for the first."""
    first = a_case(session, office=office, text="أرملة وخمسة أيتام بلا كهرباء", needs=["widow"], household_size=6)
    other = a_case(
        session, office=office, text="أيتام خمسة وأمهم في الظلام", **({"needs": ["utilities"], "urgency": "immediate"} | second)
    )  # fmt: skip
    report = session.scalars(select(CaseReport.report_id).where(CaseReport.case_id == other.id)).one()
    for case in (first, other):
        for one in reports_of(session, case):
            remember(session, describe(one.report, [], one.detection))
    session.add(
        CaseReport(
            case_id=first.id, report_id=report, state=LinkState.SUGGESTED, why="same_facts", score=0.7,
            linked_at=first.opened_at,
        )
    )  # fmt: skip
    session.flush()
    return first, other


def links(session: Session, case: Case) -> dict[int, str]:
    session.flush()
    rows = session.execute(select(CaseReport.report_id, CaseReport.state).where(CaseReport.case_id == case.id))
    return {report: state.value for report, state in rows}


def test_the_same_family_becomes_one_case_that_says_what_both_said(session: Session, office: Office, me: Actor) -> None:
    first, other = two(session, office)
    act = same_family(session, me, other.number, first.number, WHY)
    assert (act.case_id, act.other_id) == (first.id, other.id)
    assert (other.status, other.merged_into) == (Status.MERGED, first.id)
    assert (first.reports_count, first.needs, first.urgency) == (2, ["utilities", "widow"], "immediate")
    assert first.lane == 0
    assert set(links(session, first).values()) == {"confirmed"}
    assert links(session, other) == {}


def test_a_merge_is_taken_back_to_the_last_link(session: Session, office: Office, me: Actor) -> None:
    first, other = two(session, office)
    before = links(session, first), links(session, other), first.needs, first.lane, other.needs
    act = same_family(session, me, first.number, other.number, WHY)
    undo(session, me, first.number, act.id, "ليست هي")
    assert (links(session, first), links(session, other), first.needs, first.lane, other.needs) == before
    assert (other.status, other.merged_into) == (Status.QUEUED, None)
    with pytest.raises(CannotUndo):
        undo(session, me, first.number, act.id, "مرة أخرى")
    session.commit()
    acts = session.scalars(select(Entry.action).order_by(Entry.seq)).all()
    assert [a for a in acts if a in ("case.same_family", "case.link_undone")] == [
        "case.same_family",
        "case.link_undone",
    ]


def test_who_is_worked_on_stays_and_what_was_agreed_to_counts_for_both(
    session: Session, office: Office, holder: Account, me: Actor
) -> None:
    _, other = two(session, office)
    a_consent(session, other, "visit", by=holder)
    claimed = a_case(session, office=office, status=Status.VISIT_PLANNED, holder=holder)
    same_family(session, me, other.number, claimed.number, WHY)
    assert other.merged_into == claimed.id
    assert [c.purposes for c in consents_of(session, claimed)] == [["visit"]]


def test_a_no_ends_the_question_and_can_be_taken_back(session: Session, office: Office, me: Actor) -> None:
    first, other = two(session, office)
    assert [s.other.id for s in suggestions_of(session, me, first)[0]] == [other.id]
    assert [s.other.id for s in suggestions_of(session, me, other)[0]] == [first.id]
    act = other_family(session, me, other.number, first.number, "أسرتان في شارعين")
    assert suggestions_of(session, me, first) == ([], 0)
    with pytest.raises(NotFound):
        other_family(session, me, first.number, other.number, "أسرتان")
    undo(session, me, first.number, act.id, "أخطأت")
    assert len(suggestions_of(session, me, first)[0]) == 1


def test_a_suggestion_says_what_speaks_for_it(session: Session, office: Office, me: Actor) -> None:
    first, _ = two(session, office)
    (found,), _ = suggestions_of(session, me, first)
    assert found.reasons == () or all(reason.points for reason in found.reasons)
    assert found.report_id != found.other_report_id


def test_a_report_gets_its_own_case_and_comes_back(session: Session, office: Office, me: Actor) -> None:
    first, other = two(session, office)
    same_family(session, me, first.number, other.number, WHY)
    moved = reports_of(session, first)[1].report.id
    act = split_off(session, me, first.number, moved, "أسرة ثانية")
    fresh = session.get_one(Case, act.other_id)
    assert (first.reports_count, first.needs) == (1, ["widow"])
    assert (fresh.status, fresh.needs, fresh.office_id) == (Status.QUEUED, ["utilities"], office.id)
    assert fresh.priority["points"] > 0
    undo(session, me, fresh.number, act.id, "هي نفسها")
    assert (first.reports_count, fresh.status, fresh.merged_into) == (2, Status.MERGED, first.id)
    assert [a.deed for a in acts_of(session, first)] == ["merge", "split", "merge"]


def test_the_only_report_cannot_be_split_off(session: Session, office: Office, me: Actor) -> None:
    first, _ = two(session, office)
    with pytest.raises(BadInput):
        split_off(session, me, first.number, reports_of(session, first)[0].report.id, "لا")


@pytest.mark.parametrize(
    ("status", "why"),
    [(Status.GUIDED, "other_track"), (Status.WITHDRAWN, "closed"), (Status.MERGED, "closed")],
)
def test_some_cases_cannot_become_one(session: Session, office: Office, me: Actor, status: Status, why: str) -> None:
    first = a_case(session, office=office)
    other = a_case(session, office=office, status=status)
    with pytest.raises(CannotJoin) as refused:
        same_family(session, me, first.number, other.number, WHY)
    assert refused.value.facts["obstacle"] == why


def test_both_sides_lie_in_the_scope(session: Session, office: Office, me: Actor) -> None:
    first = a_case(session, office=office)
    elsewhere = a_case(session, office=an_office(session, region="GA"))
    for one, other in ((first, elsewhere), (elsewhere, first)):
        with pytest.raises(NotFound):
            same_family(session, me, one.number, other.number, WHY)
    with pytest.raises(NotAllowed):
        same_family(session, an_actor(session, Role.JOURNALIST), first.number, elsewhere.number, WHY)


def test_a_suggestion_outside_the_scope_is_counted_and_not_shown(session: Session, office: Office, me: Actor) -> None:
    first, other = two(session, office)
    far = an_office(session, region="GA")
    other.office_id, other.region_code = far.id, "GA"
    session.flush()
    assert suggestions_of(session, me, first) == ([], 1)


def test_a_case_in_a_colleagues_hands_is_not_ended_under_them(session: Session, office: Office, me: Actor) -> None:
    theirs = a_case(session, office=office, status=Status.CLAIMED, holder=an_account(session, office=office))
    mine = a_case(session, office=office, status=Status.VISITED, holder=session.get(Account, me.account_id))
    with pytest.raises(DetectorError) as refused:
        same_family(session, me, mine.number, theirs.number, WHY)
    assert refused.value.code == "Q203"


def test_each_claim_names_the_reports_that_told_it(session: Session, office: Office, me: Actor) -> None:
    first, other = two(session, office, household_size=5)
    same_family(session, me, first.number, other.number, WHY)
    told = {(c.about, c.what): c.told_by for c in claims(reports_of(session, first))}
    assert told["need", "widow"] == (1,)
    assert told["need", "utilities"] == (2,)
    assert told["size", "6"] == (1,)
    assert told["size", "5"] == (2,)


@pytest.mark.postgres
def test_of_many_merges_at_once_every_report_ends_in_one_case(postgres: str) -> None:
    with transaction() as session:
        office = an_office(session, region="NG")
        people = [an_actor(session, office=office) for _ in range(6)]
        numbers = [a_case(session, office=office, needs=["food"]).number for _ in range(4)]
    together = Barrier(len(people))
    pairs = [(a, b) for a in numbers for b in numbers if a < b]

    def try_all(at: int) -> int:
        done = 0
        together.wait(timeout=30)
        for n in range(len(pairs)):
            one, other = pairs[(n + at) % len(pairs)][:: 1 if at % 2 else -1]
            try:
                with transaction() as session:
                    same_family(session, people[at], one, other, WHY)
                done += 1
            except CannotJoin:
                continue
        return done

    with ThreadPoolExecutor(len(people)) as pool:
        merged = sum(pool.map(try_all, range(len(people))))
    with transaction() as session:
        assert merged == len(numbers) - 1
        open_now = session.scalars(select(Case).where(Case.status == Status.QUEUED)).one()
        assert open_now.reports_count == len(numbers)
        confirmed = select(func.count()).where(
            CaseReport.state == LinkState.CONFIRMED, CaseReport.case_id == open_now.id
        )
        assert session.scalar(confirmed) == len(numbers)
        assert verify(session) is None
