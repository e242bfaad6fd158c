"""Reading posted forms."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from detector.errors import BadInput
from detector.outreach.rules import Channel
from review_ui.forms import Form, is_web


def form(**values: str) -> Form:
    return Form.of(values.items())


def test_letters_that_no_database_takes_or_that_turn_the_page_around_are_dropped() -> None:
    assert form(note="أ\x00ب\ud83d\u202eج\r\nد").text("note") == "أبج\nد"


def test_digits_may_be_typed_in_arabic() -> None:
    typed = form(day="٢٠٢٦-٠٧-٠٥", hour="١٦:٣٠", members="٧")
    assert typed.day("day") == date(2026, 7, 5)
    assert typed.number("members") == 7
    assert typed.moment("day", "hour") == datetime(2026, 7, 5, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "²", "٧ أفراد", "9" * 400])
def test_what_is_no_whole_number_within_reason_is_refused(value: str) -> None:
    typed = form(members=value)
    assert typed.number("members") is None
    assert "members" in typed.errors


@pytest.mark.parametrize("value", ["2026-02-30", "5/7/2026", "غدًا", "20260705T"])
def test_what_is_no_date_is_refused(value: str) -> None:
    typed = form(day=value)
    assert typed.day("day") is None
    assert "day" in typed.errors


def test_a_choice_is_one_of_those_offered() -> None:
    assert form(channel="phone").choice("channel", Channel) is Channel.PHONE
    forged = form(channel="carrier_pigeon")
    assert forged.choice("channel", Channel) is None
    assert "channel" in forged.errors
    assert form().many("purposes", {"visit"}) == []


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://example.org/p?q=1", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://exa mple.org", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_a_browser_is_sent_to_the_web_and_nowhere_else(address: str | None, allowed: bool) -> None:
    assert is_web(address) is allowed


def test_the_houses_complaint_is_put_beside_its_field() -> None:
    typed = form(text="x", consent_channel="phone")
    assert typed.blame(BadInput(field="text", why="too_short"))
    assert typed.blame(BadInput(field="channel", why="unknown"), {"channel": "consent_channel"})
    assert set(typed.errors) == {"text", "consent_channel"}
    assert not typed.blame(BadInput(field="elsewhere", why="missing"))
