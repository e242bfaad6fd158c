"""No figure comes from a row that its model had learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp_models import unseen
from nlp_models.answers import WIDTH
from nlp_models.corpus.load import Labelled, composed
from nlp_models.unseen import PARTS, Trained, Workbench

RETWEET = "يا جماعة جارتنا ام محمد عندها خمس عيال والبيت ما فيه اكل من يومين تكفون"


def bench() -> Workbench:
    real = [replace(row, origin="real", how="r1") for row in composed()[1::40]]
    twins = [replace(real[0], id=f"twin-{i}", text=f"RT @USER: {RETWEET} {tail}") for i, tail in enumerate("ابتثج")]
    return Workbench([*composed()[::40], *real, *twins], ["صباح الخير"], [f"كلام عادي {i}" for i in range(9)])


def test_near_duplicates_and_posts_of_one_writer_stand_in_one_part() -> None:
    rows, parts = bench().rows, bench().parts()
    of_twins = {int(p) for row, p in zip(rows, parts, strict=True) if row.id.startswith("twin")}
    assert len(of_twins) == 1
    for writer in {row.how for row in rows if row.origin == "composed"}:
        assert len({int(p) for row, p in zip(rows, parts, strict=True) if row.how == writer}) == 1
    assert set(parts.tolist()) == set(range(PARTS))


def test_each_row_is_read_by_a_model_that_had_not_seen_it(tmp_path: Path) -> None:
    def build(rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
        learned = {row.text for row in rows}
        return lambda texts: np.array([[float(text in learned)] * WIDTH for text in texts], np.float32).reshape(
            -1, WIDTH
        )

    told = unseen.answers("test", bench(), build, room=tmp_path)
    assert not told.labelled.any()


def test_what_was_read_is_kept_and_not_trained_again(tmp_path: Path) -> None:
    trainings: list[int] = []

    def build(rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
        trainings.append(len(rows))
        return lambda texts: np.full((len(texts), WIDTH), len(rows), np.float32)

    first, second = (unseen.answers("test", bench(), build, room=tmp_path) for _ in "ab")
    assert len(trainings) == PARTS
    assert np.array_equal(first.labelled, second.labelled)
    changed = replace(bench(), trained=["مساء الخير"])
    unseen.answers("test", changed, build, room=tmp_path)
    assert len(trainings) == 2 * PARTS


def test_only_the_rows_that_are_asked_for_are_read(tmp_path: Path) -> None:
    def build(rows: Sequence[Labelled], everyday: Sequence[str]) -> Trained:
        return lambda texts: np.ones((len(texts), WIDTH), np.float32)

    work = bench()
    some = np.arange(len(work.rows)) % 2 == 0
    told = unseen.answers("test", work, build, room=tmp_path, only=(some, np.zeros(9, np.bool_)))
    assert np.array_equal(told.labelled[:, 0] == 1, some)
    assert not told.everyday.any()


def test_a_model_for_deployments_without_public_posts_learns_none() -> None:
    work = replace(bench(), origins=frozenset({"composed"}))
    assert {row.origin for row in work.taught(work.rows)} == {"composed"}
