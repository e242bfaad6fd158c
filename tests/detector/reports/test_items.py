"""What is taken, what is refused, and with which code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.reports.items import BadDate, BadRow, TextTooLong, checked_date, item_of

GOOD = {"id": "1", "text": "نص"}


@pytest.mark.parametrize(
    ("row", "field", "kind"),
    [
        ({"text": "نص"}, "id", BadRow),
        ({"id": "", "text": "نص"}, "id", BadRow),
        ({"id": ["1"], "text": "نص"}, "id", BadRow),
        ({"id": "x" * 201, "text": "نص"}, "id", BadRow),
        ({"id": "1"}, "text", BadRow),
        ({"id": "1", "text": 5}, "text", BadRow),
        ({"id": "1", "text": " \u200f\x00 "}, "text", BadRow),
        ({"id": "1", "text": "ب" * 100_000}, "text", TextTooLong),
        (GOOD | {"published_at": "أمس"}, "published_at", BadDate),
        (GOOD | {"published_at": "2999-01-01"}, "published_at", BadDate),
        (GOOD | {"published_at": "1871-01-01"}, "published_at", BadDate),
        (GOOD | {"published_at": 1e30}, "published_at", BadDate),
        (GOOD | {"url": 7}, "url", BadRow),
    ],
)
def test_a_field_that_does_not_fit_is_named(row: dict[str, object], field: str, kind: type[BadRow]) -> None:
    with pytest.raises(kind) as raised:
        item_of(row, limit=20_000)
    assert raised.value.facts["field"] == field


def test_nul_and_lone_surrogates_are_replaced_one_for_one() -> None:
    item = item_of({"id": "1", "text": "ا\x00ب\ud800ج"}, limit=100)
    assert item.text == "ا\ufffdب\ufffdج"
    item.text.encode("utf-8")


def test_times_without_a_zone_are_utc_and_numbers_are_epoch_seconds() -> None:
    assert checked_date("2026-11-01T10:00:00").isoformat() == "2026-11-01T10:00:00+00:00"
    assert checked_date(1_790_000_000).year == 2026
    assert checked_date("") is None


@given(st.dictionaries(st.sampled_from(["id", "text", "url", "published_at", "source"]), st.text() | st.integers()))
def test_any_row_gives_an_item_or_a_named_error(row: dict[str, object]) -> None:
    try:
        item = item_of(row, limit=50)
    except BadRow as error:
        assert error.facts["field"] in ("id", "text", "url", "published_at", "source")
    else:
        item.text.encode("utf-8")
        item.external_id.encode("utf-8")
