"""When an article was published, as newspapers write it: RFC 822, ISO 8601, Arabic months, Arabic-Indic digits, Hijri."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Any

from detector.clock import RIYADH
from nlp_models.extract.dates import find_dates
from nlp_models.text.clean import normalise

FIELDS = ("published", "updated", "created", "date")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*(صباحا|صباحاً|مساء|مساءً|ص|م|am|pm)(?!\w))?", re.IGNORECASE
)
# The months of the Levant and of the Maghreb, beside those that `find_dates` knows.
_LEVANT = {
    "كانون الثاني": "يناير", "شباط": "فبراير", "آذار": "مارس", "نيسان": "أبريل", "أيار": "مايو", "حزيران": "يونيو",
    "تموز": "يوليو", "آب": "أغسطس", "أيلول": "سبتمبر", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر",
    "كانون الأول": "ديسمبر", "جانفي": "يناير", "فيفري": "فبراير", "أفريل": "أبريل", "جوان": "يونيو", "جويلية": "يوليو",
    "أوت": "أغسطس",
}  # fmt: skip
_OTHER_NAMES = {normalise(theirs): ours for theirs, ours in _LEVANT.items()}
_NAMED = re.compile(r"(?<!\w)(?:" + "|".join(sorted(_OTHER_NAMES, key=len, reverse=True)) + r")(?!\w)")
_LATIN_HIJRI = re.compile(r"\s*(?:AH|A\.H\.|H)\b")


def published_at(entry: dict[str, Any]) -> datetime | None:
    """The time of a feed's entry, None when none can be read. A time without zone is Riyadh's; a day alone is its noon."""
    for field in FIELDS:
        parsed = dict.get(entry, f"{field}_parsed")  # feedparser's own `get` answers one field with another
        if parsed and parsed[0] >= 1900:  # a Hijri 1448-05-12 is no year of feedparser's
            year, month, day, hour, minute, second = parsed[:6]
            return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        written = dict.get(entry, field)
        if isinstance(written, str) and (read := read_date(written)):
            return read
    return None


def read_date(written: str) -> datetime | None:
    """The first whole date of a line like «الأحد ١٥ جمادى الأولى ١٤٤٨هـ ١٠:٣٠ م»."""
    text = _LATIN_HIJRI.sub("هـ", written.translate(_DIGITS)).replace("،", " ").replace(",", " ")
    text = _NAMED.sub(lambda found: _OTHER_NAMES[found[0]], normalise(text))
    found = find_dates(_without_clock(text))
    return datetime.combine(found[0].on, _clock(text), RIYADH) if found else None


def _without_clock(text: str) -> str:
    return _CLOCK.sub(" ", text)


def _clock(text: str) -> time:
    found = _CLOCK.search(text)
    if found is None:
        return time(12)
    hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").lower()
    if half.startswith("م") or half == "pm":
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    try:
        return time(hour, minute, second)
    except ValueError:
        return time(12)
