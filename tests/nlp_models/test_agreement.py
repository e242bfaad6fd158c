"""Two readers, counted as the textbooks count them."""

from __future__ import annotations

import numpy as np
import pytest

from nlp_models.agreement import confusion, kappa, opinions, real_labels


def test_the_first_reader_keeps_his_word_where_a_third_decided() -> None:
    row = {"kind": "other", "first_kind": "opinion", "second_kind": "other"}
    assert opinions([row, {"kind": "other"}]) == [("opinion", "other")]


def test_kappa_is_that_of_the_worked_example() -> None:
    assert kappa(np.array([[20, 5], [10, 15]])) == pytest.approx(0.4)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not in"):
        confusion([("case", "riddle")], ("case", "no case"))


def test_at_least_five_hundred_real_posts_were_read_twice() -> None:
    assert len(opinions(real_labels())) >= 500
