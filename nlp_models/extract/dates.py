"""Dates with a year, Gregorian or Hijri: ١٤٤٨/١/٢٠هـ, 12-5-2024, ٣ رمضان ١٤٤٥, 7 مايو 2024."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from hijridate import Hijri

from nlp_models.text.clean import clean, normalise
from nlp_models.types import Clean

_HIJRI = ("محرم", "صفر", "ربيع الأول", "ربيع الثاني", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
          "ذو القعدة", "ذو الحجة")  # fmt: skip
_GREGORIAN = ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
              "ديسمبر")  # fmt: skip
_OTHER = {"ربيع الاخر": 4, "جمادي الثانيه": 6, "ذي القعده": 11, "ذي الحجه": 12, "ابريل": 4, "يونيه": 6, "يوليه": 7}
_MONTHS = {normalise(name): i + 1 for names in (_HIJRI, _GREGORIAN) for i, name in enumerate(names)} | _OTHER
_DATE = re.compile(
    r"(?<![0-9])(?:(?P<a>[0-9]{1,4})\s?(?P<s>[/\-.])\s?(?P<b>[0-9]{1,2})\s?(?P=s)\s?(?P<c>[0-9]{1,4})"
    r"|(?P<day>[0-9]{1,2})\s(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\s(?P<year>[0-9]{4}))"
    r"(?![0-9])(?:\s?(?:هجري|ه|م)(?![ء-ي]))?"
)
_FIRST_HIJRI, _LAST_HIJRI = 1343, 1500  # the years that Umm al-Qura tables cover
_FIRST, _LAST = 1900, 2100


class Date(NamedTuple):
    """`text[start:end]` of the text as given names the day `on` (Gregorian), written in `calendar`."""

    start: int
    end: int
    on: date
    calendar: Literal["gregorian", "hijri"]


def find_dates(text: str, cleaned: Clean | None = None) -> tuple[Date, ...]:
    """Every whole date that is a real day; 31/2 and years outside the calendars are left out."""
    cleaned = cleaned or clean(text)
    return tuple(_dates(cleaned))


def _dates(cleaned: Clean) -> Iterator[Date]:
    for found in _DATE.finditer(cleaned.text):
        if found["day"]:
            year, month, day = int(found["year"]), _MONTHS[found["month"]], int(found["day"])
        else:
            ends = (int(found["a"]), int(found["c"]))
            year, day = (ends[0], ends[1]) if ends[0] > 31 else (ends[1], ends[0])
            month = int(found["b"])
        hijri = _FIRST_HIJRI <= year <= _LAST_HIJRI
        try:
            if hijri:
                on = Hijri(year, month, day).to_gregorian()
            elif _FIRST <= year <= _LAST:
                on = date(year, month, day)
            else:
                continue
        except (ValueError, OverflowError):
            continue
        start, end = cleaned.origin(found.start(), found.end())
        yield Date(start, end, date(on.year, on.month, on.day), "hijri" if hijri else "gregorian")
