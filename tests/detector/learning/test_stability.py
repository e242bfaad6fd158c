"""How far two weeks lie apart: the index by hand, its marks, and silence where there is too little."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.learning.interval import share
from detector.learning.stability import Shift, shift, stability_index

Counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5_000), min_size=1)


def test_the_index_is_the_sum_over_the_buckets() -> None:
    by_hand = (0.7 - 0.5) * math.log(0.7 / 0.5) + (0.3 - 0.5) * math.log(0.3 / 0.5)
    assert stability_index({"a": 500, "b": 500}, {"a": 700, "b": 300}) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"a": 510, "b": 490}, Shift.STABLE),
        ({"a": 680, "b": 320}, Shift.WATCH),
        ({"a": 760, "b": 240}, Shift.SHIFTED),
        ({"a": 76, "b": 24}, Shift.TOO_FEW),
        ({}, Shift.TOO_FEW),
    ],
)
def test_the_marks_are_the_usual_ones_and_few_posts_say_nothing(now: dict[str, int], said: Shift) -> None:
    assert shift({"a": 500, "b": 500}, now)[0] is said


def test_a_bucket_that_one_side_never_met_counts_without_breaking_the_sum() -> None:
    index = stability_index({"a": 1_000}, {"a": 500, "b": 500})
    assert index is not None
    assert math.isfinite(index)
    assert index > 0.25


@given(Counts, Counts)
def test_the_index_is_never_negative_and_the_same_from_both_sides(p: dict[str, int], q: dict[str, int]) -> None:
    there, back = stability_index(p, q), stability_index(q, p)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there >= -1e-12
        assert there == pytest.approx(back)


def test_wilsons_interval_holds_for_none_and_for_few() -> None:
    none, few = share(0, 100), share(3, 400)
    assert share(0, 0) is None
    assert none is not None
    assert none.low == pytest.approx(0, abs=1e-12)
    assert none.high == pytest.approx(0.03699, abs=1e-4)  # z²/(n + z²)
    assert few is not None
    assert (few.low, few.high) == (pytest.approx(0.00255, abs=1e-4), pytest.approx(0.02182, abs=1e-4))
