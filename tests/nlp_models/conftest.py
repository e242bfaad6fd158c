"""A small model trained in the test on composed posts, and the one that is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

import nlp_models
from nlp_models import store
from nlp_models.calibrate import Platt
from nlp_models.corpus.load import Labelled, composed
from nlp_models.predictor import Predictor, Reader, Settings
from nlp_models.recipes import linear

EVERYDAY = ["صباح الخير يا جماعه وش اخباركم", "المباراة اليوم الساعه تسع", "الجو حلو في ابها", "اشتقت لكم والله 😂"]
SETTINGS = Settings(Platt(1.0, 0.0), threshold=0.5, kind_cut=0.5, needs_cut=0.3)


@pytest.fixture(scope="session")
def held_out() -> list[Labelled]:
    """Every fifth composed post; the small model has not seen them."""
    return composed()[::5]


@pytest.fixture(scope="session")
def small_model(held_out: list[Labelled]) -> linear.LinearModel:
    seen = {post.id for post in held_out}
    return linear.build([post for post in composed() if post.id not in seen], EVERYDAY)


@pytest.fixture(scope="session")
def small(small_model: linear.LinearModel) -> Predictor:
    return Reader("linear@test", small_model, SETTINGS)


@pytest.fixture(scope="session")
def shipped() -> Predictor:
    return nlp_models.load()


@pytest.fixture
def stored(small_model: linear.LinearModel, tmp_path: Path) -> Path:
    """The small model on disk."""
    manifest = {
        "calibration": {"slope": 1.0, "offset": 0.0},
        "threshold": {"value": 0.5},
        "kind_cut": {"value": 0.5},
        "needs_cut": 0.3,
    }
    store.save(small_model, tmp_path / "linear" / "test", manifest)
    return tmp_path / "linear" / "test"
