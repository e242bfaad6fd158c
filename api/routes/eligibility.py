"""What a pension might be: an estimate for staff. Sums are riyals a month as decimal text; null is "no upper end known"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Db, Signed
from detector.eligibility import facts as known
from detector.eligibility.conditions import Stands
from detector.eligibility.estimate import Estimate, Line
from detector.eligibility.facts import Group, Kind, Nationality
from detector.eligibility.ranges import UNBOUNDED, Range
from detector.eligibility.rulebook import Standing
from detector.eligibility.service import estimate_case, rule_book

router = APIRouter(prefix="/api/v1/cases", tags=["eligibility"])
Riyals = Annotated[int, Field(ge=0, le=100_000_000)]


class Income(BaseModel):
    kind: Kind
    amount: Riyals | None = None


class Facts(BaseModel):
    """Null is "not known" everywhere; it widens the sum and asks a question."""

    month: date
    dependants: Annotated[int, Field(ge=0, le=60)] | None = None
    incomes: Annotated[list[Income], Field(max_length=40)] | None = None
    liquid_assets: Riyals | None = None
    nationality: Nationality | None = None
    settled: bool | None = None
    other_wealth: bool | None = None
    institution: bool | None = None
    moved_over: bool | None = None
    group: Group | None = None

    def told(self) -> known.Facts:
        incomes = None if self.incomes is None else tuple(known.Income(one.kind, one.amount) for one in self.incomes)
        return known.Facts(**(dict(self) | {"incomes": incomes}))

    @classmethod
    def of(cls, facts: known.Facts) -> Facts:
        incomes = None if facts.incomes is None else [Income(kind=i.kind, amount=i.amount) for i in facts.incomes]
        return cls(**({name: getattr(facts, name) for name in cls.model_fields} | {"incomes": incomes}))


class RangeOut(BaseModel):
    low: Decimal
    high: Decimal | None

    @classmethod
    def of(cls, sum_: Range) -> RangeOut:
        return cls(low=sum_.low, high=_finite(sum_.high))


class SourceOut(BaseModel):
    """`standing` unverified: press or hearsay, never law."""

    citation: str
    standing: Standing


class LineOut(BaseModel):
    """`fact`: what it was made from; null for a sum of the lines above. `shown`: the numbers it was made of."""

    item: str
    kind: str | None
    fact: str | None
    sum: RangeOut
    shown: dict[str, Decimal | None]
    source: SourceOut
    verified: bool


class ConditionOut(BaseModel):
    code: str
    stands: Stands
    source: SourceOut
    verified: bool


class QuestionOut(BaseModel):
    """`asks`: family or ministry; `width`: the riyals that hang on the answer, null where they have no upper end."""

    code: str
    kind: str | None
    asks: str
    width: Decimal | None


class EstimateOut(BaseModel):
    """An estimate for staff, if the conditions hold. `decides`: whose word counts («القرار للوزارة» on the page)."""

    decides: str = "the_ministry"
    rules: str
    verified: bool
    facts: Facts
    pension: RangeOut
    lines: list[LineOut]
    conditions: list[ConditionOut]
    questions: list[QuestionOut]


def _finite(sum_: Decimal) -> Decimal | None:
    return None if sum_ == UNBOUNDED else sum_


def _source(code: str) -> SourceOut:
    found = rule_book().sources[code]
    return SourceOut(citation=found.citation, standing=found.standing)


def _line(line: Line) -> LineOut:
    return LineOut(
        item=line.item.value, kind=line.kind, fact=line.fact, sum=RangeOut.of(line.sum),
        shown={name: _finite(number) for name, number in line.shown.items()},
        source=_source(line.source), verified=line.verified,
    )  # fmt: skip


def _out(facts: known.Facts, made: Estimate) -> EstimateOut:
    return EstimateOut(
        rules=made.version, verified=made.verified, facts=Facts.of(facts), pension=RangeOut.of(made.pension),
        lines=[_line(line) for line in made.lines],
        conditions=[
            ConditionOut(code=one.code.value, stands=one.stands, source=_source(one.source), verified=one.verified)
            for one in made.conditions
        ],
        questions=[
            QuestionOut(code=one.code, kind=one.kind, asks=one.asks, width=_finite(one.width))
            for one in made.questions
        ],
    )  # fmt: skip


@router.get("/{number}/estimate")
def read(number: str, db: Db, actor: Signed) -> EstimateOut:
    """From what the visit form holds; everything else is not known and asked about."""
    return _out(*estimate_case(db, actor, number))


@router.post("/{number}/estimate")
def from_facts(number: str, given: Facts, db: Db, actor: Signed) -> EstimateOut:
    """From facts that are sent; nothing of them is stored."""
    return _out(*estimate_case(db, actor, number, given.told()))
