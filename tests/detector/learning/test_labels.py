"""What a decision teaches about a text: one table, and every outcome and code has its answer."""

from __future__ import annotations

import pytest

from detector.decisions.rules import REASON_CODES, Outcome
from detector.learning.labels import DISMISSED, TAUGHT, kind_of
from nlp_models.types import KINDS


def test_every_outcome_and_every_code_of_a_dismissal_has_its_answer() -> None:
    assert set(TAUGHT) == set(Outcome)
    assert set(REASON_CODES.get(Outcome.NOT_A_CASE, ())) <= set(DISMISSED)
    assert {kind for kind in [*TAUGHT.values(), *DISMISSED.values()] if kind} <= set(KINDS)


@pytest.mark.parametrize(
    ("outcome", "code", "read_as", "kind"),
    [
        (Outcome.REGISTERED, None, "hardship_case", "hardship_case"),
        (Outcome.REFERRED, "charity", "opinion", "hardship_case"),
        (Outcome.REGISTERED, None, "payment_issue", "payment_issue"),
        (Outcome.NOT_ELIGIBLE, "income", "hardship_case", "hardship_case"),
        (Outcome.NOT_ELIGIBLE, "no_need_found", "hardship_case", None),
        (Outcome.UNREACHABLE, None, "hardship_case", None),
        (Outcome.HELD, "identity", "hardship_case", None),
        (Outcome.NOT_A_CASE, "solicitation", "hardship_case", "solicitation"),
        (Outcome.NOT_A_CASE, "past_need", "hardship_case", None),
        (Outcome.NOT_A_CASE, None, "hardship_case", None),
    ],
)
def test_a_decision_teaches_what_it_says_about_the_words(
    outcome: Outcome, code: str | None, read_as: str, kind: str | None
) -> None:
    assert kind_of(outcome, code, read_as) == kind
