"""Training is repeatable, holds its floor, and leaves a card that a supervisor can read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nlp_models import card, store, train
from nlp_models.corpus.load import composed
from nlp_models.predictor import Predictor
from nlp_models.recipes import linear
from tests.nlp_models.conftest import EVERYDAY


def test_training_twice_gives_the_same_weights() -> None:
    first, second = (linear.build(composed(), EVERYDAY) for _ in range(2))
    assert np.array_equal(first.space.vectoriser.buckets, second.space.vectoriser.buckets)
    assert np.array_equal(first.coef, second.coef)


def test_a_need_that_no_row_tells_cannot_be_learned() -> None:
    without = [post for post in composed() if "widow" not in post.needs]
    with pytest.raises(ValueError, match="widow"):
        linear.build(without, EVERYDAY)


def test_a_model_below_the_floor_of_its_recipe_is_not_stored() -> None:
    with pytest.raises(train.BelowFloor, match="hardship_auc"):
        train._hold_floor({"all_real": {"hardship_auc": 0.8}, "recall_at_false_alarms": {"0.005": 0.9}})


def test_training_without_the_real_posts_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="DAMAN_REAL_STREAM"):
        train.main(train.Order(stream=tmp_path / "none.jsonl.gz"), artifacts=tmp_path, cards=tmp_path)


def test_the_card_of_the_served_model_says_threshold_figures_and_limits(tmp_path: Path, shipped: Predictor) -> None:
    manifest = json.loads((store.folder() / "manifest.json").read_text(encoding="utf-8"))
    text = card.write_for(folder=tmp_path).read_text(encoding="utf-8")
    assert text.startswith(f"# {shipped.name}")
    assert manifest["threshold"]["sentence"] in text
    assert f"{manifest['figures']['all_real']['hardship_auc']:.3f}" in text
    assert "## Limits" in text


def test_the_card_in_the_repository_is_that_of_the_served_model(tmp_path: Path, shipped: Predictor) -> None:
    written = card.write_for(folder=tmp_path).read_text(encoding="utf-8")
    assert (card.FOLDER / f"{shipped.name}.md").read_text(encoding="utf-8") == written
