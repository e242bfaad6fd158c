"""What the reader says of a text. The posts here are composed for the test."""

from __future__ import annotations

import json

import pytest

from nlp_models import evaluate
from nlp_models.corpus.load import Labelled
from nlp_models.predictor import BATCH, Predictor, Reader
from nlp_models.recipes.linear import LinearModel
from nlp_models.types import KINDS, NEEDS
from tests.nlp_models.conftest import SETTINGS

PLEA = "تكفون يا اهل الخير جارتنا أرملة عندها ايتام والكهرباء مفصولة عنهم من امس وما عندهم اكل"
UNPAID = "ما نزل لي الضمان هالشهر والدفعة معلقة والآيبان صحيح وش السبب"
ASKED = "متى ينزل الضمان هالشهر؟"
TALK = "الهلال اليوم جوعان بطولات والمدرب عاجز 😂"


@pytest.mark.parametrize(
    ("text", "kind"),
    [(PLEA, "hardship_case"), (UNPAID, "payment_issue"), (ASKED, "question"), (TALK, "opinion")],
)
def test_the_shipped_reader_tells_the_kinds_apart(shipped: Predictor, text: str, kind: str) -> None:
    assert shipped.read(text).kind == kind


def test_a_small_model_trained_here_reads_posts_it_has_not_seen(small: Predictor, held_out: list[Labelled]) -> None:
    said = small.read_many([post.text for post in held_out])
    right = sum(p.kind == post.kind for p, post in zip(said, held_out, strict=True))
    assert right / len(held_out) > 0.6


def test_the_needs_are_those_that_the_letters_tell(shipped: Predictor) -> None:
    assert {"widow", "orphan", "utilities"} <= set(shipped.read(PLEA).needs)


def test_somebody_unpaid_without_a_told_hardship_has_no_urgency(shipped: Predictor) -> None:
    said = shipped.read(UNPAID)
    assert (said.urgency, said.programme) == ("none", "daman")


@pytest.mark.parametrize("text", [ASKED, TALK])
def test_other_kinds_have_no_needs_urgency_voice_or_programme(shipped: Predictor, text: str) -> None:
    said = shipped.read(text)
    assert (said.needs, said.urgency, said.voice, said.programme) == ((), "none", "none", None)


def test_a_hardship_case_always_has_an_urgency_and_a_voice(small: Predictor, held_out: list[Labelled]) -> None:
    cases = [p for p in small.read_many([post.text for post in held_out]) if p.kind == "hardship_case"]
    assert cases
    assert all(p.urgency != "none" and p.voice in ("self", "third_party") for p in cases)


def test_a_text_at_the_threshold_is_flagged_and_just_below_is_not(small_model: LinearModel) -> None:
    hardship = Reader("m@1", small_model, SETTINGS).read(PLEA).hardship
    for threshold, flagged in ((hardship, True), (hardship + 1e-9, False)):
        settings = type(SETTINGS)(SETTINGS.calibration, threshold, 0.5, 0.3)
        assert Reader("m@1", small_model, settings).read(PLEA).flagged is flagged


def test_the_probabilities_of_the_kinds_sum_to_one_and_name_every_kind(shipped: Predictor) -> None:
    said = shipped.read(PLEA)
    assert tuple(said.kinds) == KINDS
    assert sum(said.kinds.values()) == pytest.approx(1, abs=1e-4)
    assert said.kinds["hardship_case"] == pytest.approx(said.hardship, abs=1e-6)


def test_evidence_is_the_writers_own_letters_also_behind_marks_and_tatweel(shipped: Predictor) -> None:
    text = "🔴 تكـــفون أَرْمَلَة عندهـــا أيتام والكهربـــاء مفصولة"
    said = shipped.read(text)
    marked = [text[e.start : e.end] for e in said.evidence]
    assert any("أيتام" in letters for letters in marked)
    assert any("أَرْمَلَة" in letters for letters in marked)


def test_evidence_for_two_needs_is_two_spans_with_their_labels(shipped: Predictor) -> None:
    labels = {e.label for e in shipped.read(PLEA).evidence}
    assert len(labels & set(NEEDS)) >= 2


def test_spans_lie_in_the_text_and_weigh_what_they_say(shipped: Predictor, held_out: list[Labelled]) -> None:
    for post in held_out[:80]:
        said = shipped.read(post.text)
        for span in said.evidence:
            assert 0 <= span.start < span.end <= len(post.text)
            assert span.weight > 0
        assert all(0 <= e.start < e.end <= len(post.text) and e.weight > 0 for e in said.counter_evidence)
        assert [e.weight for e in said.evidence] == sorted((e.weight for e in said.evidence), reverse=True)


def test_an_account_number_and_a_messenger_are_doubts_and_do_not_change_the_kind(shipped: Predictor) -> None:
    said = shipped.read(f"{PLEA} رقم فاتورة السداد 2100000000 واتس 0500000000")
    assert said.kind == "hardship_case"
    assert {"account_number", "off_platform_contact"} <= set(said.doubts)


def test_many_texts_are_read_as_one_by_one_and_in_order(shipped: Predictor, held_out: list[Labelled]) -> None:
    texts = [post.text for post in held_out[:30]]
    many = shipped.read_many((texts * (BATCH // 30 + 2))[: BATCH + 7])
    assert len(many) == BATCH + 7
    for text, said in zip(texts, many[BATCH - BATCH % 30 :], strict=False):
        alone = shipped.read(text)
        assert (said.kind, said.needs) == (alone.kind, alone.needs)
        assert said.hardship == pytest.approx(alone.hardship, abs=1e-5)


@pytest.mark.parametrize("text", ["", " \n", "\0", "\ud800\udfff", "ـــ", "7", "a" * 100_000])
def test_any_string_can_be_read(shipped: Predictor, text: str) -> None:
    assert shipped.read(text).kind in KINDS


def test_no_texts_give_no_readings(shipped: Predictor) -> None:
    assert shipped.read_many([]) == []


def test_the_line_is_json_and_carries_no_full_number(shipped: Predictor) -> None:
    line = json.dumps(shipped.read(f"{PLEA} هويتها 1000000008").line("a"))
    assert "1000000008" not in line
    assert set(json.loads(line)) >= {"id", "kind", "kinds", "hardship", "flagged", "evidence", "identifiers", "model"}


def test_the_shipped_reader_keeps_its_measured_quality_on_composed_posts(
    shipped: Predictor, held_out: list[Labelled]
) -> None:
    """It has seen these posts: a fall here means that artifact and code no longer fit."""
    gold = [{"kind": p.kind, "needs": p.needs, "urgency": p.urgency, "voice": p.voice} for p in held_out]
    said = [p.line("x") for p in shipped.read_many([p.text for p in held_out])]
    found = evaluate.figures(gold, said)
    assert found["hardship_auc"] > 0.97
    assert found["needs_micro_f1"] > 0.7
