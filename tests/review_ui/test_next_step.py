"""Which step a person is shown next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detector.cases.lifecycle import Status
from review_ui.next_step import Standing, next_step, stages_done
from review_ui.words import WORDS

MINE = Standing("D-26-000001", Status.CLAIMED, is_mine=True)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("is_mine", [True, False])
def test_there_is_a_step_with_words_for_every_status(status: Status, is_mine: bool) -> None:
    step = next_step(Standing("D-26-000001", status, is_mine=is_mine))
    assert f"next.{step.name}" in WORDS
    assert f"next.{step.name}.why" in WORDS


def test_contact_comes_before_consent_and_consent_before_a_visit() -> None:
    assert next_step(MINE).name == "contact"
    assert next_step(replace(MINE, reached=True)).name == "consent"
    assert next_step(replace(MINE, reached=True, consented=True)).name == "plan"


def test_after_the_visit_comes_the_match_and_then_the_decision() -> None:
    visited = replace(MINE, status=Status.VISITED, consented=True, visited=True)
    assert next_step(visited).name == "match"
    assert next_step(replace(visited, matched=True)).name == "decide"


def test_who_proposed_waits_and_another_officer_reviews() -> None:
    proposed = Standing("D-26-000001", Status.PROPOSED, may_second=True)
    assert next_step(proposed).name == "second"
    assert next_step(replace(proposed, proposed_by_me=True)).name == "wait_second"
    assert next_step(replace(proposed, may_second=False)).name == "wait_second"


def test_a_consent_shows_that_there_was_contact() -> None:
    assert stages_done(replace(MINE, consented=True)) == {"contact", "consent"}
