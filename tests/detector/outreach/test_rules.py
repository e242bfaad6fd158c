"""When the next attempt may be made, and who may agree to what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.outreach.rules import REST, Attempt, Channel, ConsentGround, Purpose, Reached, again_at, who_may_say

NOON = datetime(2026, 8, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def tried(*outcomes: Reached, every: timedelta = HOUR) -> list[Attempt]:
    return [Attempt(NOON + n * every, reached) for n, reached in enumerate(outcomes)]


def test_the_first_attempt_may_be_made_at_once() -> None:
    assert again_at([], limit=3) is None


def test_after_three_unanswered_attempts_the_family_rests() -> None:
    attempts = tried(*[Reached.NO_ANSWER] * 3)
    assert again_at(attempts[:2], limit=3) is None
    assert again_at(attempts, limit=3) == NOON + 2 * HOUR + REST


def test_after_the_rest_a_whole_new_round_begins() -> None:
    later = NOON + 2 * HOUR + REST
    attempts = [*tried(*[Reached.NO_ANSWER] * 3), Attempt(later, Reached.NO_ANSWER)]
    assert again_at(attempts, limit=3) is None
    attempts += [Attempt(later + n * HOUR, Reached.NO_ANSWER) for n in (1, 2)]
    assert again_at(attempts, limit=3) == later + 2 * HOUR + REST


@pytest.mark.parametrize("answer", [Reached.REACHED, Reached.ASKED_TO_CALL_LATER, Reached.WRONG_NUMBER])
def test_an_answer_or_a_wrong_number_is_no_unanswered_call(answer: Reached) -> None:
    no = Reached.NO_ANSWER
    assert again_at(tried(no, no, answer, no, no), limit=3) is None


@given(st.lists(st.sampled_from(Reached), max_size=12), st.integers(1, 5))
def test_there_is_never_a_longer_wait_than_a_rest_after_the_last_attempt(outcomes: list[Reached], limit: int) -> None:
    attempts = tried(*outcomes)
    until = again_at(attempts, limit=limit)
    assert until is None or until == attempts[-1].at + REST


def test_a_sender_may_let_us_in_to_a_visit_and_to_nobody_s_records() -> None:
    asked = list(Purpose)
    consent = ConsentGround.CONSENT
    assert who_may_say(Channel.THROUGH_SENDER, consent, asked) == (Purpose.REGISTRY_MATCH, Purpose.AGENCY_CHECK)
    assert who_may_say(Channel.THROUGH_SENDER, consent, [Purpose.VISIT]) == ()
    assert who_may_say(Channel.PHONE, consent, asked) == ()
    assert who_may_say(Channel.THROUGH_SENDER, ConsentGround.APPLICATION, asked) == ()
