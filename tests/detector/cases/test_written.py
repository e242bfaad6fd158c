"""What people write beside an act."""

from __future__ import annotations

import pytest

from detector.cases.written import MOST_REASON, reason, written
from detector.errors import BadInput


def test_a_reason_keeps_its_words_and_loses_the_numbers_that_name_a_person() -> None:
    kept = reason("  رقم الهوية ١٠٠٠٠٠٠٠٠٨ خطأ، والهاتف 0500000012 لا يرد  ")
    assert kept.startswith("رقم الهوية ")
    assert kept.endswith("لا يرد")
    assert "٠٠٠٠" not in kept
    assert "0000" not in kept


@pytest.mark.parametrize("nothing", [None, "", " \n\t "])
def test_a_reason_is_needed_and_a_note_is_not(nothing: str | None) -> None:
    assert written(nothing, "note", most=10) is None
    with pytest.raises(BadInput) as refused:
        reason(nothing)
    assert refused.value.facts["why"] == "missing"


def test_too_short_and_too_long_are_told_apart_by_the_field_that_is_meant() -> None:
    with pytest.raises(BadInput) as refused:
        reason("نعم", "notice_waived", least=10)
    assert refused.value.facts == {"field": "notice_waived", "why": "too_short", "least": 10}
    with pytest.raises(BadInput) as refused:
        reason("ا" * (MOST_REASON + 1))
    assert refused.value.facts == {"field": "reason", "why": "too_long", "most": MOST_REASON}


def test_what_no_database_can_hold_is_replaced_and_never_an_error() -> None:
    assert written("a\x00b\ud800", "note", most=10) == "a\ufffdb\ufffd"
