"""What a decision lacks."""

from __future__ import annotations

import dataclasses

import pytest

from detector.decisions.rules import ADVERSE, REASON_CODES, Known, Outcome, fits, missing

NOTHING = Known()
WHOLE = Known(consent=True, visit=True, match=True, on_rolls=True, unreachable=True, confirmed=frozenset({"R1"}))


@pytest.mark.parametrize(
    ("outcome", "code", "expected"),
    [
        (Outcome.REGISTERED, None, ("consent", "visit", "match")),
        (Outcome.ALREADY_REGISTERED, None, ("consent", "match", "same_person")),
        (Outcome.REFERRED, None, ("reason_code",)),
        (Outcome.REFERRED, "charity", ()),
        (Outcome.HELD, None, ("reason_code",)),
        (Outcome.HELD, "documents", ()),
        (Outcome.NOT_ELIGIBLE, None, ("visit", "reason_code")),
        (Outcome.NOT_ELIGIBLE, "R1", ("visit", "confirmed_claim")),
        (Outcome.NOT_ELIGIBLE, "income", ("visit",)),
        (Outcome.UNREACHABLE, None, ("contact_attempts",)),
        (Outcome.DUPLICATE, None, ()),
        (Outcome.NOT_A_CASE, None, ("reason_code",)),
        (Outcome.NOT_A_CASE, "solicitation", ()),
    ],
)
def test_an_empty_file_lacks_what_the_outcome_rests_on(
    outcome: Outcome, code: str | None, expected: tuple[str, ...]
) -> None:
    assert missing(outcome, NOTHING, code) == expected


@pytest.mark.parametrize("outcome", Outcome)
def test_a_whole_file_lacks_nothing(outcome: Outcome) -> None:
    code = "R1" if outcome is Outcome.NOT_ELIGIBLE else next(iter(REASON_CODES.get(outcome, ())), None)
    assert missing(outcome, WHOLE, code) == ()


def test_an_unsure_match_is_settled_before_anybody_is_registered() -> None:
    unsure = dataclasses.replace(WHOLE, unsettled=True)
    assert missing(Outcome.REGISTERED, unsure) == ("unsure_match",)
    assert missing(Outcome.ALREADY_REGISTERED, unsure) == ("unsure_match",)


def test_a_disputed_claim_holds_up_a_refusal_on_any_ground() -> None:
    disputed = dataclasses.replace(WHOLE, disputed=frozenset({"R2"}))
    assert missing(Outcome.NOT_ELIGIBLE, disputed, "R1") == ("dispute_open",)
    assert missing(Outcome.NOT_ELIGIBLE, disputed, "wealth") == ("dispute_open",)


def test_a_reason_without_a_source_refuses_nobody() -> None:
    for code in ("R5", "R7"):
        assert not fits(Outcome.NOT_ELIGIBLE, code)


def test_a_code_belongs_to_its_outcome() -> None:
    assert fits(Outcome.REFERRED, "charity")
    assert not fits(Outcome.HELD, "charity")
    assert not fits(Outcome.NOT_A_CASE, "R1")
    assert all(fits(outcome, None) for outcome in Outcome)


def test_whatever_takes_something_from_a_family_is_adverse() -> None:
    assert set(Outcome) - ADVERSE == {Outcome.REGISTERED, Outcome.ALREADY_REGISTERED, Outcome.REFERRED}
