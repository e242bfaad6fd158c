"""Times, dates and numbers as Arabic readers in the Kingdom expect them: Riyadh time, both calendars, digits 0-9.

Digits are Latin throughout, as on the Kingdom's own e-services: case numbers, dates and telephone numbers then read the
same everywhere on a page. Only a writer's own words keep the digits they were written with.
"""

from __future__ import annotations

from datetime import date, datetime

from hijridate import Gregorian

from detector.clock import RIYADH, now
from review_ui.words import say
from review_ui.words.counted import counted

_NBSP = "\u00a0"


def number(value: float, decimals: int = 0) -> str:
    """1,234 or 12.5; a trailing zero after the point is dropped."""
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """0.934 → ‎93%."""
    return f"\u200e{number(share * 100)}%"


def hijri(day: date) -> str:
    """20 محرم 1448هـ; empty outside the Umm al-Qura tables (1343–1500 AH)."""
    try:
        h = Gregorian(day.year, day.month, day.day).to_hijri()
    except (OverflowError, ValueError):
        return ""
    return f"{h.day}{_NBSP}{say(f'hijri.{h.month}')}{_NBSP}{h.year}{say('hijri.mark')}"


def gregorian(day: date) -> str:
    return f"{day.day}{_NBSP}{say(f'month.{day.month}')}{_NBSP}{day.year}"


def local(moment: datetime) -> datetime:
    return moment.astimezone(RIYADH)


def clock(moment: datetime) -> str:
    """9:05 ص, Riyadh time."""
    at = local(moment)
    half = say("clock.am") if at.hour < 12 else say("clock.pm")
    return f"{at.hour % 12 or 12}:{at.minute:02}{_NBSP}{half}"


def day(value: date | datetime) -> str:
    """الأحد 5 يوليو 2026 (20 محرم 1448هـ)."""
    on = local(value).date() if isinstance(value, datetime) else value
    islamic = hijri(on)
    return f"{say(f'weekday.{on.weekday()}')} {gregorian(on)}" + (f" ({islamic})" if islamic else "")


def moment(value: datetime) -> str:
    """Day in both calendars and the hour."""
    return say("date.at", day=day(value), clock=clock(value))


def month(value: date) -> str:
    """يوليو 2026."""
    return f"{say(f'month.{value.month}')} {value.year}"


def short(value: date | datetime) -> str:
    """5 يوليو 2026, for tables."""
    return gregorian(local(value).date() if isinstance(value, datetime) else value)


def span(seconds: float) -> str:
    """A length of time in its largest unit: 3 أيام, ساعتان, دقيقة."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return counted(minutes, "minute")
    if minutes < 48 * 60:
        return counted(round(minutes / 60), "hour")
    return counted(round(minutes / 1440), "day")


def ago(value: datetime) -> str:
    """منذ 3 أيام, or بعد ساعتين for a time to come."""
    seconds = (now() - value).total_seconds()
    if abs(seconds) < 60:
        return say("date.now")
    return say("date.ago" if seconds > 0 else "date.in", span=span(abs(seconds)))


def iso(value: date | datetime) -> str:
    """For the datetime attribute."""
    return value.isoformat()
