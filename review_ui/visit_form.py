"""The posted visit form as the house's VisitForm, with messages beside the fields that do not fit."""

from __future__ import annotations

from pydantic import ValidationError

from detector.visits.forms import Condition, Document, Finding, HousingKind, IncomeSource, VisitForm
from nlp_models.types import NEEDS
from review_ui.forms import Form

INCOME_LINES = range(1, 7)


def read(form: Form) -> VisitForm | None:
    """The form, or None with its messages set."""
    members = form.number("members", least=1, most=60, required=True)
    adults = form.number("adults", most=60, required=True)
    children = form.number("children", most=60, required=True)
    kind, condition = form.choice("housing_kind", HousingKind), form.choice("housing_condition", Condition)
    rent = form.number("rent")
    incomes = _incomes(form)
    claims = [
        {"label": need, "finding": found}
        for need in NEEDS
        if (found := form.raw(f"claim_{need}")) in {f.value for f in Finding}
    ]
    health, notes = form.text("health", most=4_000), form.text("notes", most=4_000)
    if not form.ok or kind is None or condition is None:
        return None
    try:
        return VisitForm.model_validate(
            {
                "members": members, "adults": adults, "children": children, "incomes": incomes,
                "housing": {"kind": kind, "condition": condition, "rent": rent}, "health": health, "notes": notes,
                "documents_seen": form.many("documents", {d.value for d in Document}),
                "needs_found": form.many("needs", NEEDS), "claims": claims,
            }
        )  # fmt: skip
    except ValidationError as error:
        _blame(form, error)
        return None


def values_of(answers: VisitForm) -> dict[str, list[str]]:
    """A filed form as its fields would be posted, to be corrected."""
    values: dict[str, list[str]] = {
        "members": [str(answers.members)], "adults": [str(answers.adults)], "children": [str(answers.children)],
        "housing_kind": [answers.housing.kind.value], "housing_condition": [answers.housing.condition.value],
        "rent": ["" if answers.housing.rent is None else str(answers.housing.rent)],
        "documents": [one.value for one in answers.documents_seen], "needs": list(answers.needs_found),
        "health": [answers.health], "notes": [answers.notes],
    }  # fmt: skip
    for n, income in zip(INCOME_LINES, answers.incomes, strict=False):
        values |= {f"income_source_{n}": [income.source.value], f"income_amount_{n}": [str(income.amount)]}
    return values | {f"claim_{claim.label}": [claim.finding.value] for claim in answers.claims}


def _incomes(form: Form) -> list[dict[str, object]]:
    incomes: list[dict[str, object]] = []
    for n in INCOME_LINES:
        source = form.choice(f"income_source_{n}", IncomeSource, required=False)
        amount = form.number(f"income_amount_{n}")
        if source is not None and amount is None:
            form.bad(f"income_amount_{n}", "empty")
        elif source is None and amount is not None:
            form.bad(f"income_source_{n}", "choose")
        elif source is not None:
            incomes.append({"source": source, "amount": amount})
    return incomes


def _blame(form: Form, error: ValidationError) -> None:
    for fault in error.errors():
        at = [str(part) for part in fault["loc"]]
        if not at:
            form.bad("members", "members_do_not_add_up")
        else:
            form.bad("housing_kind" if at[0] == "housing" else at[0], "invalid")
