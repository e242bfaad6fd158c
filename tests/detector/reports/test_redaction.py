"""No number that names somebody is readable in a kept text, and letters stay where they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detector.reports.redaction import OTHER_NUMBER, redact
from nlp_models.extract.identifiers import identifiers


def test_an_id_with_its_cue_is_masked_in_place() -> None:
    text = "هويتي رقم ١٠٠٠٠٠٠٠٠٨ وجوالي 0500000000 تكفون"
    masked, hidden = redact(text, identifiers(text))
    assert len(masked) == len(text)
    assert masked.endswith("تكفون")
    assert "٠٠٠٠" not in masked
    assert "0000" not in masked
    assert {h.type for h in hidden} == {"national_id", "mobile"}


def test_a_long_number_without_a_cue_is_masked_too() -> None:
    masked, hidden = redact("الرقم 9012345678 بس", [])
    assert masked == "الرقم 9•••••••78 بس"
    assert [(h.type, h.value) for h in hidden] == [(OTHER_NUMBER, "9012345678")]


def test_amounts_and_years_stay_readable() -> None:
    assert redact("علي 18000 ريال من 2019", [])[0] == "علي 18000 ريال من 2019"


@given(st.text(alphabet="ابت 0123456789٠١٢٣-+", max_size=120))
def test_redaction_never_moves_a_letter(text: str) -> None:
    masked, hidden = redact(text, identifiers(text))
    assert len(masked) == len(text)
    for one in hidden:
        assert 0 <= one.start < one.end <= len(text)
