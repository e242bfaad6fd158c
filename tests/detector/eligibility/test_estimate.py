"""What an estimate says beside its sum: where each figure comes from, what is not known, and what to ask next."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.eligibility.conditions import Stands
from detector.eligibility.estimate import Estimate, Item, estimate
from detector.eligibility.facts import Facts, Group, Income, Kind, Nationality
from detector.eligibility.rulebook import OURS, Condition, NoRuleInForce, RuleBookUnreadable, Standing, load

NOW = date(2026, 8, 1)
SALARY = (Income(Kind.SALARY, 3000),)
WHOLE = Facts(
    NOW, 4, SALARY, 0, Nationality.SAUDI, settled=True, other_wealth=False, institution=False, moved_over=False,
    group=Group.NONE,
)  # fmt: skip


def made(facts: Facts = WHOLE, **changed: Any) -> Estimate:
    return estimate(replace(facts, **changed), load())


def stands(made: Estimate, code: Condition) -> Stands:
    return next(one.stands for one in made.conditions if one.code is code)


def test_a_whole_file_asks_nothing_and_has_one_sum() -> None:
    found = made()
    assert found.pension.exact
    assert found.questions == ()
    assert {one.stands for one in found.conditions} == {Stands.MET}


def test_every_line_names_its_rule_and_every_figure_its_fact() -> None:
    found = made()
    assert [line.item for line in found.lines] == [
        Item.HEAD, Item.DEPENDANTS, Item.MINIMUM, Item.INCOME, Item.SAVINGS, Item.COUNTED, Item.PENSION,
    ]  # fmt: skip
    sums = {Item.MINIMUM, Item.COUNTED, Item.PENSION}
    assert all(line.source in load().sources for line in found.lines)
    assert all((line.fact is None) == (line.item in sums) for line in found.lines)


def test_the_lines_add_up_to_the_sum() -> None:
    by = {line.item: line.sum.low for line in made().lines}
    assert by[Item.HEAD] + by[Item.DEPENDANTS] == by[Item.MINIMUM]
    assert by[Item.INCOME] + by[Item.SAVINGS] == by[Item.COUNTED]
    assert by[Item.MINIMUM] - by[Item.COUNTED] == by[Item.PENSION]


def test_what_only_the_press_says_is_marked_and_so_is_the_sum_made_of_it() -> None:
    found = made()
    assert not found.verified
    marked = {line.item for line in found.lines if not line.verified}
    assert {Item.HEAD, Item.DEPENDANTS, Item.INCOME, Item.PENSION} <= marked


def test_only_texts_of_laws_are_called_law() -> None:
    law = {name for name, source in load().sources.items() if source.standing is Standing.LAW}
    assert law == {"m45", "m32_9", "m32_10", "m32_14", "m32_17", "m35"}


@pytest.mark.parametrize(
    ("unknown", "asked"),
    [
        ({"dependants": None}, "dependants"),
        ({"incomes": None}, "incomes"),
        ({"incomes": (Income(Kind.SALARY, None),)}, "amount"),
        ({"liquid_assets": None}, "savings"),
        ({"nationality": None}, "nationality"),
        ({"settled": None}, "residence"),
        ({"other_wealth": None}, "wealth"),
        ({"institution": None}, "institution"),
        ({"incomes": (Income(Kind.PENSION, 9000),), "moved_over": None, "group": None}, "exemption"),
    ],
)
def test_each_fact_that_is_not_known_has_its_question(unknown: dict[str, Any], asked: str) -> None:
    found = made(**unknown)
    assert [one.code for one in found.questions] == [asked]
    assert found.next_question is not None
    assert found.next_question.asks == "family"


def test_the_question_on_which_most_hangs_comes_first() -> None:
    found = made(incomes=(Income(Kind.SALARY, None),), nationality=None)
    assert [one.code for one in found.questions] == ["amount", "nationality"]
    assert found.questions[0].width == Decimal("3960.00")


def test_what_no_family_can_answer_is_for_the_ministry() -> None:
    found = made(incomes=(Income(Kind.RELATIVES, 400),), other_wealth=True)
    assert [(one.code, one.asks) for one in found.questions] == [("share", "ministry"), ("wealth", "ministry")]


def test_no_family_is_too_rich_by_a_ceiling_that_nobody_knows() -> None:
    assert stands(made(other_wealth=True), Condition.WEALTH) is Stands.UNKNOWN
    assert stands(made(other_wealth=False), Condition.WEALTH) is Stands.MET


def test_the_income_test_is_met_missed_waived_or_open() -> None:
    rich = (Income(Kind.PENSION, 9000),)
    assert stands(made(), Condition.INCOME) is Stands.MET
    assert stands(made(incomes=rich), Condition.INCOME) is Stands.NOT_MET
    assert stands(made(incomes=(Income(Kind.SALARY, None),)), Condition.INCOME) is Stands.UNKNOWN
    freed = {"moved_over": True, "group": Group.DISABLED_WITHOUT_PROVIDER}
    assert stands(made(incomes=rich, **freed), Condition.INCOME) is Stands.WAIVED
    waived = next(one for one in made(incomes=rich, **freed).conditions if one.code is Condition.INCOME)
    assert waived.source == "m35"


def test_a_group_of_article_10_counts_as_a_citizen_does() -> None:
    assert stands(made(nationality=Nationality.EXCEPTION), Condition.NATIONALITY) is Stands.MET
    assert stands(made(nationality=Nationality.NEITHER), Condition.NATIONALITY) is Stands.NOT_MET


def test_the_old_law_is_not_measured_by_the_new_conditions() -> None:
    assert made(month=date(2015, 3, 1)).conditions == ()


def test_a_month_before_the_first_table_is_refused() -> None:
    with pytest.raises(NoRuleInForce):
        made(month=date(1999, 1, 1))


_amounts = st.none() | st.integers(0, 20_000)
_known = st.builds(
    Facts, month=st.dates(date(2006, 2, 1), date(2030, 1, 1)), dependants=st.integers(0, 20),
    incomes=st.lists(st.builds(Income, st.sampled_from(Kind), _amounts), max_size=5).map(tuple),
    liquid_assets=st.integers(0, 100_000), moved_over=st.booleans(), group=st.sampled_from(Group),
)  # fmt: skip


@given(
    facts=_known, forgotten=st.sets(st.sampled_from(["dependants", "incomes", "liquid_assets", "moved_over", "group"]))
)
def test_knowing_less_never_moves_the_sum_out_of_its_range(facts: Facts, forgotten: set[str]) -> None:
    known = estimate(facts, load()).pension
    less = estimate(replace(facts, **dict.fromkeys(forgotten)), load()).pension
    assert less.low <= known.low
    assert known.high <= less.high


@given(facts=_known)
def test_the_sum_is_a_range_exactly_when_something_is_asked_about_it(facts: Facts) -> None:
    found = estimate(facts, load())
    if not found.pension.exact:
        assert any(one.width > 0 for one in found.questions) or facts.month < date(2021, 11, 20)


def _without_source(book: dict[str, Any]) -> None:
    del book["sources"]["m35"]


def _without_kind(book: dict[str, Any]) -> None:
    book["shares"] = [row for row in book["shares"] if row["kind"] != "salary"]


def _share_upside_down(book: dict[str, Any]) -> None:
    book["shares"][0] |= {"least": "1", "most": "0"}


@pytest.mark.parametrize("spoil", [_without_source, _without_kind, _share_upside_down])
def test_a_rule_book_with_a_hole_is_refused(tmp_path: Path, spoil: Callable[[dict[str, Any]], None]) -> None:
    book = json.loads(OURS.read_text(encoding="utf-8"))
    spoil(book)
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(book), encoding="utf-8")
    with pytest.raises(RuleBookUnreadable):
        load(path)


def test_a_missing_rule_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBookUnreadable):
        load(tmp_path / "none.json")


def test_a_deployment_may_settle_what_is_open(tmp_path: Path) -> None:
    book = json.loads(OURS.read_text(encoding="utf-8"))
    book["sources"]["regulation"] = {"citation": "اللائحة التنفيذية", "standing": "official"}
    book["shares"].append(
        {"kind": "relatives", "from": "2021-11-20", "least": "0", "most": "0", "source": "regulation"}
    )
    book["shares"] = [r for r in book["shares"] if not (r["kind"] == "relatives" and r["source"] == "unsaid")]
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(book), encoding="utf-8")
    found = estimate(replace(WHOLE, incomes=(Income(Kind.RELATIVES, 400),)), load(path))
    assert found.pension.low == found.pension.high == Decimal("3960.00")
    assert found.questions == ()
