"""The row of numbers in which every recipe answers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp_models.answers import COLUMNS, EXCLUSIVE, QUESTIONS, SHARED, WIDTH, joined, probabilities

rows = st.lists(st.floats(-20, 20), min_size=WIDTH, max_size=WIDTH).map(lambda row: np.array([row], np.float32))


@given(rows)
def test_an_exclusive_question_has_one_answer_and_the_others_are_asked_by_themselves(row: np.ndarray) -> None:
    for question in QUESTIONS:
        p = probabilities(row, question)
        assert ((p >= 0) & (p <= 1)).all()
        if question in EXCLUSIVE:
            assert np.isclose(p.sum(), 1)


@given(rows, rows)
def test_a_share_of_nothing_is_the_first_opinion_and_of_one_the_second(one: np.ndarray, other: np.ndarray) -> None:
    for share, expected in ((0.0, one), (1.0, other)):
        said = joined(one, other, dict.fromkeys(SHARED, share))
        for question in QUESTIONS:
            assert np.allclose(probabilities(said, question), probabilities(expected, question), atol=1e-4)


def test_two_opinions_that_differ_meet_between() -> None:
    one, other = np.zeros((1, WIDTH), np.float32), np.zeros((1, WIDTH), np.float32)
    one[0, COLUMNS["needs"].start], other[0, COLUMNS["needs"].start] = 4, -2
    said = joined(one, other, dict.fromkeys(SHARED, 0.5))
    assert said[0, COLUMNS["needs"].start] == 1
