"""Amounts and dates as posts write them."""

from __future__ import annotations

from datetime import date

import pytest

from nlp_models.extract.dates import find_dates
from nlp_models.extract.money import find_amounts


@pytest.mark.parametrize(
    ("text", "riyals"),
    [
        ("عليه ٣٠٠ الف", [300_000]),
        ("٤ الاف", [4000]),
        ("باقي 4k", [4000]),
        ("اربع تلاف", [4000]),
        ("الايجار ٢٥,٠٠٠ ريال", [25_000]),
        ("21ألف و300ريال", [21_300]),
        ("خمسة آلاف وخمسمية", [5500]),
        ("المبلغ 15950", [15_950]),
        ("الفين ريال", [2000]),
        ("ايجار 1200 وكهرب 300 ريال", [1200, 300]),
        ("عندي ٥ عيال", []),
        ("سنة 2024", []),
        ("20 الف متابع", []),
        ("جوالي 0500000012", []),
    ],
)
def test_a_sum_needs_a_currency_a_thousand_or_a_word_of_money(text: str, riyals: list[int]) -> None:
    assert [amount.riyals for amount in find_amounts(text)] == riyals


def test_an_amount_is_the_writers_own_letters() -> None:
    text = "علي دين ٥ آلاف ريال والله"
    (found,) = find_amounts(text)
    assert text[found.start : found.end] == "٥ آلاف ريال"


@pytest.mark.parametrize(
    ("text", "on", "calendar"),
    [
        ("١٤٤٨/١/٢٠هـ", date(2026, 7, 5), "hijri"),  # the pair that the gazette itself prints
        ("في 20 محرم 1448", date(2026, 7, 5), "hijri"),
        ("12-5-2024", date(2024, 5, 12), "gregorian"),
        ("٢٠٢٤/٥/١٢", date(2024, 5, 12), "gregorian"),
        ("٧ مايو ٢٠٢٤م", date(2024, 5, 7), "gregorian"),
        ("7 أبريل 2024", date(2024, 4, 7), "gregorian"),
    ],
)
def test_both_calendars_are_read(text: str, on: date, calendar: str) -> None:
    assert [(found.on, found.calendar) for found in find_dates(text)] == [(on, calendar)]


@pytest.mark.parametrize("text", ["31/2/2024", "1/1/1300", "14-00-2020", "30/13/1445", "2024", "الساعة 10:30"])
def test_a_day_that_is_none_is_left_out(text: str) -> None:
    assert find_dates(text) == ()
