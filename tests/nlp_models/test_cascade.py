"""The gate, and how two opinions become one. The transformer here is a tiny real one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp_models import decide
from nlp_models.answers import COLUMNS, SHARED, WIDTH, joined
from nlp_models.corpus.load import Labelled
from nlp_models.encoder import ONNX, TOKENIZER
from nlp_models.encoder.export import export
from nlp_models.encoder.pieces import Segmenter
from nlp_models.encoder.session import Session
from nlp_models.evidence import spans_of_words
from nlp_models.predictor import Reader
from nlp_models.recipes import cascade, encoder
from nlp_models.recipes.cascade import Cascade
from nlp_models.recipes.linear import LinearModel
from nlp_models.text.clean import clean
from nlp_models.unseen import Unseen
from tests.nlp_models.conftest import SETTINGS
from tests.nlp_models.encoder.conftest import PLAN, checkpoint, some_rows

__all__ = ["checkpoint", "some_rows"]

TEXTS = ["جارتنا أرملة وعندها أيتام والكهرباء مفصولة تكفون", "مساء الخير يا حلوين", "دفعة الضمان معلقة من شهرين"]
SHARE = dict.fromkeys(SHARED, 0.5)


@pytest.fixture(scope="module")
def model(
    small_model: LinearModel, checkpoint: Path, some_rows: list[Labelled], tmp_path_factory: pytest.TempPathFactory
) -> Cascade:
    folder = tmp_path_factory.mktemp("cascade")
    network, _ = encoder.build(some_rows, [], checkpoint, PLAN)
    export(network, Segmenter.of(checkpoint), folder)
    return Cascade(small_model, Session(folder / ONNX, folder / TOKENIZER, threads=1), 0.1, SHARE)


def answered(model: Cascade) -> np.ndarray:
    return model.answers(TEXTS, [clean(text).text for text in TEXTS])


def test_a_post_below_the_gate_is_answered_by_the_linear_model_alone(model: Cascade) -> None:
    linear = model.linear.answers(TEXTS, [clean(text).text for text in TEXTS])
    behind = cascade.promise(linear) < model.gate
    assert behind.tolist() == [False, True, False]
    assert np.array_equal(answered(model)[behind], linear[behind])


def test_what_passes_is_the_joint_opinion_and_the_same_as_training_measured(model: Cascade) -> None:
    linear = model.linear.answers(TEXTS, [clean(text).text for text in TEXTS])
    other = np.vstack([model.encoder.answers([text]) for text in TEXTS])
    none = np.zeros((0, WIDTH), np.float32)
    expected = cascade.joined_where_promising(Unseen(linear, none), Unseen(other, none), model.gate, SHARE).labelled
    assert np.allclose(answered(model), expected, atol=1e-4)
    assert np.allclose(expected[0], joined(linear[:1], other[:1], SHARE)[0])


def test_each_word_has_its_share_of_both_opinions(model: Cascade) -> None:
    cleaned = clean(TEXTS[0])
    both, alone = model.by_word(TEXTS[0], cleaned), model.linear.by_word(TEXTS[0], cleaned)
    assert both.shape == (len(spans_of_words(cleaned.text)), WIDTH)
    _, shares = model.encoder.shares(TEXTS[0])
    assert not np.allclose(both, alone)
    of_pieces = shares[1:-1].sum(0)[COLUMNS["kind"]]
    of_words = (2 * both - alone).sum(0)[COLUMNS["kind"]]
    assert np.corrcoef(of_words, of_pieces)[0, 1] > 0.8  # the prefix and the signs between words belong to no word


def test_a_cascade_reads_any_text_and_explains_what_it_flags(model: Cascade) -> None:
    reader = Reader("cascade@test", model, replace(SETTINGS, threshold=0.0))
    for said, text in zip(reader.read_many([*TEXTS, "", "\0", "😂"]), [*TEXTS, "", "\0", "😂"], strict=True):
        assert said.flagged
        assert all(0 <= e.start < e.end <= len(text) for e in (*said.evidence, *said.counter_evidence))


def test_the_gate_keeps_nearly_all_cases_and_lets_few_everyday_posts_pass(
    small_model: LinearModel, held_out: list[Labelled]
) -> None:
    said = small_model.answers([], [clean(row.text).text for row in held_out])
    rows = [replace(row, origin="real" if i % 2 else "composed") for i, row in enumerate(held_out)]
    everyday = np.zeros((1000, WIDTH), np.float32)
    everyday[:, COLUMNS["kind"].start + 5] = np.linspace(0, 30, 1000)
    gate = decide.gate(rows, Unseen(said, everyday))
    wanted = [i for i, row in enumerate(rows) if row.kind in ("hardship_case", "payment_issue")]
    assert (cascade.promise(everyday) >= gate).mean() <= cascade.PASSING + 0.001
    assert (cascade.promise(said[wanted]) >= gate).mean() >= 0.9
