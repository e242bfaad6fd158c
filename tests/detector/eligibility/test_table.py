"""The estimate against sums worked out by hand. Beside each case stands the working."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from detector.eligibility.estimate import Estimate, estimate
from detector.eligibility.facts import Facts, Group, Income, Kind
from detector.eligibility.ranges import UNBOUNDED
from detector.eligibility.rulebook import load

NOW = date(2026, 8, 1)
BEFORE_DECREE = date(2026, 7, 4)
LAUNCH = date(2022, 1, 1)
OLD_LAW = date(2015, 3, 1)


def of(dependants: int | None, *incomes: tuple[str, int | None], month: date = NOW, **facts: Any) -> Facts:
    """A household whose savings are known to be none and that never had the old law's pension, unless `facts` say more."""
    told: dict[str, Any] = {"liquid_assets": 0, "moved_over": False} | facts
    if "incomes" not in told:
        told["incomes"] = tuple(Income(Kind(kind), amount) for kind, amount in incomes)
    return Facts(month=month, dependants=dependants, **told)


def moved(group: Group | None) -> dict[str, Any]:
    return {"moved_over": True, "group": group}


OLD = Group.ELDERLY_WITHOUT_INCOME
TABLE: list[tuple[str, Facts, str, str | None]] = [
    # domain: 1,320 + 4 × 660 = 3,960; half of 3,000 = 1,500
    ("the worked example", of(4, ("salary", 3000)), "2460", "2460"),
    # without income: the minimum
    ("an independent alone", of(0), "1320", "1320"),
    ("one dependant", of(1), "1980", "1980"),
    ("two dependants", of(2), "2640", "2640"),
    ("seven dependants", of(7), "5940", "5940"),
    ("eleven dependants: the new law has no cap", of(11), "8580", "8580"),
    # earned: half counts
    ("alone with 1,000 from trade", of(0, ("trade", 1000)), "820", "820"),
    ("half a riyal counts", of(0, ("salary", 1001)), "819.50", "819.50"),
    ("salary and trade together", of(2, ("salary", 1200), ("trade", 800)), "1640", "1640"),
    ("two salaries", of(3, ("salary", 2000), ("salary", 1500)), "1550", "1550"),
    ("one riyal under the limit", of(0, ("salary", 2638)), "1", "1"),
    ("at the limit nothing is left", of(0, ("salary", 2640)), "0", "0"),
    ("far above it nothing is left, and never less", of(1, ("salary", 9000)), "0", "0"),
    # not earned: all of it counts
    ("a pension of 1,000", of(1, ("pension", 1000)), "980", "980"),
    ("rent of 500", of(2, ("rent", 500)), "2140", "2140"),
    ("a pension and rent", of(4, ("pension", 1200), ("rent", 300)), "2460", "2460"),
    ("salary 2,000 and pension 500", of(5, ("salary", 2000), ("pension", 500)), "3120", "3120"),
    ("a pension above the minimum", of(0, ("pension", 1321)), "0", "0"),
    # left out
    ("the Citizen Account does not count", of(3, ("citizen_account", 900)), "3300", "3300"),
    ("aid for a disability does not count", of(1, ("disability_aid", 1200)), "1980", "1980"),
    ("a student's stipend does not count", of(2, ("student_stipend", 850)), "2640", "2640"),
    ("Reef does not count", of(2, ("reef", 1000), ("salary", 1000)), "2140", "2140"),
    ("the pension itself does not count", of(0, ("daman", 1320)), "1320", "1320"),
    # sources that contradict each other or are silent: from nothing to all of it
    ("other support", of(1, ("other_support", 600)), "1380", "1980"),
    ("help from relatives", of(0, ("relatives", 400)), "920", "1320"),
    ("a charity", of(3, ("charity", 500)), "2800", "3300"),
    ("alimony beside a salary", of(2, ("alimony", 700), ("salary", 1000)), "1440", "2140"),
    ("two open kinds add up", of(0, ("relatives", 1000), ("other", 900)), "0", "1320"),
    # savings: a twelfth of them counts
    ("savings of 12,000", of(0, liquid_assets=12_000), "320", "320"),
    ("savings of 5,000: 416.67", of(0, liquid_assets=5_000), "903.33", "903.33"),
    ("savings of 6,000 and a salary", of(4, ("salary", 3000), liquid_assets=6_000), "1960", "1960"),
    # not known: a range
    ("a salary of which nobody knows the sum", of(4, ("salary", None)), "0", "3960"),
    ("nobody asked about incomes", of(2, incomes=None), "0", "2640"),
    ("nobody asked about savings", of(4, ("salary", 3000), liquid_assets=None), "0", "2460"),
    ("dependants not counted, salary 1,000", of(None, ("salary", 1000)), "820", None),
    ("a kind that never counts, sum unknown", of(1, ("reef", None)), "1980", "1980"),
    # earlier tables
    ("at the launch: 1,100 + 4 × 550 − 1,500", of(4, ("salary", 3000), month=LAUNCH), "1800", "1800"),
    ("the last month of the first table", of(0, month=date(2023, 10, 31)), "1100", "1100"),
    ("the first day of the second", of(0, month=date(2023, 11, 1)), "1320", "1320"),
    ("the old law alone: 9,400 a year", of(0, month=OLD_LAW), "783.33", "783.33"),
    ("the old law with two: 15,600 a year", of(2, month=OLD_LAW), "1300", "1300"),
    ("the old law stops at eight: 31,100 a year", of(9, month=OLD_LAW), "2591.67", "2591.67"),
    ("the old law with a salary: what counted is not known", of(2, ("salary", 500), month=OLD_LAW), "800", "1300"),
    # decree M/35: the income test is waived; what is then paid the decree does not say
    ("freed, below the limit: the sum as ever", of(1, ("pension", 980), **moved(OLD)), "1000", "1000"),
    ("freed, above the limit", of(1, ("pension", 3000), **moved(OLD)), "0", "1980"),
    ("above the limit before the decree", of(1, ("pension", 3000), month=BEFORE_DECREE, **moved(OLD)), "0", "0"),
    ("above it on its first day", of(1, ("pension", 3000), month=date(2026, 7, 5), **moved(OLD)), "0", "1980"),
    ("moved over, but none of its groups", of(1, ("pension", 3000), **moved(Group.NONE)), "0", "0"),
    ("moved over, group not known", of(1, ("pension", 3000), **moved(None)), "0", "1980"),
]  # fmt: skip


def made(facts: Facts) -> Estimate:
    return estimate(facts, load())


@pytest.mark.parametrize(("facts", "low", "high"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_sum_is_the_one_worked_out_by_hand(facts: Facts, low: str, high: str | None) -> None:
    pension = made(facts).pension
    assert (pension.low, pension.high) == (Decimal(low), UNBOUNDED if high is None else Decimal(high))


def test_the_table_has_forty_cases_beside_the_worked_example() -> None:
    assert len(TABLE) > 40
