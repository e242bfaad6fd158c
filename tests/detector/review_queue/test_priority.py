"""The order of the queue, as properties that hold for every case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.review_queue.priority import (
    ORDINARY,
    URGENT,
    Priority,
    priority,
    rank,
    waiting_points,
)
from detector.review_queue.weights import STANDARD
from nlp_models.types import DOUBTS, KINDS, NEEDS, URGENCIES

cases = st.fixed_dictionaries(
    {
        "needs": st.sets(st.sampled_from(NEEDS)),
        "urgency": st.sampled_from(URGENCIES),
        "household_size": st.none() | st.integers(1, 40),
        "reports_count": st.integers(1, 500),
        "doubts": st.sets(st.sampled_from(DOUBTS)),
        "hardship": st.floats(0, 1),
        "kind": st.sampled_from(KINDS),
    }
)
times = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def order(p: Priority) -> tuple[int, float]:
    return (p.lane, -p.points)


def test_every_need_and_urgency_of_the_label_scheme_has_its_weight() -> None:
    assert {f"need.{need}" for need in (*NEEDS, "other")} == {name for name in STANDARD if name.startswith("need.")}
    assert {f"urgency.{urgency}" for urgency in URGENCIES} == {n for n in STANDARD if n.startswith("urgency.")}


@given(cases, st.sampled_from(NEEDS))
def test_one_more_need_never_moves_a_case_down(case: dict[str, Any], need: str) -> None:
    assert order(priority(**case | {"needs": case["needs"] | {need}})) <= order(priority(**case))


@given(cases, st.integers(0, 40))
def test_a_larger_household_never_moves_a_case_down(case: dict[str, Any], more: int) -> None:
    larger = (case["household_size"] or 0) + more
    assert order(priority(**case | {"household_size": larger})) <= order(priority(**case))


@given(cases, st.integers(0, 1000), st.floats(0, 1))
def test_more_reports_or_a_surer_reader_never_move_a_case_down(
    case: dict[str, Any], more: int, hardship: float
) -> None:
    told_again = priority(**case | {"reports_count": case["reports_count"] + more})
    surer = priority(**case | {"hardship": max(hardship, case["hardship"])})
    assert max(order(told_again), order(surer)) <= order(priority(**case))


@given(cases)
def test_greater_urgency_never_moves_a_case_down_and_harm_within_days_is_the_urgent_lane(case: dict[str, Any]) -> None:
    none, soon, immediate = (priority(**case | {"urgency": u}) for u in URGENCIES)
    assert order(immediate) < order(soon) <= order(none)
    assert (none.lane, soon.lane, immediate.lane) == (ORDINARY, ORDINARY, URGENT)


@given(cases, st.sets(st.sampled_from(DOUBTS)))
def test_doubts_take_a_fifth_at_most_and_leave_the_lane_alone(case: dict[str, Any], doubts: set[str]) -> None:
    without, with_doubts = priority(**case | {"doubts": set()}), priority(**case | {"doubts": doubts})
    assert with_doubts.lane == without.lane
    assert 0 < 0.79 * without.points < with_doubts.points <= without.points


@given(cases)
def test_the_points_are_the_sum_of_the_parts_that_are_shown(case: dict[str, Any]) -> None:
    found = priority(**case)
    assert sum(part.points for part in found.parts) == pytest.approx(found.points)
    assert all(part.points for part in found.parts)


@given(cases, cases, times, times, st.timedeltas(timedelta(0), timedelta(days=3000)))
def test_the_order_of_two_cases_never_changes_as_time_passes(
    one: dict[str, Any], other: dict[str, Any], opened: datetime, opened_other: datetime, later: timedelta
) -> None:
    a, b = priority(**one).points, priority(**other).points
    ahead = rank(a, opened) - rank(b, opened_other)
    at = max(opened, opened_other) + later
    lead = a + waiting_points(opened, at) - b - waiting_points(opened_other, at)
    assert lead == pytest.approx(ahead, abs=1e-6)


def test_a_family_that_waited_two_months_comes_before_a_slightly_graver_one_of_today() -> None:
    today = datetime(2026, 8, 1, tzinfo=UTC)
    assert rank(40.0, today - timedelta(days=60)) > rank(65.0, today)
    assert rank(40.0, today - timedelta(days=2)) < rank(65.0, today)


def test_a_plain_case_reads_as_a_short_sum() -> None:
    found = priority(
        needs=["widow", "food"], urgency="soon", household_size=6, reports_count=2, doubts=["account_number"],
        hardship=0.93, kind="hardship_case",
    )  # fmt: skip
    assert [(p.name, p.why, p.points) for p in found.parts] == [
        ("urgency", "soon", 12.0), ("kind", "hardship_case", 10.0), ("hardship", "0.93", 9.3), ("need", "food", 8.0),
        ("household", "6", 6.0), ("need", "widow", 5.0), ("reports", "2", 1.0), ("doubts", "account_number", -2.56),
    ]  # fmt: skip
    assert found.points == 48.74
