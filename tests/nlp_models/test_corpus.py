"""The corpus holds no public text, its posts are written one by one, and its folds keep copies together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp_models import splits
from nlp_models.corpus import assemble, lint, load
from nlp_models.corpus.load import Labelled
from nlp_models.types import DOUBTS, KINDS, NEEDS, URGENCIES, VOICES


def _post(id: str, text: str) -> Labelled:
    return Labelled(id, text, "opinion", (), "none", "none", None, (), "composed", "t", True)


def test_real_posts_stand_in_the_repository_by_id_only() -> None:
    for line in load.REAL_LABELS.read_text(encoding="utf-8").splitlines():
        assert not {"text", "raw", "quote"} & set(json.loads(line))


def test_every_label_is_one_of_the_scheme() -> None:
    for path in (load.REAL_LABELS, load.COMPOSED):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert row["kind"] in KINDS
            assert row["urgency"] in URGENCIES
            assert row["voice"] in VOICES
            assert set(row["needs"]) <= set(NEEDS)
            assert set(row["doubts"]) <= set(DOUBTS)
            assert not row["needs"] or row["kind"] in ("hardship_case", "payment_issue")


def test_there_are_enough_labelled_and_composed_posts() -> None:
    assert len(load.composed()) >= 800
    assert len(load.REAL_LABELS.read_text(encoding="utf-8").splitlines()) >= 800


def test_the_composed_posts_are_no_skeletons() -> None:
    assert lint.examine(load.composed(), lint.contrast_pairs()).faults == ()


def test_two_fillings_of_one_frame_are_found() -> None:
    frame = "تكفون يا اهل الخير عندي {} اطفال وساكنين في {} ومالنا غير الله ثم انتم"
    report = lint.examine([_post("a", frame.format("خمسة", "جدة")), _post("b", frame.format("ستة", "جدة"))])
    assert report.skeletons == (("a", "b"),)


def test_copies_and_retweets_stay_in_one_fold() -> None:
    plea = "زوجي في السجن من سنتين وعندي اربعة عيال والايجار متراكم علينا ولا احد سال"
    texts = [plea, f"RT @USER: {plea[:60]}…", "الجو حلو اليوم في ابها والناس مبسوطين والحمد لله على كل حال"]
    group = splits.groups(texts)
    assert group[0] == group[1] != group[2]
    assert len({*splits.folds(texts, count=5)[:2]}) == 1


def test_folds_do_not_depend_on_the_order_of_the_rest() -> None:
    texts = [post.text for post in load.composed()[:40]]
    assert list(splits.folds(texts, count=5)[:20]) == list(splits.folds(texts[:20], count=5))


def test_a_missing_stream_is_named_with_the_setting_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(load.StreamMissing, match="DAMAN_REAL_STREAM"):
        load.stream_path(tmp_path / "none.jsonl.gz")


def test_labels_are_joined_with_their_texts_by_id(tmp_path: Path) -> None:
    ids = [json.loads(line)["id"] for line in load.REAL_LABELS.read_text(encoding="utf-8").splitlines()]
    rows = load.real({id: f"text of {id}" for id in ids})
    assert [row.text for row in rows] == [f"text of {id}" for id in ids]


def test_assembling_keeps_the_first_reader_and_notes_the_second(tmp_path: Path) -> None:
    def write(name: str, kind: str) -> Path:
        path = tmp_path / name
        path.write_text(
            json.dumps({"id": "x-1", "text": "hidden", "kind": kind, "urgency": "none", "voice": "none"}) + "\n"
        )
        return path

    (row,) = assemble.real_rows([write("r2_b.jsonl", "other")], [write("second.jsonl", "opinion")])
    assert (row["kind"], row["second_kind"], row["round"], row["reader"]) == ("other", "opinion", "r2", "b")
    assert "text" not in row


def test_a_label_outside_the_scheme_is_refused_with_its_field(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps({"id": "x", "kind": "mood", "urgency": "none", "voice": "none"}) + "\n")
    with pytest.raises(ValueError, match="kind 'mood'"):
        assemble.real_rows([path])
