"""The estimate: pension = calculated minimum − counted income (Law M/32 Art. 14), line by line. Pure.

Every line names its fact, its rule and the rule's source. What is not known widens the sum to a range and asks a question;
nothing is guessed, and nothing here decides: «القرار للوزارة».
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from decimal import Decimal

from detector.eligibility.conditions import Finding, Stands, exempt, findings
from detector.eligibility.facts import Facts
from detector.eligibility.ranges import Range, to_halala
from detector.eligibility.rulebook import Condition, Counted, RuleBook


class Item(enum.StrEnum):
    HEAD = "head"
    DEPENDANTS = "dependants"
    CAP = "cap"
    MINIMUM = "minimum"
    INCOME = "income"
    NOT_ASKED = "not_asked"  # incomes that nobody asked about
    SAVINGS = "savings"
    COUNTED = "counted"
    PENSION = "pension"


@dataclass(frozen=True, slots=True)
class Line:
    """`sum` in riyals a month. `fact`: a field of `Facts`, or None for a sum of lines; `shown`: the numbers it was made of."""

    item: Item
    sum: Range
    source: str
    verified: bool
    fact: str | None = None
    kind: str | None = None
    shown: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """`asks`: family, or ministry where no answer of a family could settle it. `width`: the riyals that hang on it."""

    code: str
    asks: str
    kind: str | None = None
    width: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """`pension` holds if the conditions do. `questions`: the next one first; `verified` False: a figure rests on no law."""

    version: str
    pension: Range
    lines: tuple[Line, ...]
    conditions: tuple[Finding, ...]
    questions: tuple[Question, ...]

    @property
    def verified(self) -> bool:
        return all(line.verified for line in self.lines)

    @property
    def next_question(self) -> Question | None:
        return self.questions[0] if self.questions else None


def estimate(facts: Facts, book: RuleBook) -> Estimate:
    """Raises `NoRuleInForce` for a month before the first table."""
    need, minimum = _minimum(facts, book)
    have, counted, open_incomes = _counted(facts, book)
    pension = minimum.less(counted)
    free = exempt(facts, book)
    over = counted.high >= minimum.low  # the income may reach the minimum, where the test would end it
    if over and free is not False:  # the decree frees from the test and does not say what is then paid
        pension = replace(pension, high=minimum.high)
    formula = book.formula(facts.month).source
    lines = (*need, *have)
    total = Line(Item.PENSION, pension.rounded(), formula, all(line.verified for line in lines))
    stands = findings(facts, book, minimum=minimum, counted=counted, free=free)
    questions = [*_household_questions(facts, book, minimum), *open_incomes]
    if over and free is None:
        questions.append(Question("exemption", "family", width=minimum.high))
    if over and free:
        questions.append(Question("exempt_amount", "ministry", width=minimum.high))
    questions = [replace(one, width=to_halala(min(one.width, minimum.high))) for one in questions]
    questions += [Question(one.code.value, _who(one)) for one in stands if _asks(one)]
    questions.sort(key=lambda one: (one.asks != "family", -one.width))
    return Estimate(book.version, pension.rounded(), (*lines, total), stands, tuple(questions))


def _minimum(facts: Facts, book: RuleBook) -> tuple[list[Line], Range]:
    table = book.minimum(facts.month)
    head, each = table.head / table.months, table.dependant / table.months
    heads, count = Range.of(head), Range.of(facts.dependants)
    dependants = count.times(each, each)
    lines = [
        Line(Item.HEAD, heads.rounded(), table.source, book.verified(table.source), "month"),
        Line(
            Item.DEPENDANTS, dependants.rounded(), table.dependant_source, book.verified(table.dependant_source),
            "dependants", shown={"low": count.low, "high": count.high, "each": to_halala(each)},
        ),
    ]  # fmt: skip
    total = heads + dependants
    if table.most is not None:
        cap = table.most / table.months
        if total.high > cap:
            lines.append(Line(Item.CAP, Range.of(cap).rounded(), table.source, book.verified(table.source), "month"))
        total = total.at_most(cap)
    return [*lines, Line(Item.MINIMUM, total.rounded(), table.source, all(one.verified for one in lines))], total


def _counted(facts: Facts, book: RuleBook) -> tuple[list[Line], Range, list[Question]]:
    lines: list[Line] = []
    questions: list[Question] = []
    total = Range.of(0)

    def add(item: Item, amount: int | None, rule: Counted, fact: str, kind: str | None = None) -> None:
        nonlocal total
        amounts = Range.of(amount)
        least, most = rule.least / rule.months, rule.most / rule.months
        sum_ = amounts.times(least, most)
        total += sum_
        shown = {"low": amounts.low, "high": amounts.high, "least": rule.least * 100, "most": rule.most * 100}
        shown["months"] = Decimal(rule.months)
        lines.append(Line(item, sum_.rounded(), rule.source, book.verified(rule.source), fact, kind, shown))
        if amount is None and rule.most > 0:
            questions.append(Question("savings" if item is Item.SAVINGS else "amount", "family", kind, sum_.high))
        elif rule.least != rule.most and amount:
            questions.append(Question("share", "ministry", kind or "savings", sum_.high - sum_.low))

    for number, income in enumerate(facts.incomes or ()):
        add(Item.INCOME, income.amount, book.share(income.kind, facts.month), f"incomes.{number}", income.kind.value)
    formula = book.formula(facts.month).source
    if facts.incomes is None:
        unknown = Range.of(None)
        total += unknown
        lines.append(Line(Item.NOT_ASKED, unknown, formula, book.verified(formula), "incomes"))
        questions.append(Question("incomes", "family", width=unknown.high))
    add(Item.SAVINGS, facts.liquid_assets, book.savings(facts.month), "liquid_assets")
    lines.append(Line(Item.COUNTED, total.rounded(), formula, all(one.verified for one in lines)))
    return lines, total, questions


def _household_questions(facts: Facts, book: RuleBook, minimum: Range) -> list[Question]:
    return [Question("dependants", "family", width=minimum.high)] if facts.dependants is None else []


def _asks(finding: Finding) -> bool:
    return finding.stands is Stands.UNKNOWN and finding.code is not Condition.INCOME  # the sums ask about income


def _who(finding: Finding) -> str:
    return "ministry" if finding.answered else "family"
