"""n-grams keep their places, and a cue is a word and not a part of one."""

from __future__ import annotations

import numpy as np
import pytest

from nlp_models.features import cues
from nlp_models.features.ngrams import occurrences
from nlp_models.features.space import FeatureSpace
from nlp_models.text.clean import normalise


def _spans(text: str) -> set[str]:
    found = occurrences([text])
    return {text[a:b] for a, b in zip(found.start, found.end, strict=True)}


def test_every_word_pair_and_piece_of_a_word_is_found_where_it_stands() -> None:
    spans = _spans("بيت صغير")
    assert {"بيت", "صغير", "بيت صغير", "بي", "غير", "صغي"} <= spans
    assert "ت ص" not in spans


def test_no_ngram_reaches_from_one_text_into_the_next() -> None:
    together, first, second = occurrences(["اب جد", "هو زح"]), occurrences(["اب جد"]), occurrences(["هو زح"])
    apart = sorted([*first.bucket.tolist(), *second.bucket.tolist()])
    assert sorted(together.bucket.tolist()) == apart


def test_two_numbers_of_one_shape_are_one_feature() -> None:
    assert set(occurrences(["2100000457"]).bucket) == set(occurrences(["2199999123"]).bucket)


def test_a_link_says_only_that_it_is_one() -> None:
    assert set(occurrences(["شوف https://a.example/xyz"]).bucket) == set(occurrences(["شوف <url>"]).bucket)


@pytest.mark.parametrize("text", ["", " ", "🔴", "x", "\ud800", "a" * 300])
def test_odd_texts_give_a_row_of_the_right_width(text: str) -> None:
    space = FeatureSpace.fit(["عندي ايتام", "عندي بيت"], min_rows=1)
    assert space.transform([normalise(text)]).shape == (1, space.width)


def test_rows_of_ngrams_have_unit_length() -> None:
    texts = ["عندي ايتام وبيتي ايجار", "الجو حلو اليوم"]
    rows = FeatureSpace.fit(texts, min_rows=1).vectoriser.transform(texts)
    assert np.allclose(np.sqrt(rows.multiply(rows).sum(axis=1)), 1)


def test_the_parts_of_a_text_sum_to_its_features() -> None:
    text = "ارمله وعندي ايتام ايتام"
    space = FeatureSpace.fit([text, "عندي بيت"], min_rows=1)
    parts, row = space.parts(text), space.transform([text]).toarray()[0]
    summed = np.bincount(parts.column, parts.value, space.width)
    own = space.width - len(cues.COMBINED)
    assert np.allclose(summed[:own], row[:own], atol=1e-6)


def _counted(text: str) -> cues.Cues:
    normal = normalise(text)
    return cues.count(occurrences([normal]), [normal])


@pytest.mark.parametrize("text", ["أرملة", "والأرملة", "لأرملة"])
def test_a_cue_is_met_behind_the_letters_written_with_it(text: str) -> None:
    assert _counted(text).has("widow")[0]


def test_a_cue_inside_another_word_does_not_count() -> None:
    assert not _counted("سجينفيلد").has("prisoner_family")[0]


def test_a_plea_with_a_circumstance_is_told_from_bare_begging() -> None:
    told, bare = _counted("تكفون زوجي مسجون"), _counted("تكفون فزعتكم")
    assert cues.plea_with_circumstance(told)[0] > 0
    assert cues.plea_without_circumstance(told)[0] == 0
    assert cues.plea_without_circumstance(bare)[0] == 1
