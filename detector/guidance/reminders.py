"""When a payment asks for somebody's attention again, worked out from what was done for it. Pure.

The periods are settings, none of them is law. A payment that arrived asks for nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from detector.guidance.rules import BEFORE_COMPLAINT, PaymentState, Step


class Due(enum.StrEnum):
    NEXT_STEP = "next_step"  # nothing was done for a while
    PAYMENT_RUN = "payment_run"  # "resume payment" was pressed: did the money come with the next run?
    COMPLAINT_WINDOW = "complaint_window"  # the window closes soon, and the first three steps did not help
    COMPLAINT_ANSWER = "complaint_answer"  # ask what became of the complaint
    UPDATE_DATA = "update_data"  # step 5 comes round again (0-10)


# What is settled by which step; a step settles NEXT_STEP whatever it is.
SETTLED_BY: Mapping[Step, frozenset[Due]] = {
    Step.FINANCIAL_COMPLAINT: frozenset({Due.NEXT_STEP, Due.PAYMENT_RUN, Due.COMPLAINT_WINDOW}),
    **{step: frozenset({Due.NEXT_STEP}) for step in Step if step is not Step.FINANCIAL_COMPLAINT},
}


@dataclass(frozen=True, slots=True)
class Periods:
    """Days; `opens_day` of a month is when the window for complaints opens."""

    step: int
    complaint_answer: int
    update: int
    opens_day: int
    window: int


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day for a complaint about a payment."""

    opens: date
    closes: date


WARNS_BEFORE = timedelta(days=7)


def complaint_window(month: date, periods: Periods) -> Window:
    """For the payment of `month` (its first day)."""
    opens = month.replace(day=periods.opens_day)
    return Window(opens, opens + timedelta(days=periods.window))


def due(state: PaymentState, month: date, done: Mapping[Step, date], since: date, periods: Periods) -> dict[Due, date]:
    """Every reminder of a payment with its day. `since`: when the payment was listed; `done`: the day of each step."""
    if state is PaymentState.PAID:
        return {}
    found: dict[Due, date] = {}
    last = max(done.values(), default=since)
    if Step.FINANCIAL_COMPLAINT not in done and not (state is PaymentState.RESUMED and done.keys() >= BEFORE_COMPLAINT):
        found[Due.NEXT_STEP] = last + timedelta(days=periods.step)
    if state is PaymentState.RESUMED and Step.RESUME_PAYMENT in done and Step.FINANCIAL_COMPLAINT not in done:
        found[Due.PAYMENT_RUN] = _next_run(done[Step.RESUME_PAYMENT])
    if done.keys() >= BEFORE_COMPLAINT and Step.FINANCIAL_COMPLAINT not in done:
        closes = complaint_window(month, periods).closes
        if closes >= last:  # a window that had closed before the steps were done warns nobody
            found[Due.COMPLAINT_WINDOW] = max(last, closes - WARNS_BEFORE)
    if Step.FINANCIAL_COMPLAINT in done:
        found[Due.COMPLAINT_ANSWER] = done[Step.FINANCIAL_COMPLAINT] + timedelta(days=periods.complaint_answer)
    if Step.UPDATE_DATA in done:
        found[Due.UPDATE_DATA] = done[Step.UPDATE_DATA] + timedelta(days=periods.update)
    return found


def _next_run(after: date) -> date:
    """Payments run on the first of the Gregorian month."""
    return date(after.year + after.month // 12, after.month % 12 + 1, 1)
