"""The researcher's form. Filled at the home, perhaps offline; stored encrypted, as one JSON text.

It asks what a decision needs and no more: no names of children, no copies of documents.
"""

from __future__ import annotations

import enum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from nlp_models.types import NEEDS

Need = Literal[
    "no_income", "unemployment", "widow", "divorced_or_abandoned", "orphan", "elderly", "disability", "illness",
    "debt", "housing", "food", "utilities", "prisoner_family", "no_documents", "large_family", "education",
]  # fmt: skip
Riyals = Annotated[int, Field(ge=0, le=1_000_000)]  # a month
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000, pattern=r"^[^\x00]*$")]


class IncomeSource(enum.StrEnum):
    SALARY = "salary"
    TRADE = "trade"
    PENSION = "pension"
    RENT = "rent"
    DAMAN = "daman"
    OTHER_SUPPORT = "other_support"
    RELATIVES = "relatives"
    CHARITY = "charity"
    OTHER = "other"


class HousingKind(enum.StrEnum):
    OWNED = "owned"
    RENTED = "rented"
    LENT = "lent"  # without rent, by relatives or others
    SHARED = "shared"
    SHACK_OR_TENT = "shack_or_tent"
    NONE = "none"


class Condition(enum.StrEnum):
    GOOD = "good"
    POOR = "poor"
    UNFIT = "unfit"  # unsafe to live in


class Document(enum.StrEnum):
    """Seen, never copied (PDPL Art. 28)."""

    NATIONAL_ID = "national_id"
    FAMILY_REGISTER = "family_register"
    LEASE = "lease"
    DEED = "deed"
    BILL = "bill"
    MEDICAL_REPORT = "medical_report"
    COURT_PAPER = "court_paper"
    DEATH_CERTIFICATE = "death_certificate"
    DIVORCE_DEED = "divorce_deed"


class Finding(enum.StrEnum):
    FOUND = "found"
    NOT_FOUND = "not_found"
    UNCLEAR = "unclear"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Income(_Strict):
    source: IncomeSource
    amount: Riyals


class Housing(_Strict):
    kind: HousingKind
    condition: Condition
    rent: Riyals | None = None


class Claim(_Strict):
    """One circumstance that the reports told, and whether it was so."""

    label: Need
    finding: Finding


class VisitForm(_Strict):
    """Sums in riyals a month. An empty list of incomes says that there is none; `claims` answer what was reported."""

    members: Annotated[int, Field(ge=1, le=60)]
    adults: Annotated[int, Field(ge=0, le=60)]
    children: Annotated[int, Field(ge=0, le=60)]
    incomes: Annotated[list[Income], Field(max_length=20)] = []
    housing: Housing
    health: Text = ""
    documents_seen: Annotated[list[Document], Field(max_length=len(Document))] = []
    needs_found: Annotated[list[Need], Field(max_length=len(NEEDS))] = []
    claims: Annotated[list[Claim], Field(max_length=len(NEEDS))] = []
    notes: Text = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.adults + self.children != self.members:
            raise ValueError("members_do_not_add_up")
        labels = [claim.label for claim in self.claims]
        if len(set(labels)) != len(labels):
            raise ValueError("claim_answered_twice")
        return self

    @property
    def income(self) -> int:
        """Riyals a month, from all sources."""
        return sum(one.amount for one in self.incomes)
