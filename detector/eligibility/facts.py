"""What is known of a household when its pension is estimated. None is "not known", and is never read as zero or no. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date


class Kind(enum.StrEnum):
    """Where money comes from. The visit form's sources, and those that the rules treat apart from them."""

    SALARY = "salary"
    TRADE = "trade"
    PENSION = "pension"
    RENT = "rent"
    ALIMONY = "alimony"
    DAMAN = "daman"
    OTHER_SUPPORT = "other_support"
    CITIZEN_ACCOUNT = "citizen_account"
    REEF = "reef"
    STUDENT_STIPEND = "student_stipend"
    DISABILITY_AID = "disability_aid"
    RELATIVES = "relatives"
    CHARITY = "charity"
    OTHER = "other"


class Nationality(enum.StrEnum):
    SAUDI = "saudi"
    EXCEPTION = "exception"  # one of the groups of Art. 10
    NEITHER = "neither"


class Group(enum.StrEnum):
    """The groups of the decree M/35, which frees those moved over from the law M/45 from the income test."""

    NONE = "none"
    ELDERLY_WITHOUT_INCOME = "elderly_without_income"
    DISABLED_WITHOUT_PROVIDER = "disabled_without_provider"
    SPECIAL_ORPHAN_WITHOUT_PROVIDER = "special_orphan_without_provider"


@dataclass(frozen=True, slots=True)
class Income:
    """Riyals a month; `amount` None: there is such an income, and nobody knows how much."""

    kind: Kind
    amount: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """`month`: the day for which the rules are asked. `incomes` None: not asked; empty: there are none.

    `liquid_assets`: riyals in all. `settled`: permanently resident in the Kingdom. `other_wealth`: property, cars, securities
    beyond the main home and one car. `institution`: lives for good in a shelter, a hospital or a prison.
    """

    month: date
    dependants: int | None = None
    incomes: tuple[Income, ...] | None = None
    liquid_assets: int | None = None
    nationality: Nationality | None = None
    settled: bool | None = None
    other_wealth: bool | None = None
    institution: bool | None = None
    moved_over: bool | None = None
    group: Group | None = None
