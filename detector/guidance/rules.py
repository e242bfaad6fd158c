"""The protocol of the ministry's article (payment_protocol_article, domain.md 2.1) as a table. Pure.

It repairs a payment that was rejected or suspended. A stop under Art. 17 of the Social Security Law or a "not eligible"
is a matter for an objection, not for this protocol; other programmes are referred to their own desks.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Literal

from detector.cases.lifecycle import IllegalMove
from detector.errors import DetectorError
from nlp_models.extract.identifier_kinds import iban
from nlp_models.text.clean import normalise


class PaymentState(enum.StrEnum):
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    RESUMED = "resumed"  # "resume payment" was pressed; waits for the next run
    PAID = "paid"
    UNKNOWN = "unknown"


P = PaymentState
# A payment that arrived can still come back from the bank; what is known is never unlearned.
PAYMENT_MOVES: Mapping[PaymentState, frozenset[PaymentState]] = {
    P.UNKNOWN: frozenset({P.REJECTED, P.SUSPENDED, P.RESUMED, P.PAID}),
    P.REJECTED: frozenset({P.SUSPENDED, P.RESUMED, P.PAID}),
    P.SUSPENDED: frozenset({P.REJECTED, P.RESUMED, P.PAID}),
    P.RESUMED: frozenset({P.REJECTED, P.SUSPENDED, P.PAID}),
    P.PAID: frozenset({P.REJECTED}),
}


def move(now: PaymentState, to: PaymentState) -> PaymentState:
    """The same state again is no move. Raises `IllegalMove`."""
    if to is not now and to not in PAYMENT_MOVES[now]:
        raise IllegalMove(now=now.value, to=to.value)
    return to


class Track(enum.StrEnum):
    PAYMENT = "payment"  # the article's steps
    OBJECTION = "objection"  # eligibility refused or stopped
    REFERRAL = "referral"  # another programme


class Step(enum.StrEnum):
    """In the article's order (0-06 … 0-10)."""

    LINK_IBAN = "link_iban"
    CHECK_BANK = "check_bank"
    RESUME_PAYMENT = "resume_payment"
    FINANCIAL_COMPLAINT = "financial_complaint"
    UPDATE_DATA = "update_data"


class Warning_(enum.StrEnum):  # noqa: N801 - Warning is Python's own
    """Shown above everything else, always (0-03, 0-04): either would lose the seniority of the claim."""

    KEEP_ACCOUNT = "keep_account"
    KEEP_APPLICATION = "keep_application"


WARNINGS = tuple(Warning_)
STEPS = tuple(Step)
# 0-09: a complaint is for what the first three steps did not solve.
BEFORE_COMPLAINT = frozenset({Step.LINK_IBAN, Step.CHECK_BANK, Step.RESUME_PAYMENT})


class ComplaintTooEarly(DetectorError):
    """Steps 1–3 come first; facts: `missing`."""

    code, status = "G602", 409


def open_steps(done: Set[Step]) -> tuple[Step, ...]:
    """The steps to show now, in order: the complaint only after steps 1–3."""
    return tuple(
        step
        for step in STEPS
        if step not in done and not (step is Step.FINANCIAL_COMPLAINT and not done >= BEFORE_COMPLAINT)
    )


def check(step: Step, done: Set[Step]) -> None:
    """Raise `ComplaintTooEarly` when a complaint is filed before steps 1–3."""
    if step is Step.FINANCIAL_COMPLAINT and not done >= BEFORE_COMPLAINT:
        raise ComplaintTooEarly(missing=sorted(s.value for s in BEFORE_COMPLAINT - done))


@dataclass(frozen=True, slots=True)
class IbanCheck:
    """Whether an IBAN is written right. Right does not mean open, active or linked to an ID; only the bank knows that.

    `why` says what to look at again, never whose fault it is: the check may fail though the data are right (0-11).
    """

    valid: bool
    masked: str | None = None
    why: Literal["not_saudi", "length", "check_digits"] | None = None


IBAN_LENGTH = 24


def check_iban(text: str) -> IbanCheck:
    """SA, two check digits, two of the bank, eighteen of the account; the remainder by 97 is 1 (ISO 13616)."""
    written = re.sub(r"[\W_]", "", normalise(text)).upper()
    if not written.startswith("SA"):
        return IbanCheck(False, why="not_saudi")
    if len(written) != IBAN_LENGTH:
        return IbanCheck(False, why="length")
    read = iban(written[2:])
    return IbanCheck(True, masked=read.masked) if read.valid else IbanCheck(False, why="check_digits")
