from __future__ import annotations

from datetime import UTC, datetime

import pytest

from detector.reports.sources.news.dates import published_at, read_date

RIYADH_NOON = (9, 0)  # in UTC


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("الأحد ١٥ نوفمبر ٢٠٢٦", (2026, 11, 15, *RIYADH_NOON)),
        ("الأحد 15 نوفمبر 2026 10:30 م", (2026, 11, 15, 19, 30)),
        ("15 تشرين الثاني 2026، 10:30 صباحًا", (2026, 11, 15, 7, 30)),
        ("3 كانون الثاني 2026", (2026, 1, 3, *RIYADH_NOON)),
        ("الأحد ٥ جمادى الآخرة ١٤٤٨هـ", (2026, 11, 15, *RIYADH_NOON)),
        ("5 جمادى الآخرة 1448 هـ - 12:05 ص", (2026, 11, 14, 21, 5)),
        ("1448/06/05 هـ", (2026, 11, 15, *RIYADH_NOON)),
        ("05/06/1448H", (2026, 11, 15, *RIYADH_NOON)),
        ("نُشر في: 15/11/2026 | 14:20", (2026, 11, 15, 11, 20)),
        ("12 آب 2026", (2026, 8, 12, *RIYADH_NOON)),
    ],
)
def test_dates_are_read_as_newspapers_write_them(written: str, expected: tuple[int, ...]) -> None:
    assert read_date(written) == datetime(*expected, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("written", ["", "أمس", "الأحد", "31 فبراير 2026", "10:30 م", "25:99 15/15/2026"])
def test_what_is_no_whole_date_is_none(written: str) -> None:
    assert read_date(written) is None


def test_a_hijri_date_that_feedparser_takes_for_the_middle_ages_is_read_as_hijri() -> None:
    entry = {"published": "1448-06-05", "published_parsed": (1448, 6, 5, 0, 0, 0, 0, 0, 0)}
    assert published_at(entry) == datetime(2026, 11, 15, *RIYADH_NOON, tzinfo=UTC)


def test_what_feedparser_reads_is_taken_as_it_says() -> None:
    entry = {"published": "x", "published_parsed": (2026, 11, 15, 8, 0, 0, 6, 319, 0)}
    assert published_at(entry) == datetime(2026, 11, 15, 8, tzinfo=UTC)
    assert published_at({}) is None
