"""A model that is worse for some families is not served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlp_models import promotion, store


def manifest(**recalls: float) -> dict[str, Any]:
    slices = {f"dialect: {name}": {"cases": 20, "recall": r, "kind_accuracy": 0.8} for name, r in recalls.items()}
    return {"figures": {"slices": slices}}


def test_a_slice_below_95_percent_of_the_served_model_is_named() -> None:
    found = promotion.losses(manifest(najdi=0.9, hijazi=0.9), manifest(najdi=0.86, hijazi=0.84))
    assert [str(loss) for loss in found] == ["dialect: hijazi: recall 0.900 → 0.840"]


def test_a_slice_that_only_one_of_them_has_blocks_nothing() -> None:
    assert promotion.losses(manifest(najdi=0.9), manifest(southern=0.1)) == []


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(store, "ARTIFACTS", tmp_path)
    monkeypatch.setattr(store, "SERVED", tmp_path / "served.json")
    for version, recall in (("1", 0.9), ("2", 0.5), ("3", 0.95)):
        folder = tmp_path / "linear" / version
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps(manifest(najdi=recall)))
    return tmp_path


def test_promotion_changes_what_is_served_or_says_why_not(shelf: Path) -> None:
    promotion.promote("linear@1")
    with pytest.raises(promotion.PromotionBlocked, match="dialect: najdi"):
        promotion.promote("linear@2")
    assert json.loads((shelf / "served.json").read_text()) == {"model": "linear@1"}
    promotion.promote("linear@3")
    assert store.folder() == shelf / "linear" / "3"


def test_a_model_that_is_not_there_cannot_be_served(shelf: Path) -> None:
    with pytest.raises(store.ModelRefused, match="linear@9"):
        promotion.promote("linear@9")
