"""Cutting a text at its evidence."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from review_ui.marks import pieces

SPANS = st.lists(
    st.builds(
        lambda start, length, label: {"start": start, "end": start + length, "label": label, "weight": 0.1},
        st.integers(0, 40), st.integers(0, 20), st.sampled_from(["widow", "debt", "account_number", "unheard_of"]),
    ),
    max_size=5,
)  # fmt: skip


@given(text=st.text(max_size=40), evidence=SPANS, counter=SPANS)
def test_the_pieces_are_the_text_letter_for_letter(
    text: str, evidence: list[dict[str, Any]], counter: list[dict[str, Any]]
) -> None:
    made = pieces(text, evidence, counter)
    assert "".join(piece.text for piece in made) == text
    assert all(bool(piece.side) == bool(piece.why) for piece in made)


def test_offsets_count_code_points() -> None:
    made = pieces("😭 أرملة", [{"start": 2, "end": 7, "label": "widow", "weight": 1.0}], [])
    assert [(p.text, p.side, p.why) for p in made] == [("😭 ", "", ""), ("أرملة", "for", "أرملة")]


def test_where_both_sides_meet_checking_is_shown() -> None:
    one = {"start": 0, "end": 4, "label": "debt", "weight": 1.0}
    other = {"start": 2, "end": 6, "label": "account_number", "weight": 1.0}
    assert [(p.text, p.side) for p in pieces("abcdef", [one], [other])] == [("ab", "for"), ("cdef", "against")]
