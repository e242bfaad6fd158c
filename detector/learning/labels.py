"""What a committee's verdict teaches about a text: one table that can be read aloud. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from detector.decisions.rules import Outcome

# A label says what the text says (labels.md), so only what settles that is taken. None: the outcome says nothing about
# the words. A text that was read as a payment problem stays one where the household was found (see `kind_of`).
CASE = "hardship_case"
PAYMENT = "payment_issue"
TAUGHT: Mapping[Outcome, str | None] = {
    Outcome.REGISTERED: CASE,
    Outcome.ALREADY_REGISTERED: CASE,
    Outcome.REFERRED: CASE,
    Outcome.NOT_ELIGIBLE: CASE,  # a household was found and told what it told; the law's conditions are another matter
    Outcome.HELD: None,  # waits for a check
    Outcome.UNREACHABLE: None,  # nobody looked
    Outcome.DUPLICATE: None,  # the other case's decision says it
    Outcome.NOT_A_CASE: None,  # by its reason code, below
}
# What a dismissed text was instead. `circulated`, `past_need` and `abroad` were found out about the household by asking;
# the words may well have told a present need, so they teach nothing about words.
DISMISSED: Mapping[str, str | None] = {
    "solicitation": "solicitation",
    "opinion": "opinion",
    "announcement": "announcement",
    "question": "question",
    "no_household": "other",
    "circulated": None,
    "past_need": None,
    "abroad": None,
}
NO_NEED_FOUND = "no_need_found"  # of NOT_ELIGIBLE: the visit found another picture than the text drew


def kind_of(outcome: Outcome, reason_code: str | None, read_as: str) -> str | None:
    """The kind that a final decision teaches about a report that was `read_as`, or None when it teaches none."""
    if outcome is Outcome.NOT_A_CASE:
        return DISMISSED.get(reason_code or "")
    if outcome is Outcome.NOT_ELIGIBLE and reason_code == NO_NEED_FOUND:
        return None
    taught = TAUGHT[outcome]
    return PAYMENT if taught == CASE and read_as == PAYMENT else taught
