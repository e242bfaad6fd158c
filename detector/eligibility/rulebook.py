"""The dated rules, read from a file: every figure with its source, and every source with what it is worth. Pure.

`data/rules.json` is ours; a ministry that has the executive regulation points DAMAN_ELIGIBILITY_RULES at its own file. Where
no source settles what counts, a share runs from `least` to `most` and the estimate becomes a range.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from detector.eligibility.facts import Group, Kind
from detector.errors import DetectorError

OURS = Path(__file__).parent / "data/rules.json"
Riyals = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Share = Annotated[Decimal, Field(ge=0, le=1)]


class RuleBookUnreadable(DetectorError):
    """The file of DAMAN_ELIGIBILITY_RULES is missing or wrong; facts: `at` (the place in the file), `why`."""

    code, status = "E511", 503


class NoRuleInForce(DetectorError):
    """The month lies before the first table; facts: `month`, `first`."""

    code, status = "E512", 422


class Standing(enum.StrEnum):
    LAW = "law"  # the text of a law was read
    OFFICIAL = "official"  # a page of the ministry
    UNVERIFIED = "unverified"  # press, blogs, calculators, memory: never shown as law


class Condition(enum.StrEnum):
    INCOME = "income"
    NATIONALITY = "nationality"
    RESIDENCE = "residence"
    WEALTH = "wealth"
    INSTITUTION = "institution"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    citation: str
    standing: Standing


class Dated(_Strict):
    """In force from the first day on which `from` stands, until the next of its kind."""

    since: Annotated[date, Field(alias="from")]
    source: str


class Minimum(Dated):
    """Riyals for `months` months: the head (or an independent), each dependant, and the most that a family counts."""

    head: Riyals
    dependant: Riyals
    months: Annotated[int, Field(ge=1, le=12)] = 1
    most: Riyals | None = None
    dependant_source: str


class Counted(Dated):
    """The share of a sum that counts as income in one of `months` months."""

    least: Share
    most: Share
    months: Annotated[int, Field(ge=1, le=12)] = 1

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.least > self.most:
            raise ValueError("least_above_most")
        return self


class CountedKind(Counted):
    kind: Kind


class ConditionRule(Dated):
    code: Condition


class Exemption(Dated):
    """Groups that the income test leaves alone, of those moved over from the law M/45."""

    groups: frozenset[Group]


D = TypeVar("D", bound=Dated)


class RuleBook(_Strict):
    version: str
    sources: dict[str, Source]
    minimums: list[Minimum]
    shares: list[CountedKind]
    liquid_assets: list[Counted]
    formulas: list[Dated]
    conditions: list[ConditionRule]
    exemptions: list[Exemption]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Every figure has its source, and every month since the first table has a rule for every fact."""
        if not self.minimums:
            raise ValueError("no_minimum")
        first = min(row.since for row in self.minimums)
        groups: list[Sequence[Dated]] = [self.liquid_assets, self.formulas]
        groups += [[row for row in self.shares if row.kind is kind] for kind in Kind]
        if any(not rows or min(row.since for row in rows) > first for rows in groups):
            raise ValueError("a_fact_without_a_rule")
        dated: list[Dated] = [*self.minimums, *self.shares, *self.liquid_assets, *self.formulas]
        named = {row.source for row in [*dated, *self.conditions, *self.exemptions]}
        if not named | {row.dependant_source for row in self.minimums} <= set(self.sources):
            raise ValueError("a_figure_without_a_source")
        return self

    def minimum(self, month: date) -> Minimum:
        """Raises `NoRuleInForce` for a month before the first table."""
        found = in_force(self.minimums, month)
        if found is None:
            first = min(row.since for row in self.minimums)
            raise NoRuleInForce(month=f"{month:%Y-%m}", first=f"{first:%Y-%m}")
        return found

    def share(self, kind: Kind, month: date) -> Counted:
        return _there(in_force([row for row in self.shares if row.kind is kind], month))

    def savings(self, month: date) -> Counted:
        return _there(in_force(self.liquid_assets, month))

    def formula(self, month: date) -> Dated:
        return _there(in_force(self.formulas, month))

    def condition_rules(self, month: date) -> list[ConditionRule]:
        """In the file's order, each in its version of that month."""
        found = [in_force([row for row in self.conditions if row.code is code], month) for code in self._codes]
        return [row for row in found if row is not None]

    def exemption(self, month: date) -> Exemption | None:
        return in_force(self.exemptions, month)

    def verified(self, source: str) -> bool:
        return self.sources[source].standing is not Standing.UNVERIFIED

    @property
    def _codes(self) -> list[Condition]:
        return list(dict.fromkeys(row.code for row in self.conditions))


def in_force(rows: Sequence[D], month: date) -> D | None:
    """The newest row that stands by the last day on which `month` can be read: its first day, or the very day given."""
    begun = [row for row in rows if row.since <= month]
    return max(begun, key=lambda row: row.since) if begun else None


def _there(row: D | None) -> D:
    assert row is not None  # `_whole` saw to it
    return row


@lru_cache(maxsize=4)
def load(path: Path | None = None) -> RuleBook:
    """The rules of `path`, by default our own. Raises `RuleBookUnreadable`."""
    try:
        return RuleBook.model_validate_json((path or OURS).read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleBookUnreadable(at="file", why=type(error).__name__) from None
    except ValidationError as error:
        fault = error.errors()[0]
        raise RuleBookUnreadable(at=".".join(map(str, fault["loc"])) or "file", why=fault["msg"]) from None
