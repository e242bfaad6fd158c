"""The questions that are put to X: within its limits, quoted, the first choice first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from detector.errors import BadInput
from detector.reports.models import Source
from detector.reports.scope import ScopeEmpty, checked
from detector.reports.sources.x.backoff import Backoff, Cut
from detector.reports.sources.x.questions import MOST_LETTERS, questions
from detector.reports.sources.x.wire import earlier, id_at, moment_of

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def test_many_keywords_are_split_over_questions_that_fit_and_none_is_left_out() -> None:
    keywords = [f"عبارة طويلة نوعا ما رقم {n}" for n in range(100)]
    asked = questions({"keywords": keywords})
    assert len(asked) > 5
    assert all(len(question.query) <= MOST_LETTERS for question in asked)
    assert all(any(f'"{keyword}"' in question.query for question in asked) for keyword in keywords)
    assert len({question.key for question in asked}) == len(asked)


def test_a_scope_that_names_nothing_is_said_to_be_empty() -> None:
    with pytest.raises(ScopeEmpty):
        questions({"keywords": [], "accounts": []})


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("keywords", 'ارملة" OR from:someone "', "not_a_keyword"),
        ("keywords", "ا" * 61, "too_long"),
        ("accounts", "a OR b", "not_a_handle"),
        ("feeds", "https://example.org/rss", "unknown"),
    ],
)
def test_what_would_reach_further_than_it_says_is_not_approved(name: str, value: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked(Source.X, {name: [value]})
    assert (refused.value.facts["field"], refused.value.facts["why"]) == (name, why)


def test_an_id_tells_its_moment_and_can_be_moved_back() -> None:
    assert moment_of(id_at(NOW)) == NOW
    assert moment_of(earlier(id_at(NOW), timedelta(seconds=15))) == NOW - timedelta(seconds=15)


def test_the_waits_between_connections_are_those_that_x_asks_for() -> None:
    wait = Backoff()
    assert [wait.wait(Cut.NETWORK, now=NOW) for _ in range(3)] == [0, 0.25, 0.5]
    assert max(wait.wait(Cut.NETWORK, now=NOW) for _ in range(100)) == 16
    assert [wait.wait(Cut.HTTP, now=NOW) for _ in range(8)] == [5, 10, 20, 40, 80, 160, 320, 320]
    wait.connected()
    assert [wait.wait(Cut.RATE, now=NOW) for _ in range(4)] == [60, 120, 240, 320]
    assert wait.wait(Cut.RATE, now=NOW, reset_at=NOW + timedelta(seconds=400)) == 401
