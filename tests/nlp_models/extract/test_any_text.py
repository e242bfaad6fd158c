"""Whatever is thrown at the extractors: they answer, inside the text, in time that grows with its length."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_models.extract.dates import find_dates
from nlp_models.extract.household import household_size
from nlp_models.extract.identifiers import identifiers
from nlp_models.extract.money import find_amounts
from nlp_models.extract.places import find_places
from tests.nlp_models.extract.composed import composed

SPANS: tuple[Callable[[str], Any], ...] = (identifiers, find_places, find_amounts, find_dates)
EVERY: tuple[Callable[[str], Any], ...] = (*SPANS, household_size)
WORDS = sorted(
    {word for name in ("identifiers", "places", "household") for p in composed(name) for word in p["text"].split()}
)
ANY_TEXT = st.text(st.characters(exclude_categories=()))
SHUFFLED = st.lists(st.sampled_from(WORDS) | ANY_TEXT, max_size=30).map(" ".join)


@given(ANY_TEXT | SHUFFLED)
@settings(max_examples=300, deadline=None)
def test_every_span_lies_in_the_text_and_holds_letters(text: str) -> None:
    for extract in SPANS:
        spans = [(found.start, found.end) for found in extract(text)]
        assert all(0 <= start < end <= len(text) and text[start:end] for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(ANY_TEXT | SHUFFLED)
@settings(max_examples=300, deadline=None)
def test_a_household_is_a_small_number_or_nothing(text: str) -> None:
    size = household_size(text)
    assert size is None or 1 <= size <= 200


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "\ud83d\x00هوية 1000000008", "0" * 100_000, "م" * 100_000])
def test_odd_texts_are_answered(text: str) -> None:
    """Twice the same, and nothing kept from one call to the next."""
    for extract in EVERY:
        assert extract(text) == extract(text)


def _seconds(extract: Callable[[str], Any], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        extract(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "unit",
    ["1", "0 ", "05 ", "x", "*", "1o", "sa0", "هوية 1000000008 ", "صفر ", "واحد وخمسين ", "في الرياض ", "بحي العزيزية ",
     "هجرة قرب ", "في قرية ام ", "عندي خمس ", "وعيالي ", "انا وامي ", "اسرة من 5 سنة ", "عندها ", "1,000", "1/1/",
     "ا", "لله"],
)  # fmt: skip
@pytest.mark.parametrize("extract", EVERY, ids=lambda extract: extract.__name__)
def test_eight_times_the_text_takes_about_eight_times_the_time(extract: Callable[[str], Any], unit: str) -> None:
    """A quadratic step would take 64 times; the least of two runs in processor time keeps other load out."""
    short, long = unit * (5_000 // len(unit)), unit * (40_000 // len(unit))
    extract(short)
    assert _seconds(extract, long) < 24 * _seconds(extract, short) + 0.05
