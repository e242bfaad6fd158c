"""A stored model is refused when anything it depends on has changed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nlp_models import store
from nlp_models.predictor import Predictor, Reader, Settings


def _change(path: Path, **fields: object) -> None:
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    (path / "manifest.json").write_text(json.dumps(manifest | fields), encoding="utf-8")


def test_a_stored_model_reads_as_it_did_before(stored: Path, small: Predictor) -> None:
    model, manifest = store.read(stored)
    text = "زوجي مسجون وعندي عيال والايجار متاخر"
    again = Reader("linear@test", model, Settings.of(manifest)).read(text)
    assert again.hardship == pytest.approx(small.read(text).hardship, abs=1e-3)
    assert again.needs == small.read(text).needs


def test_a_changed_weight_file_is_refused(stored: Path) -> None:
    (stored / "model.skops").write_bytes((stored / "model.skops").read_bytes() + b" ")
    with pytest.raises(store.ModelRefused, match="sha256"):
        store.read(stored)


def test_another_minor_version_of_scikit_learn_is_refused(stored: Path) -> None:
    _change(stored, libraries={"scikit-learn": "1.1.3"})
    with pytest.raises(store.ModelRefused, match=r"scikit-learn 1\.1\.3"):
        store.read(stored)


def test_a_patch_release_of_scikit_learn_is_taken(stored: Path) -> None:
    from importlib.metadata import version

    major, minor, *_ = version("scikit-learn").split(".")
    _change(stored, libraries={"scikit-learn": f"{major}.{minor}.99"})
    assert store.read(stored)[0].coef.any()


def test_other_features_than_the_model_was_trained_on_are_refused(stored: Path) -> None:
    features = json.loads((stored / "manifest.json").read_text(encoding="utf-8"))["features"]
    _change(stored, features=features | {"cues": features["cues"][1:]})
    with pytest.raises(store.ModelRefused, match="features"):
        store.read(stored)


@pytest.mark.parametrize("name", ["linear@no-such", "linear", "nothing@1"])
def test_a_model_that_is_not_stored_is_refused_by_name(name: str) -> None:
    with pytest.raises(store.ModelRefused, match="no stored model"):
        store.folder(name)


def test_the_served_model_is_small_and_says_how_its_threshold_was_chosen() -> None:
    folder = store.folder()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (folder / "model.skops").stat().st_size <= 30_000_000
    assert manifest["threshold"]["sentence"].startswith("maximum recall @")
    assert manifest["threshold"]["false_alarms"] <= 0.008


def test_the_served_model_was_trained_on_the_labels_in_the_repository() -> None:
    from nlp_models.corpus.load import fingerprints

    manifest = json.loads((store.folder() / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["data"] == fingerprints()


def test_weights_are_kept_as_single_floats(stored: Path) -> None:
    assert store.read(stored)[0].coef.dtype == np.float32
