"""The marked words are what the reader went by."""

from __future__ import annotations

import pytest

from nlp_models import faithfulness
from nlp_models.corpus.load import composed
from nlp_models.predictor import Predictor


def test_deleting_the_evidence_costs_more_than_deleting_as_many_random_words(shipped: Predictor) -> None:
    cases = [row.text for row in composed() if row.kind == "hardship_case" and len(row.text.split()) > 8][::40]
    found = faithfulness.measure(shipped, cases)
    assert found.posts > 20
    assert found.share >= 0.9
    assert found.drop > found.random_drop


def test_the_evidence_is_a_part_of_the_text(shipped: Predictor) -> None:
    cases = [row.text for row in composed() if row.kind == "hardship_case" and len(row.text.split()) > 12][::40]
    assert faithfulness.measure(shipped, cases).covered <= 0.5


def test_texts_without_a_flag_have_nothing_to_measure(small: Predictor) -> None:
    with pytest.raises(ValueError, match="flagged"):
        faithfulness.measure(small, ["صباح الخير"])
