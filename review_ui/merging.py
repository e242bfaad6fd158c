"""Two texts of one form, side by side: names and values in words, and what a person chose of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from review_ui.forms import Form
from review_ui.words import WORDS, label, say

# Fields that travel with the form and are no answers.
_CARRIED = frozenset({"csrf", "client_id", "base_version", "draft_version", "step", "form_version", "amend_reason"})
_FAMILY = {"housing_kind": "housing", "housing_condition": "condition", "documents": "document", "needs": "need"}
MINE, KEPT, USE = "mine.", "kept", "use."


def typed_fields(form: Form) -> dict[str, list[str]]:
    """The answers of a posted form, as typed."""
    return {name: values for name, values in form.values.items() if name not in _CARRIED and any(values)}


def merged(form: Form, kept: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """My answers (`mine.<name>`), with the kept ones where `use.<name>` says so."""
    mine = {name.removeprefix(MINE): values for name, values in form.values.items() if name.startswith(MINE)}
    wanted = {name.removeprefix(USE) for name in form.values if name.startswith(USE) and form.raw(name) == KEPT}
    chosen = {name: values for name, values in mine.items() if name not in wanted}
    return chosen | {name: list(kept[name]) for name in wanted if name in kept}


def words_of_field(name: str) -> str:
    """What a field of the visit's form is called."""
    if name.startswith("claim_"):
        return label("need", name.removeprefix("claim_"))
    for line, key in (("income_source_", "form.income.source"), ("income_amount_", "form.income.amount")):
        if name.startswith(line):
            return f"{say('form.income.source', n=name.removeprefix(line))}" + (
                f" · {say(key)}" if key.endswith("amount") else ""
            )
    key = {"housing_kind": "form.housing.kind", "housing_condition": "form.housing.condition"}.get(name, f"form.{name}")
    return say(key) if key in WORDS else say("merge.other")


def words_of_value(name: str, values: Sequence[str]) -> str:
    """An answer in words; free text as it was typed."""
    if not values:
        return say("field.none")
    family = (
        "claim" if name.startswith("claim_") else "income" if name.startswith("income_source_") else _FAMILY.get(name)
    )
    return say("list.comma").join(label(family, value) if family else value for value in values)
