"""The posted facts of an estimate, and an estimate's lines in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from detector.eligibility.estimate import Item, Line, Question
from detector.eligibility.facts import Facts, Group, Income, Kind, Nationality
from detector.eligibility.ranges import UNBOUNDED, Range
from review_ui import formats
from review_ui.forms import Form
from review_ui.words import label, say

INCOME_LINES = range(1, 7)
_ANSWERS = {"yes": True, "no": False}
CLOSED = ("settled", "other_wealth", "institution", "moved_over")  # answered by yes, no or nothing


def fill(facts: Facts) -> Form:
    """The form as the file would fill it in."""
    values = {"month": f"{facts.month:%Y-%m}"}
    if facts.dependants is not None:
        values["dependants"] = str(facts.dependants)
    if facts.incomes == ():
        values["no_income"] = "1"
    for n, income in zip(INCOME_LINES, facts.incomes or (), strict=False):
        values[f"income_kind_{n}"] = income.kind.value
        values[f"income_amount_{n}"] = "" if income.amount is None else str(income.amount)
    return Form({name: [value] for name, value in values.items()})


def read(form: Form, today: date) -> Facts | None:
    """The facts, or None with messages beside the fields. This month stands for its own day, so that a decree of it holds."""
    form.values["month_day"] = [f"{form.raw('month')}-01"]
    month = form.day("month_day", required=True)
    if "month_day" in form.errors:
        form.errors["month"] = form.errors.pop("month_day")
    dependants = form.number("dependants", most=60)
    assets = form.number("liquid_assets", most=100_000_000)
    incomes = _incomes(form)
    nationality = form.choice("nationality", Nationality, required=False)
    group = form.choice("group", Group, required=False)
    answers = {name: _ANSWERS.get(form.raw(name)) for name in CLOSED}
    if not form.ok or month is None:
        return None
    day = today if (month.year, month.month) == (today.year, today.month) else month
    return Facts(
        month=day, dependants=dependants, incomes=incomes, liquid_assets=assets, nationality=nationality, group=group,
        **answers,
    )  # fmt: skip


def _incomes(form: Form) -> tuple[Income, ...] | None:
    """None when nothing was said: no line filled in, and "no income" not ticked."""
    found = []
    for n in INCOME_LINES:
        kind, amount = form.choice(f"income_kind_{n}", Kind, required=False), form.number(f"income_amount_{n}")
        if kind is None and amount is not None:
            form.bad(f"income_kind_{n}", "choose")
        elif kind is not None:
            found.append(Income(kind, amount))
    if found and form.yes("no_income"):
        form.bad("no_income", "income_and_none")
    return tuple(found) if found or form.yes("no_income") else None


def money(sum_: Range) -> str:
    """2,460 · من 0 إلى 3,960 · ≥ 820."""
    if sum_.exact:
        return _number(sum_.low)
    if sum_.high == UNBOUNDED:
        return say("estimate.open", low=_number(sum_.low))
    return say("item.share.range", least=_number(sum_.low), most=_number(sum_.high))


def whole(sum_: Range) -> str:
    """The sum as the page's headline."""
    if sum_.exact:
        return say("estimate.exact", sum=_number(sum_.low))
    if sum_.high == UNBOUNDED:
        return say("estimate.open", low=_number(sum_.low))
    return say("estimate.range", low=_number(sum_.low), high=_number(sum_.high))


def told(line: Line) -> str:
    """What the line is, with the numbers it was made of."""
    shown = line.shown
    count = money(Range(shown["low"], shown["high"])) if "low" in shown else ""
    if shown.get("high") == UNBOUNDED:
        count = say("estimate.not_known")
    if line.item is Item.DEPENDANTS:
        return say("item.dependants", count=count, each=_number(shown["each"]))
    if line.item is Item.INCOME:
        share = money(Range(shown["least"], shown["most"])) + "%"
        return say("item.income", kind=label("income", line.kind), share=share, count=count)
    if line.item is Item.SAVINGS:
        return say("item.savings", count=count, months=_number(shown["months"]))
    return say(f"item.{line.item}")


def asked(question: Question) -> str:
    """The question in words."""
    if question.code == "wealth" and question.asks == "ministry":
        return say("ask.wealth.ministry")
    if question.kind is None:
        return say(f"ask.{question.code}")
    kind = say("estimate.fact.liquid_assets") if question.kind == "savings" else label("income", question.kind)
    return say(f"ask.{question.code}", kind=kind)


def origin(fact: str | None, facts: Facts, found: Facts) -> str | None:
    """Whether a line's fact came from the visit form, by hand, or is not known; None for a sum of lines."""
    if fact is None or fact == "month":
        return None
    name, _, place = fact.partition(".")
    ours, theirs = getattr(facts, name), getattr(found, name)
    if place:
        income = ours[int(place)]
        return "from_visit" if income in (theirs or ()) else "by_hand"
    return "not_known" if ours is None else "from_visit" if ours == theirs else "by_hand"


def _number(sum_: Decimal) -> str:
    return formats.number(float(sum_), 2)


def width(question: Question) -> str | None:
    """How much hangs on it; None where no sum does, or where it has no end."""
    return None if question.width in (0, UNBOUNDED) else _number(question.width)
