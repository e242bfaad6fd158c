"""Pauses of a day in the field: prayers, and the heat of the summer noon. Pure.

Prayer times are astronomy at a place and date by the Umm al-Qura method (adhanpy, offline). The heat pause keeps the hours
in which work under the sun is forbidden, 12:00 to 15:00 from 15 June to 15 September (Ministry of Human Resources and
Social Development, ministerial decision 3337 of 1435 AH); old and sick people are not called to the door then either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from adhanpy.calculation.CalculationMethod import CalculationMethod
from adhanpy.PrayerTimes import PrayerTimes

from detector.clock import RIYADH
from detector.visits.campaigns.tour import Point, Span

Why = Literal["dhuhr", "asr", "maghrib", "isha", "heat"]
PRAYERS: tuple[Why, ...] = ("dhuhr", "asr", "maghrib", "isha")  # the day in the field begins after fajr
HEAT = Span(12 * 3600, 15 * 3600)
HEAT_FROM, HEAT_UNTIL = (6, 15), (9, 15)  # month, day; both included


@dataclass(frozen=True, slots=True)
class Pause:
    why: Why
    span: Span


def prayer_time(why: Why, on: date, at: Point) -> int:
    """Seconds since midnight in Riyadh at which the prayer is called."""
    times = PrayerTimes(
        (at.lat, at.lon),
        datetime.combine(on, time(), UTC),
        calculation_method=CalculationMethod.UMM_AL_QURA,
        time_zone=RIYADH,
    )
    called: datetime = getattr(times, why)
    return called.hour * 3600 + called.minute * 60


def is_hot(on: date) -> bool:
    return HEAT_FROM <= (on.month, on.day) <= HEAT_UNTIL


def pauses(days: Sequence[date], at: Point, *, day: Span, prayer_minutes: int) -> tuple[Pause, ...]:
    """The pauses that every one of `days` keeps, so that one plan of hours holds on all of them.

    A prayer moves by a minute or so a day: its pause runs from the earliest call to `prayer_minutes` after the latest.
    """
    found: list[Pause] = []
    for why in PRAYERS:
        called = [prayer_time(why, on, at) for on in days]
        found.append(Pause(why, Span(min(called), max(called) + prayer_minutes * 60)))
    if any(is_hot(on) for on in days):
        found.append(Pause("heat", HEAT))
    return tuple(pause for pause in sorted(found, key=lambda p: p.span) if _meets(pause.span, day))


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def spans(found: Iterable[Pause]) -> list[Span]:
    return [pause.span for pause in found]
