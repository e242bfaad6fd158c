"""The transformer's way: segment, fine-tune, export, read, explain. With a tiny BERT through transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from nlp_models.answers import COLUMNS, WIDTH
from nlp_models.corpus.load import Labelled
from nlp_models.encoder import ONNX, TOKENIZER
from nlp_models.encoder.export import export
from nlp_models.encoder.fine_tune import Curve
from nlp_models.encoder.network import Network
from nlp_models.encoder.pieces import LONGEST, Segmenter, padded
from nlp_models.encoder.session import Session
from nlp_models.recipes import encoder
from nlp_models.types import KINDS
from tests.nlp_models.encoder.conftest import PLAN

PLEA = "تكفون جارتنا أرملـــة وعندها ٤ ايتام 💔 والكهرباء مفصولة"


@pytest.fixture(scope="module")
def trained(checkpoint: Path, some_rows: list[Labelled]) -> tuple[Network, Curve]:
    torch.set_num_threads(1)
    return encoder.build(some_rows, ["صباح الخير", "مباراة اليوم"], checkpoint, PLAN)


@pytest.fixture(scope="module")
def session(trained: tuple[Network, Curve], checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("exported")
    export(trained[0], Segmenter.of(checkpoint), folder)
    return Session(folder / ONNX, folder / TOKENIZER, threads=1)


def test_fine_tuning_lowers_the_loss_and_learns_the_rows(
    trained: tuple[Network, Curve], checkpoint: Path, some_rows: list[Labelled]
) -> None:
    network, curve = trained
    assert curve[-1][1] < curve[0][1]
    said = encoder.read(network, checkpoint, [row.text for row in some_rows])[:, COLUMNS["kind"]].argmax(1)
    right = np.mean([KINDS[k] == row.kind for k, row in zip(said, some_rows, strict=True)])
    commonest = max(sum(row.kind == kind for row in some_rows) for kind in KINDS) / len(some_rows)
    assert right > commonest + 0.1


def test_the_same_seed_gives_the_same_answers(checkpoint: Path, some_rows: list[Labelled]) -> None:
    texts = [PLEA, "متى ينزل الضمان"]
    once, again = (
        encoder.read(encoder.build(some_rows[:40], [], checkpoint, PLAN)[0], checkpoint, texts) for _ in "ab"
    )
    assert np.allclose(once, again, atol=1e-4)


def test_layers_that_are_frozen_and_the_embeddings_stay_as_they_were(
    trained: tuple[Network, Curve], checkpoint: Path
) -> None:
    before, after = Network.from_checkpoint(checkpoint).body.state_dict(), trained[0].body.state_dict()
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved
    assert all(name.startswith("encoder.layer.1.") for name in moved)


def test_a_trained_network_comes_back_from_disk_as_it_was(
    trained: tuple[Network, Curve], checkpoint: Path, tmp_path: Path
) -> None:
    torch.save({"weights": trained[0].state_dict(), "curve": trained[1]}, tmp_path / "kept.pt")
    again, curve = encoder.revived(checkpoint, tmp_path / "kept.pt")
    assert curve == trained[1]
    assert np.allclose(encoder.read(trained[0], checkpoint, [PLEA]), encoder.read(again, checkpoint, [PLEA]), atol=1e-6)


def test_the_mean_of_networks_lies_between_them(checkpoint: Path) -> None:
    one, other = Network.from_checkpoint(checkpoint), Network.from_checkpoint(checkpoint)
    between = (one.head.weight + other.head.weight).detach() / 2
    assert torch.allclose(encoder.mean([one, other]).head.weight, between)


def test_the_exported_file_answers_as_the_network_does(
    trained: tuple[Network, Curve], session: Session, checkpoint: Path, some_rows: list[Labelled]
) -> None:
    texts = [row.text for row in some_rows[:60]]
    whole, served = encoder.read(trained[0], checkpoint, texts), session.answers(texts)
    assert served.shape == (60, WIDTH)
    cosine = (whole * served).sum(1) / np.linalg.norm(whole, axis=1) / np.linalg.norm(served, axis=1)
    assert cosine.min() > 0.98


def test_answers_do_not_depend_on_who_else_is_in_the_batch(session: Session, some_rows: list[Labelled]) -> None:
    together = session.answers([PLEA, *(row.text for row in some_rows[:40])])[0]
    assert np.array_equal(session.answers([PLEA])[0], together)


def test_the_shares_of_the_pieces_add_up_to_the_answer(session: Session) -> None:
    _, shares = session.shares(PLEA)
    alone, none = (
        session.answers([PLEA])[0],
        session.answers(["صباح الخير"])[0] - session.shares("صباح الخير")[1].sum(0),
    )
    assert np.allclose(shares.sum(0) + none, alone, atol=0.05)


def test_every_piece_stands_where_its_letters_stand_in_the_text_as_given(checkpoint: Path) -> None:
    segment = Segmenter.of(checkpoint)
    places = segment.places(PLEA)
    letters = "".join(PLEA[start:end] for start, end in places.tolist())
    assert len(places) == len(segment([PLEA])[0])
    assert letters.replace("ـ", "") == PLEA.replace("ـ", "").replace(" ", "")


def test_of_a_long_text_the_beginning_and_the_end_are_read(checkpoint: Path) -> None:
    segment = Segmenter.of(checkpoint)
    long = " ".join(["كلام"] * 400)
    first, last = segment([f"أرملة {long} ايتام"])[0], segment(["أرملة"])[0]
    assert len(first) == LONGEST
    assert first[:4].tolist() == last[:4].tolist()
    assert first[-3:].tolist() == segment(["كلام ايتام"])[0][-3:].tolist()


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "😂" * 300, "a" * 5000])
def test_any_string_is_read(session: Session, text: str) -> None:
    assert np.isfinite(session.answers([text])).all()
    assert len(session.shares(text)[0]) == len(session.shares(text)[1])


def test_padding_is_masked(checkpoint: Path) -> None:
    segment = Segmenter.of(checkpoint)
    ids, mask = padded(segment([PLEA, "ضمان"]), 0)
    assert ids.shape == mask.shape
    assert mask.sum(1).tolist() == [len(row) for row in segment([PLEA, "ضمان"])]
