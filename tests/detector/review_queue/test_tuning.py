"""Weights: checked, kept with their history, looked at before they count, and applied to every case by a job."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.defer import DeferredJob, Job
from detector.errors import BadInput, Conflict
from detector.places.models import Office
from detector.review_queue import preview as previews
from detector.review_queue import tuning
from detector.review_queue.preview import preview
from detector.review_queue.priority import URGENT, priority
from detector.review_queue.queries import page
from detector.review_queue.tuning import history, in_force, rerank, set_weights
from detector.review_queue.weights import STANDARD, checked
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from nlp_models.types import DOUBTS
from tests.factories import a_case, an_account, an_actor, an_office

WHY = "الغذاء أولى من غيره في الشتاء"


@pytest.fixture
def national(session: Session) -> Actor:
    return an_actor(session, Role.SUPERVISOR)


@pytest.mark.parametrize(
    "given",
    [{"need.food": -1}, {"need.food": 61}, {"need.gold": 1}, {"daily": float("nan")}, {"doubts_take": 0.51},
     {"urgency.soon": 31}, {"kind.hardship_case": 0}],
)  # fmt: skip
def test_weights_that_would_break_the_order_are_refused(given: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        checked(given)


def test_no_weights_let_doubts_drop_a_case() -> None:
    harshest = checked({"per_doubt": 0.2, "doubts_take": 0.5, "kind.other": 0.01})
    found = priority(
        needs=[], urgency="none", household_size=None, reports_count=1, doubts=DOUBTS, hardship=0.9, kind="other",
        weights=harshest,
    )  # fmt: skip
    assert found.points > 0


def test_a_supervisor_of_the_kingdom_sets_weights_with_a_reason_and_the_history_keeps_who_when_and_why(
    session: Session, national: Actor
) -> None:
    first = set_weights(session, national, {"need.food": 20}, WHY)
    second = set_weights(session, national, {"need.food": 21}, WHY, instead_of=first.id)
    assert in_force(session)["need.food"] == 21
    assert in_force(session)["need.debt"] == STANDARD["need.debt"]
    rows = history(session, national)
    assert [(row.id, row.set_by_id, row.reason) for row in rows] == [
        (second.id, national.account_id, WHY), (first.id, national.account_id, WHY),
    ]  # fmt: skip
    assert session.scalars(select(DeferredJob.job)).all().count(Job.RERANK_QUEUE) == 2


def test_nobody_else_sets_them(session: Session, national: Actor) -> None:
    office = an_office(session, region="NG")
    for actor in (an_actor(session, office=office), an_actor(session, Role.SUPERVISOR, region="NG")):
        with pytest.raises(NotAllowed):
            set_weights(session, actor, {"need.food": 20}, WHY)
    with pytest.raises(BadInput):
        set_weights(session, national, {"need.food": 20}, "قصير")


def test_who_did_not_see_the_newest_weights_is_told_so(session: Session, national: Actor) -> None:
    set_weights(session, national, {"need.food": 20}, WHY)
    with pytest.raises(Conflict):
        set_weights(session, national, {"need.food": 8}, WHY)


def test_the_job_moves_every_case_batch_by_batch_and_no_version(
    session: Session, office: Office, national: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "BATCH", 2)
    hungry = a_case(session, office=office, needs=["food"], household_size=1)
    others = [a_case(session, office=office, needs=["debt"], household_size=9) for _ in range(4)]
    guided = a_case(session, office=office, status=Status.GUIDED, priority={}, kind="payment_issue")
    versions = dict(session.execute(select(Case.id, Case.version)).all())
    set_weights(session, national, {"need.food": 40}, WHY)
    after, runs = 0, 0
    while rerank(session, after):
        after, runs = after_ids(session, after), runs + 1
    assert runs == 3
    assert dict(session.execute(select(Case.id, Case.version)).all()) == versions
    assert guided.priority == {}
    rows = page(session, national).items
    assert rows[0].number == hungry.number
    assert {"name": "need", "points": 40.0, "why": "food"} in rows[0].parts
    assert len(rows) == len(others) + 1


def after_ids(session: Session, after: int) -> int:
    """The id at which a batch of two ends."""
    return session.scalars(select(Case.id).where(Case.id > after).order_by(Case.id).limit(2)).all()[-1]


def test_a_changed_price_of_waiting_is_shown_as_it_is_sorted(session: Session, office: Office, national: Actor) -> None:
    case = a_case(session, office=office)
    set_weights(session, national, {"daily": 2.0}, WHY)
    rerank(session)
    session.refresh(case)
    assert case.priority["daily"] == 2.0
    assert in_force(session)["daily"] == 2.0


def test_a_preview_names_what_would_move_and_writes_nothing(
    session: Session, office: Office, national: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "PAGE", 2)
    hungry = a_case(session, office=office, needs=["food"], household_size=1)
    first, second = (a_case(session, office=office, needs=["debt"], household_size=9) for _ in range(2))
    away = a_case(session, office=an_office(session, region="NG"), needs=["debt"], household_size=8)
    ranks = dict(session.execute(select(Case.id, Case.rank)).all())
    seen = preview(session, national, {"need.food": 60})
    assert (seen.looked_at, seen.cut, seen.came) == (4, False, 1)
    assert [(one.number, one.before, one.after) for one in seen.up] == [(hungry.number, 4, 1)]
    assert {one.number for one in seen.down} == {first.number, second.number, away.number}
    assert [(one.office, one.waiting, one.came) for one in seen.offices] == [(office.name, 3, 1)]
    assert dict(session.execute(select(Case.id, Case.rank)).all()) == ranks
    assert session.scalar(select(func.count()).select_from(DeferredJob)) == 0


def test_the_urgent_clock_starts_once_and_stops_with_the_urgency(session: Session, office: Office) -> None:
    from detector.review_queue.service import rank_case

    case = a_case(session, office=office, urgency="immediate")
    due = case.due_by
    assert due is not None
    case.reports_count = 2
    rank_case(session, case)
    assert case.due_by == due
    assert case.lane == URGENT
    case.urgency = "soon"
    rank_case(session, case)
    assert case.due_by is None


def test_urgent_cases_beyond_their_clock_are_found_and_said(session: Session, office: Office) -> None:
    from datetime import timedelta

    from detector.clock import now

    member = Actor.of(an_account(session, office=office))
    late = a_case(session, office=office, urgency="immediate", opened_at=now() - timedelta(hours=25))
    a_case(session, office=office, urgency="immediate")
    (row,) = page(session, member, overdue=True).items
    assert (row.number, row.is_overdue) == (late.number, True)
    assert [one.is_overdue for one in page(session, member).items] == [True, False]
