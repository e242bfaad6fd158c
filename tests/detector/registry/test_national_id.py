"""Reading a national ID as people write it."""

from __future__ import annotations

import pytest

from detector.registry.national_id import InvalidNationalId, parse


@pytest.mark.parametrize(
    "written", ["1000000008", "١٠٠٠٠٠٠٠٠٨", "۱۰۰۰۰۰۰۰۰۸", "10 0000 0008", " 1000-000-008 ", "１０００００００08"]
)
def test_an_id_is_read_in_every_usual_writing(written: str) -> None:
    assert parse(written, demo=False) == "1000000008"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1000000009", "check_digit"), ("100000008", "length"), ("10000000080", "length"), ("", "length"),
        ("3000000004", "first_digit"), ("9000000001", "first_digit"), ("1٠٠٠٠٠٠٠o8", "length"),
    ],
)  # fmt: skip
def test_what_is_no_national_id_is_refused_with_its_reason(written: str, why: str) -> None:
    with pytest.raises(InvalidNationalId) as refused:
        parse(written, demo=False)
    assert refused.value.facts == {"why": why}


def test_an_invented_id_is_taken_only_where_people_are_invented() -> None:
    assert parse("9000000001", demo=True) == "9000000001"
    with pytest.raises(InvalidNationalId):
        parse("1000000009", demo=True)
