from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from detector import clock
from detector.demo.households import tips
from detector.demo.paths import GUIDED, PATHS
from detector.demo.timeline import Timeline

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_clock_stands_inside_the_block_and_runs_again_after_it() -> None:
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON + timedelta(hours=1)):
            assert clock.now() == NOON + timedelta(hours=1)
        assert clock.now() == NOON
    assert clock.now() > NOON


def test_the_clock_runs_again_after_an_error() -> None:
    with pytest.raises(KeyError), clock.at(NOON):
        raise KeyError
    assert clock.now() > NOON


def test_acts_happen_in_the_order_of_their_times_even_if_they_are_added_on_the_way(session: Session) -> None:
    done: list[tuple[str, datetime]] = []
    line = Timeline(until=NOON)

    def first(_: Session) -> None:
        done.append(("first", clock.now()))
        line.add(NOON - timedelta(hours=3), lambda _: done.append(("between", clock.now())))

    line.add(NOON - timedelta(hours=2), lambda _: done.append(("last", clock.now())))
    line.add(NOON - timedelta(hours=5), first)
    line.add(NOON + timedelta(hours=1), lambda _: done.append(("never", clock.now())))
    line.run(session)
    assert done == [
        ("first", NOON - timedelta(hours=5)),
        ("between", NOON - timedelta(hours=3)),
        ("last", NOON - timedelta(hours=2)),
    ]


def test_the_acts_of_a_path_come_one_after_the_other() -> None:
    for name, path in PATHS.items():
        hours = [hour for hour, _ in path]
        assert hours == sorted(set(hours)), name


def test_a_scripted_family_has_come_to_the_end_of_its_path() -> None:
    for tip in tips():
        path = PATHS[tip.path]
        assert not path or path[-1][0] < 0.95 * tip.days * 24, tip.path


def test_every_way_is_taken_by_some_family() -> None:
    taken = {tip.path for tip in tips()}
    assert {name for name in PATHS if name.startswith(GUIDED)} <= taken
    assert len(set(PATHS) - taken) <= 1
