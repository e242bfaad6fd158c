"""Two dates of birth: one day in two calendars, an unknown day, swapped figures, or two days. Pure."""

from __future__ import annotations

import enum
from datetime import date

from hijridate import Gregorian

from nlp_models.extract.dates import find_dates

# Old ID cards carry Hijri dates; printed calendars and Umm al-Qura differ by a day or two, and converting adds its own.
CALENDAR_DAYS = 2
# A year or less apart may still be one person: a year typed wrong by one, a registration later than the birth.
NEAR_DAYS = 366


class Born(enum.StrEnum):
    """How two dates meet. EQUAL and CALENDARS are one day; OTHER is two; the rest a person must look at."""

    EQUAL = "equal"
    CALENDARS = "calendars"  # a day or two apart: the same Hijri day in two tables
    UNKNOWN_DAY = "unknown_day"  # one is the first of a year's middle or beginning, as offices write an unknown day
    SWAPPED = "swapped"  # day and month in each other's place
    NEAR = "near"
    MISSING = "missing"
    OTHER = "other"


SAME: dict[Born, bool | None] = {Born.EQUAL: True, Born.CALENDARS: True, Born.OTHER: False}


def compare_births(ours: date | None, theirs: date | None) -> Born:
    """Both are Gregorian days; what was written in Hijri has been converted by `day_of_birth`."""
    if ours is None or theirs is None:
        return Born.MISSING
    apart = abs((ours - theirs).days)
    if apart == 0:
        return Born.EQUAL
    if (_is_placeholder(ours) or _is_placeholder(theirs)) and apart <= NEAR_DAYS:
        return Born.UNKNOWN_DAY
    if apart <= CALENDAR_DAYS:
        return Born.CALENDARS
    if (ours.year, ours.month, ours.day) == (theirs.year, theirs.day, theirs.month):
        return Born.SWAPPED
    return Born.NEAR if apart <= NEAR_DAYS else Born.OTHER


def _is_placeholder(day: date) -> bool:
    """1 July, 1 January, 1 Rajab, 1 Muharram: the days that registries write when only the year is known."""
    if (day.month, day.day) in {(1, 1), (7, 1)}:
        return True
    try:
        _, month, on = Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    except (ValueError, OverflowError):  # outside of the Umm al-Qura tables
        return False
    return on == 1 and month in {1, 7}


def day_of_birth(text: str) -> date | None:
    """The one Gregorian day that `text` names in either calendar, in any digits; None when it names none, or more."""
    found = find_dates(text)
    return found[0].on if len(found) == 1 else None
