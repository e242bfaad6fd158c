"""Words and where they stand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_models.text.tokens import tokens, words


def test_a_hashtag_is_its_words() -> None:
    assert words("#حفر_الباطن الان!") == ("حفر", "الباطن", "الان")


@given(st.text())
@settings(deadline=None)
def test_tokens_are_the_words_with_their_offsets(text: str) -> None:
    assert tuple(token.text for token in tokens(text)) == words(text)
    assert all(text[token.start : token.end] == token.text for token in tokens(text))
