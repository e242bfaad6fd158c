"""Counts of a week, from what intake left, and the reports that read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import CaseMove
from detector.clock import now
from detector.decisions.rules import Outcome
from detector.jobs.pipeline import take_in
from detector.learning.capacity import capacity, case_rate, load
from detector.learning.drift import report
from detector.learning.models import WeekFact
from detector.learning.served import Point, promise
from detector.learning.stability import Shift
from detector.learning.weeks import WEEK, count_weeks, week_of
from detector.reports.items import Item
from detector.reports.models import LedgerLine, Source
from detector.reports.models import Outcome as Kept
from detector.staff.permissions import NotAllowed, Role
from detector.staff.scope import Actor
from tests.detector.learning.conftest import Decided
from tests.factories import a_case, an_actor


def posts(
    session: Session, count: int, *, at: datetime, kind: str = "opinion", score: int = 0, source: Source = Source.FILES
) -> None:
    start = session.scalar(select(func.count()).select_from(LedgerLine)) or 0
    session.add_all(
        LedgerLine(
            source=source, external_id=f"p{start + n}", fingerprint=f"f{start + n}", kind=kind, outcome=Kept.NOT_KEPT,
            received_at=at, score_band=score, length_band=3,
        )
        for n in range(count)
    )  # fmt: skip
    session.flush()


def counted(session: Session, metric: str, week: date | None = None) -> dict[str, int]:
    week = week or week_of(now())
    rows = session.execute(
        select(WeekFact.bucket, func.sum(WeekFact.count))
        .where(WeekFact.metric == metric, WeekFact.week == week)
        .group_by(WeekFact.bucket)
    )
    return {bucket: int(count) for bucket, count in rows}


def test_a_week_begins_on_sunday_in_riyadh() -> None:
    saturday_night = datetime(2026, 11, 21, 20, 59, tzinfo=UTC)  # 23:59 there
    assert week_of(saturday_night) == date(2026, 11, 15)
    assert week_of(saturday_night + timedelta(minutes=1)) == date(2026, 11, 22)


def test_what_intake_reads_is_counted_without_a_word_of_it(session: Session) -> None:
    plea = "أرملة في رفحاء معها خمسة أيتام والكهرباء مفصولة عنهم وما عندهم دخل ولا أكل"
    take_in(session, Source.FILES, [Item("a", plea), Item("b", "صباح الخير"), Item("c", "صباح الخير")])
    count_weeks(session)
    assert sum(counted(session, "kind").values()) == 2  # the repeated one was not read
    assert counted(session, "source") == {"files": 2}
    assert counted(session, "length") == {"0": 1, "2": 1}
    assert sum(counted(session, "score").values()) == 2
    assert sum(counted(session, "flagged").values()) == 1


def test_counting_again_adds_nothing_and_older_weeks_outlive_the_ledger(session: Session) -> None:
    at = now()
    with time_machine.travel(at - 5 * WEEK):
        posts(session, 7, at=now())
        count_weeks(session)
    then = week_of(at - 5 * WEEK)
    session.execute(delete(LedgerLine))
    posts(session, 3, at=at)
    count_weeks(session)
    count_weeks(session)
    assert counted(session, "source", then) == {"files": 7}
    assert counted(session, "source") == {"files": 3}


def test_verdicts_and_moves_are_counted_in_their_week(session: Session, decided: Decided) -> None:
    for outcome in (Outcome.REGISTERED, Outcome.REGISTERED, Outcome.NOT_A_CASE):
        case = decided(outcome)
        session.add(CaseMove(case_id=case.id, old=Status.VISITED, new=Status.DECIDED, at=now(), by_id=None))
    a_case(session)
    count_weeks(session)
    assert counted(session, "judged") == {"in_need": 2, "no_case": 1}
    assert counted(session, "cases") == {"opened": 1, "decided": 3 + 3}  # the factory opens them as decided, too


def test_a_stream_that_stays_is_stable_and_one_that_turns_is_not(session: Session, lead: Actor) -> None:
    last = now() - WEEK
    for weeks in (1, 2, 3):
        posts(session, 600, at=last - weeks * WEEK)
        posts(session, 60, at=last - weeks * WEEK, kind="question", score=1)
    posts(session, 600, at=last)
    posts(session, 600, at=last, kind="solicitation", score=4)
    count_weeks(session)
    seen = report(session, lead)
    shifts = {one.metric: one.shift for one in seen.distributions}
    assert seen.week == week_of(last)
    assert (seen.posts, seen.posts_before, len(seen.compared)) == (1_200, 1_980, 3)
    assert shifts == {
        "kind": Shift.SHIFTED, "score": Shift.SHIFTED, "length": Shift.STABLE, "source": Shift.STABLE,
    }  # fmt: skip
    assert seen.worst is Shift.SHIFTED
    calm = report(session, lead, week=week_of(last - WEEK))
    assert calm.worst is Shift.STABLE


def test_the_report_stands_beside_the_promise_of_the_served_model(session: Session, lead: Actor) -> None:
    posts(session, 10, at=now() - WEEK)
    count_weeks(session)
    seen = report(session, lead)
    assert seen.promise == promise()
    assert 0 < seen.promise.false_alarms < seen.promise.recall < 1
    assert seen.flagged is not None
    assert (seen.flagged.count, seen.flagged.of) == (0, 10)
    assert seen.judged is None


def test_before_anything_was_counted_the_report_is_empty(session: Session, lead: Actor) -> None:
    seen = report(session, lead)
    assert (seen.posts, seen.weeks, seen.flagged) == (0, (), None)
    assert seen.worst is Shift.TOO_FEW


def test_the_rate_of_cases_is_what_the_flags_leave_beyond_false_alarms() -> None:
    point = Point(recall=0.9, false_alarms=0.01)
    rate = 0.004
    flagged = 0.9 * rate + 0.01 * (1 - rate)
    assert case_rate(flagged, point) == pytest.approx(rate)
    assert case_rate(0.005, point) == 0
    seen = load(point, posts=100_000, rate=rate, decided=100)
    assert (seen.families, seen.missed) == (pytest.approx(360), pytest.approx(40))
    assert seen.flagged == pytest.approx(100_000 * flagged)
    assert seen.share_of_capacity == pytest.approx(100_000 * flagged / 100)
    assert load(point, posts=10, rate=rate, decided=0).share_of_capacity is None


def test_capacity_is_the_mean_of_the_last_whole_weeks(session: Session, lead: Actor) -> None:
    for weeks in (1, 2):
        posts(session, 1_000 * weeks, at=now() - weeks * WEEK)
    posts(session, 9_999, at=now())  # the running week is not whole
    count_weeks(session)
    seen = capacity(session, lead)
    assert (seen.weeks, seen.posts, seen.rate) == (2, 1_500, 0)
    assert [one.point.served for one in seen.loads].count(True) == 1
    falling = [one.point.false_alarms for one in seen.loads]
    assert falling == sorted(falling)
    assert seen.loads[0].flagged == pytest.approx(1_500 * seen.loads[0].point.false_alarms)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ADMIN, Role.JOURNALIST])
def test_only_supervisors_read_the_reports(session: Session, role: Role) -> None:
    for read in (report, capacity):
        with pytest.raises(NotAllowed):
            read(session, an_actor(session, role))
