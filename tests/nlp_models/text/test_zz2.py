"""Serving's normalisation is the one of camel_tools, on which training and the field's tools agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_models.text import camel
from nlp_models.text.clean import normalise

POSTS = [
    json.loads(line)["text"]
    for path in sorted((Path(__file__).parent.parent / "extract" / "data").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
# What posts are typed with: the Arabic blocks with marks and presentation forms, ASCII, emoji and invisible signs.
TYPED = st.text(
    st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)
    | st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC)
    | st.characters(min_codepoint=0x00, max_codepoint=0x7F)
    | st.sampled_from("😭💔❤️🙏✅…“”—•٥\u200b\u200d\u200f\u2067\u2069\ufeff\ud800")
)


@given(TYPED)
@settings(deadline=None,max_examples=4000)
def test_serving_says_what_camel_tools_says_on_generated_posts(text: str) -> None:
    assert normalise(text) == camel.normalise(text)


def test_serving_says_what_camel_tools_says_on_composed_posts() -> None:
    assert len(POSTS) > 500
    assert [normalise(post) for post in POSTS] == [camel.normalise(post) for post in POSTS]


@given(st.text(st.characters(exclude_categories=())))
@settings(deadline=None,max_examples=4000)
def test_no_step_of_camel_tools_is_missing_from_serving(text: str) -> None:
    assert normalise(camel.shared(text)) == normalise(text)


@pytest.mark.parametrize("text", ["أإ آٱ", "مكة", "مستشفى", "ضَمَانٌ"])
def test_the_shared_steps_are_those_of_camel_tools(text: str) -> None:
    assert camel.shared(text) == normalise(text)
