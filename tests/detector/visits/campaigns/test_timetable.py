"""The clock of a team's day, the pauses in it, and the solver that plans with both."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.visits.campaigns.pauses import HEAT, is_hot, pauses, prayer_time
from detector.visits.campaigns.solver import solve
from detector.visits.campaigns.timetable import in_listed_order, parts_of, round_of
from detector.visits.campaigns.tour import Plan, Point, Problem, Roads, Span, Stop, Team

HOUR = 3600
RIYADH = Point(24.7136, 46.6753)
DAY = Span(8 * HOUR, 16 * HOUR)
NOON = Span(12 * HOUR, 12 * HOUR + 1800)


def on_a_line(kilometres: list[float], *, kmh: float = 60) -> Roads:
    """Places on one straight road; the office stands at 0."""
    at = np.array([0.0, *kilometres]) * 1000
    metres = np.abs(at[:, None] - at[None, :])
    return Roads(metres.astype(np.int64), np.rint(metres / (kmh / 3.6)).astype(np.int64), "great_circle")


def problem(kilometres: list[float], *, service: int = HOUR, days: int = 1, **values: object) -> Problem:
    stops = [Stop(number, number + 1) for number in range(len(kilometres))]
    given_ = {"stops": stops, "teams": [Team(True)], "parts": parts_of(DAY, [NOON])} | values
    return Problem(roads=on_a_line(kilometres), days=days, service=service, **given_)  # type: ignore[arg-type]


def test_pauses_are_cut_out_of_the_day_and_may_overlap() -> None:
    late = Span(15 * HOUR, 20 * HOUR)
    assert parts_of(DAY, [late, NOON, Span(NOON.start + 60, NOON.end + 60)]) == (
        Span(8 * HOUR, NOON.start), Span(NOON.end + 60, 15 * HOUR),
    )  # fmt: skip


def test_a_visit_is_never_broken_by_a_pause_and_a_drive_may_be() -> None:
    asked = problem([30.0, 30.0, 30.0], service=HOUR * 3 // 2)
    made = round_of(asked, asked.stops, day=0, team=0)
    assert made is not None
    assert made.calls[1].leave == 11 * HOUR + 1800
    assert made.calls[2].arrive == NOON.end, "an hour and a half from half past eleven on would run into the pause"
    drive = round_of(problem([200.0], service=600), [Stop(0, 1)], day=0, team=0)
    assert drive is not None
    assert drive.calls[0].leave < NOON.start < drive.back
    assert drive.back == 8 * HOUR + 2 * 12_000 + 600 + (NOON.end - NOON.start)


def test_the_listed_order_takes_as_many_days_as_it_needs() -> None:
    asked = problem([100.0, 1.0, 110.0, 2.0], service=HOUR)
    rounds = list(in_listed_order(asked, asked.stops))
    assert [[call.stop.key for call in one.calls] for one in rounds] == [[0, 1], [2, 3]]
    assert [one.day for one in rounds] == [0, 1]


def test_the_solver_drives_less_than_the_listed_order_and_keeps_every_limit() -> None:
    asked = problem([90.0, 5.0, 95.0, 10.0, 85.0, 15.0], days=2, service=HOUR)
    plan = solve(asked, seconds=2)
    assert plan.left_over == ()
    assert plan.metres < plan.naive_metres
    _in_order(asked, plan)


def test_a_stop_that_no_day_holds_is_left_over_and_the_others_are_visited() -> None:
    plan = solve(problem([10.0, 400.0]), seconds=1)
    assert [stop.key for stop in plan.left_over] == [1]
    assert [call.stop.key for one in plan.rounds for call in one.calls] == [0]


def test_an_urgent_stop_goes_before_an_ordinary_one_when_only_one_fits() -> None:
    stops = [Stop(0, 1), Stop(1, 2, urgent=True)]
    plan = solve(problem([10.0, 150.0], service=3 * HOUR - 600, stops=stops, parts=(Span(0, 8 * HOUR),)), seconds=1)
    assert [call.stop.key for one in plan.rounds for call in one.calls] == [1]


def test_only_a_team_with_a_woman_is_sent_where_one_is_needed() -> None:
    stops = [Stop(0, 1, needs_woman=True), Stop(1, 1, needs_woman=True), Stop(2, 2)]
    mixed = problem([20.0, 30.0], stops=stops, teams=[Team(False), Team(True)], service=2 * HOUR)
    plan = solve(mixed, seconds=1)
    assert plan.left_over == ()
    assert {one.team for one in plan.rounds for call in one.calls if call.stop.needs_woman} == {1}
    nobody = solve(problem([20.0, 30.0], stops=stops, teams=[Team(False)], service=HOUR), seconds=1)
    assert [stop.key for stop in nobody.left_over] == [0, 1]


def test_nothing_to_visit_is_an_empty_plan() -> None:
    assert solve(problem([]), seconds=1) == Plan((), (), 0, 0, 0)


def _in_order(asked: Problem, plan: Plan) -> None:
    for one in plan.rounds:
        before = asked.parts[0].start
        for call in one.calls:
            assert before <= call.arrive
            assert call.leave - call.arrive == asked.service, "a visit is whole"
            assert any(part.start <= call.arrive and call.leave <= part.end for part in asked.parts)
            before = call.leave
        assert before <= one.back <= asked.parts[-1].end


@given(
    st.lists(st.integers(0, 200), max_size=8), st.lists(st.tuples(st.integers(8, 15), st.integers(1, 120)), max_size=3)
)  # fmt: skip
def test_whatever_the_pauses_a_naive_day_keeps_them(kilometres: list[int], cuts: list[tuple[int, int]]) -> None:
    parts = parts_of(DAY, [Span(hour * HOUR, hour * HOUR + minutes * 60) for hour, minutes in cuts])
    asked = problem([float(one) for one in kilometres], service=1200, parts=parts)
    rounds = tuple(in_listed_order(asked, asked.stops))
    _in_order(asked, Plan(rounds, (), 0, 0, 0))
    assert all(
        round_of(asked, [stop], day=0, team=0) is None
        for stop in asked.stops
        if stop.key not in {call.stop.key for one in rounds for call in one.calls}
    )


@pytest.mark.parametrize(
    ("on", "dhuhr"), [(date(2026, 1, 15), (12, 2)), (date(2026, 7, 1), (11, 57)), (date(2026, 11, 3), (11, 37))]
)
def test_dhuhr_in_riyadh_is_when_the_calendar_of_umm_al_qura_has_it(on: date, dhuhr: tuple[int, int]) -> None:
    # Solar noon of the almanac (longitude 46.68, equation of time): the calendar prints it to the minute.
    assert abs(prayer_time("dhuhr", on, RIYADH) - (dhuhr[0] * 3600 + dhuhr[1] * 60)) <= 120


def test_the_heat_pause_is_kept_from_mid_june_to_mid_september_only() -> None:
    assert [is_hot(date(2026, *day)) for day in ((6, 14), (6, 15), (9, 15), (9, 16))] == [False, True, True, False]
    summer = pauses([date(2026, 8, 2)], RIYADH, day=DAY, prayer_minutes=30)
    assert [pause.why for pause in summer] == ["dhuhr", "heat", "asr"]
    assert HEAT in [pause.span for pause in summer]
    winter = pauses([date(2026, 12, 6)], RIYADH, day=DAY, prayer_minutes=30)
    assert [pause.why for pause in winter] == ["dhuhr", "asr"]


def test_the_pause_of_several_days_holds_on_each_of_them() -> None:
    days = [date(2026, 11, 1), date(2026, 11, 12)]
    asr = next(p for p in pauses(days, RIYADH, day=DAY, prayer_minutes=30) if p.why == "asr")
    for day in days:
        assert asr.span.start <= prayer_time("asr", day, RIYADH) <= asr.span.end - 30 * 60
