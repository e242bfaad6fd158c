"""Identifiers in every way they are written, and the numbers that are none."""

from __future__ import annotations

import pytest

from nlp_models.extract.identifiers import identifiers
from nlp_models.text.clean import clean
from tests.nlp_models.extract.composed import composed

DOCUMENTED_ID = "1000000008"  # the value that public documents use for a valid one
DOCUMENTED_IBAN = "SA0380000000608010167519"


def test_f1_on_the_composed_posts_is_at_least_98_percent() -> None:
    posts = composed("identifiers")
    right = wrong = missed = 0
    for post in posts:
        gold = {(i["type"], i["start"], i["end"], i["valid"]) for i in post["identifiers"]}
        found = {(i.type, i.start, i.end, i.valid) for i in identifiers(post["text"])}
        right, wrong, missed = right + len(gold & found), wrong + len(found - gold), missed + len(gold - found)
    assert len(posts) >= 150
    assert 2 * right / (2 * right + wrong + missed) >= 0.98


@pytest.mark.parametrize(
    ("text", "value", "masked"),
    [
        (f"رقم الهوية {DOCUMENTED_ID}", DOCUMENTED_ID, "1•••••••08"),
        ("هويتي ١٠٠٠٠٠٠٠٠٨", DOCUMENTED_ID, "1•••••••08"),
        ("واتس 00966500000012", "+966500000012", "05••••••12"),
        ("جوالي صفر خمسة صفر صفر صفر صفر صفر صفر واحد اثنين", "+966500000012", "05••••••12"),
        ("الايبان SA03 8000 0000\n6080 1016 7519", DOCUMENTED_IBAN, "SA•• … 19"),
        ("واتس 0500xxx012", "+966500•••012", "0500•••012"),
        ("الهوية 10******08", "10••••••08", "10••••••08"),
    ],
)
def test_the_value_is_canonical_and_the_mask_hides_the_middle(text: str, value: str, masked: str) -> None:
    (found,) = identifiers(text)
    assert (found.value, found.masked) == (value, masked)


def test_a_checksum_that_fails_is_reported_as_not_valid() -> None:
    assert [i.valid for i in identifiers("هويتها 1000000001 وهويته 1000000008")] == [False, True]
    assert [i.valid for i in identifiers(f"{DOCUMENTED_IBAN[:-1]}8")] == [False]


@pytest.mark.parametrize("cue", ["فاتورة", "التنفيذ القضائي", "سداد", "السجل التجاري", "رقم الطلب", ""])
def test_a_number_that_passes_the_checksum_is_no_id_beside_another_cue_or_none(cue: str) -> None:
    assert identifiers(f"{cue} {DOCUMENTED_ID}") == ()


def test_the_nearest_cue_decides() -> None:
    (found,) = identifiers(f"الفاتورة 1800000000 والهوية {DOCUMENTED_ID}")
    assert found.value == DOCUMENTED_ID


def test_nine_digits_are_a_mobile_only_beside_a_word_of_phones() -> None:
    assert [i.type for i in identifiers("جوالي 500000012")] == ["mobile"]
    assert identifiers("المبلغ 500000012") == ()


def test_the_span_holds_the_writers_own_letters() -> None:
    text = "رقمي 0️⃣5️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣ تكفون"
    (found,) = identifiers(text)
    assert text[found.start : found.end] == "0️⃣5️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣"


def test_a_cleaned_text_given_along_changes_nothing() -> None:
    text = "رقـــم الهوية ١٠٠٠٠٠٠٠٠٨ وجوالي O500000012"
    assert identifiers(text, clean(text)) == identifiers(text)
    assert len(identifiers(text)) == 2


def test_the_public_form_has_no_value() -> None:
    (found,) = identifiers(f"الهوية {DOCUMENTED_ID}")
    assert set(found.public()) == {"type", "start", "end", "valid", "masked"}
