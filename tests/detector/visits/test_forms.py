"""What the form takes and what it refuses."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detector.visits.forms import Condition, Finding, HousingKind, IncomeSource, Need, VisitForm
from nlp_models.types import NEEDS

FORM: dict[str, Any] = {
    "members": 5, "adults": 2, "children": 3, "housing": {"kind": "rented", "condition": "poor", "rent": 900},
    "incomes": [{"source": "charity", "amount": 300}, {"source": "relatives", "amount": 200}],
    "claims": [{"label": "widow", "finding": "found"}, {"label": "debt", "finding": "unclear"}],
}  # fmt: skip

forms = st.integers(1, 20).flatmap(
    lambda members: st.integers(0, members).flatmap(
        lambda adults: st.builds(
            VisitForm,
            members=st.just(members),
            adults=st.just(adults),
            children=st.just(members - adults),
            incomes=st.lists(
                st.fixed_dictionaries({"source": st.sampled_from(IncomeSource), "amount": st.integers(0, 1_000_000)}),
                max_size=5,
            ),
            housing=st.fixed_dictionaries(
                {"kind": st.sampled_from(HousingKind), "condition": st.sampled_from(Condition)}
            ),
            needs_found=st.lists(st.sampled_from(NEEDS), max_size=4),
            claims=st.dictionaries(st.sampled_from(NEEDS), st.sampled_from(Finding)).map(
                lambda found: [{"label": label, "finding": finding} for label, finding in found.items()]
            ),
            notes=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200),
        )
    )
)


def test_the_form_knows_every_need_of_the_label_scheme() -> None:
    assert get_args(Need) == NEEDS


@given(forms)
def test_a_form_survives_being_stored_as_text(form: VisitForm) -> None:
    assert VisitForm.model_validate_json(form.model_dump_json()) == form


def test_the_income_is_the_sum_of_its_sources() -> None:
    assert VisitForm.model_validate(FORM).income == 500
    assert VisitForm.model_validate(FORM | {"incomes": []}).income == 0


@pytest.mark.parametrize(
    "slip",
    [
        {"members": 6},
        {"members": 0, "adults": 0, "children": 0},
        {"adults": -1, "children": 6},
        {"incomes": [{"source": "salary", "amount": -5}]},
        {"incomes": [{"source": "salary", "amount": 10**9}]},
        {"incomes": [{"source": "crypto", "amount": 5}]},
        {"housing": {"kind": "castle", "condition": "good"}},
        {"claims": [{"label": "widow", "finding": "found"}, {"label": "widow", "finding": "not_found"}]},
        {"claims": [{"label": "liar", "finding": "found"}]},
        {"needs_found": ["hunger"]},
        {"documents_seen": ["passport_photo"]},
        {"notes": "ا" * 4_001},
        {"notes": "a\x00b"},
        {"notes": "\ud800"},
        {"names_of_children": ["..."]},
    ],
)
def test_a_slip_is_refused_and_names_its_field(slip: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VisitForm.model_validate(FORM | slip)
