"""How the conditions of the law stand (Law M/32 Art. 9, 10, 17; decree M/35): met, not met, waived or not known. Pure.

"Not met" is what the facts say under the rules of the book, not a refusal: a person decides, and the ministry after them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from detector.eligibility.facts import Facts, Group, Nationality
from detector.eligibility.ranges import Range
from detector.eligibility.rulebook import Condition, RuleBook


class Stands(enum.StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    WAIVED = "waived"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """`answered`: the family has said all it can, and the rule itself is what is not known."""

    code: Condition
    stands: Stands
    source: str
    verified: bool
    answered: bool = False


def exempt(facts: Facts, book: RuleBook) -> bool | None:
    """Whether the income test leaves this household alone; None when that is not known."""
    rule = book.exemption(facts.month)
    if rule is None or facts.moved_over is False or facts.group is Group.NONE:
        return False
    if facts.moved_over is None or facts.group is None:
        return None
    return facts.group in rule.groups


def findings(facts: Facts, book: RuleBook, *, minimum: Range, counted: Range, free: bool | None) -> tuple[Finding, ...]:
    """Every condition in force that month, in the book's order."""
    told = {
        Condition.INCOME: _income(minimum, counted, free),
        Condition.NATIONALITY: _met(
            None if facts.nationality is None else facts.nationality is not Nationality.NEITHER
        ),
        Condition.RESIDENCE: _met(facts.settled),
        # No ceiling is known: who owns nothing beyond it meets any, and of the others nobody can say.
        Condition.WEALTH: Stands.MET if facts.other_wealth is False else Stands.UNKNOWN,
        Condition.INSTITUTION: _met(None if facts.institution is None else not facts.institution),
    }
    rows = []
    for rule in book.condition_rules(facts.month):
        source = rule.source
        exemption = book.exemption(facts.month)
        if rule.code is Condition.INCOME and free and exemption is not None:
            source = exemption.source
        answered = rule.code is Condition.WEALTH and facts.other_wealth is True
        rows.append(Finding(rule.code, told[rule.code], source, book.verified(source), answered))
    return tuple(rows)


def _met(known: bool | None) -> Stands:
    return Stands.UNKNOWN if known is None else Stands.MET if known else Stands.NOT_MET


def _income(minimum: Range, counted: Range, free: bool | None) -> Stands:
    if free:
        return Stands.WAIVED
    if counted.high < minimum.low:
        return Stands.MET
    return Stands.NOT_MET if counted.low >= minimum.high and free is False else Stands.UNKNOWN
