"""Places are read with a cue, and ordinary words that are also names are left alone."""

from __future__ import annotations

import pytest

from nlp_models.extract.places import find_place, find_places
from nlp_models.text.clean import clean
from tests.nlp_models.extract.composed import composed

POSTS = composed("places")


@pytest.mark.parametrize("post", [p for p in POSTS if p["place"]], ids=lambda post: str(post["text"])[:40])
def test_a_place_with_a_cue_is_found(post: dict) -> None:  # type: ignore[type-arg]
    found = find_place(post["text"])
    assert found is not None
    assert {"name": found.name, "region": found.region, "precision": found.precision} == post["place"]


@pytest.mark.parametrize("post", [p for p in POSTS if not p["place"]], ids=lambda post: str(post["text"])[:40])
def test_a_word_without_a_cue_is_no_place(post: dict) -> None:  # type: ignore[type-arg]
    assert find_place(post["text"]) is None


def test_the_letters_of_a_place_are_the_writers_without_what_is_written_onto_them() -> None:
    text = "جارتنا بِبُرَيْـــدَة محتاجة"
    found = find_place(text)
    assert found is not None
    assert text[found.start : found.end] == found.text == "بُرَيْـــدَة"


def test_where_somebody_dwells_goes_before_where_something_is() -> None:
    found = find_place("وديناه مستشفى في الرياض وحنا ساكنين في رفحاء")
    assert found is not None
    assert found.name == "رفحاء"


def test_an_ambiguous_name_lists_its_candidates() -> None:
    found = find_place("نسكن بحي العزيزية")
    assert found is not None
    assert found.region is None
    assert found.candidates == ("العزيزية - الرياض", "العزيزية - المدينة المنورة", "العزيزية - مكة المكرمة")


@pytest.mark.parametrize(("other", "region"), [("في جازان", "GA"), ("بسكاكا", "GO")])
def test_another_place_in_the_text_tells_namesakes_apart(other: str, region: str) -> None:
    found = next(place for place in find_places(f"انا من سكان الشقيق وعلاجي {other}") if place.name == "الشقيق")
    assert (found.region, found.candidates) == (region, ())


def test_a_hijra_without_an_entry_keeps_its_name_and_is_placed_near_its_neighbour() -> None:
    found = find_place("ناس في هجرة أم سدرة قرب رفحاء بلا ماء")
    assert found is not None
    assert (found.name, found.governorate, found.precision) == ("أم سدرة", "رفحاء", "near")
    assert found.text == "هجرة أم سدرة قرب رفحاء"


def test_a_hashtag_is_believed_only_beside_another_cue() -> None:
    assert find_places("#الدمام فزعتكم") == ()
    assert {place.name for place in find_places("#الدمام نسكن سيهات")} == {"الدمام", "سيهات"}


def test_a_list_of_places_is_not_one_place() -> None:
    assert [place.name for place in find_places("عندنا حالات في الرياض والخرج")] == ["الرياض", "الخرج"]


def test_a_cleaned_text_given_along_changes_nothing() -> None:
    text = "أسرة في محافظة ضُبا"
    assert find_place(text, clean(text)) == find_place(text)
