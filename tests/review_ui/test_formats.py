"""Times and numbers as readers in the Kingdom expect them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from detector.clock import RIYADH
from review_ui import formats

NOON = datetime(2026, 7, 5, 9, 0, tzinfo=UTC)  # 12:00 in Riyadh


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_day_is_told_in_both_calendars() -> None:
    assert plain(formats.day(date(2026, 7, 5))) == "الأحد 5 يوليو 2026 (20 محرم 1448هـ)"


def test_a_day_outside_the_islamic_tables_is_told_in_one() -> None:
    assert plain(formats.day(date(1900, 1, 1))) == "الاثنين 1 يناير 1900"


def test_an_evening_in_london_is_the_next_day_in_riyadh() -> None:
    late = datetime(2026, 7, 4, 22, 5, tzinfo=UTC)
    assert plain(formats.moment(late)).startswith("الأحد 5 يوليو 2026")
    assert plain(formats.moment(late)).endswith("1:05 ص")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOON, "الآن"),
        (NOON - timedelta(minutes=2), "منذ دقيقتين"),
        (NOON - timedelta(hours=1), "منذ ساعة واحدة"),
        (NOON - timedelta(hours=47), "منذ 47 ساعة"),
        (NOON - timedelta(days=3), "منذ 3 أيام"),
        (NOON - timedelta(days=12), "منذ 12 يومًا"),
        (NOON + timedelta(hours=30), "بعد 30 ساعة"),
    ],
)
def test_times_are_told_from_now(at: datetime, said: str) -> None:
    with time_machine.travel(NOON, tick=False):
        assert formats.ago(at) == said


@pytest.mark.parametrize(("hour", "said"), [(0, "12:00 ص"), (12, "12:00 م"), (15, "3:00 م")])
def test_hours_have_their_half_of_the_day(hour: int, said: str) -> None:
    assert plain(formats.clock(datetime(2026, 7, 5, hour, tzinfo=RIYADH))) == said


def test_numbers_have_latin_digits_and_no_idle_zeros() -> None:
    assert formats.number(139626) == "139,626"
    assert formats.number(2.0, 1) == "2"
    assert formats.number(2.54, 1) == "2.5"
    assert formats.percent(0.934) == "\u200e93%"
