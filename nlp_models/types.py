"""What the reader says about a text. Frozen, plain, free of any library: `detector` stores these, `api` shows them.

All offsets count code points of the text exactly as it was given; `text[start:end]` is the writer's own letters.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

KINDS = ("hardship_case", "payment_issue", "question", "announcement", "solicitation", "opinion", "other")
NEEDS = (
    "no_income", "unemployment", "widow", "divorced_or_abandoned", "orphan", "elderly", "disability", "illness",
    "debt", "housing", "food", "utilities", "prisoner_family", "no_documents", "large_family", "education",
)  # fmt: skip
DOUBTS = (
    "account_number", "off_platform_contact", "copy_paste", "hashtag_stuffing", "fee_first", "impersonation",
    "no_checkable_detail", "giveaway",
)  # fmt: skip
URGENCIES = ("none", "soon", "immediate")
VOICES = ("none", "self", "third_party")
PROGRAMMES = ("daman", "other_support", "unsaid")

IdentifierType = Literal["national_id", "iqama", "mobile", "iban"]
Precision = Literal["region", "governorate", "town", "named", "near"]


@dataclass(frozen=True, slots=True)
class Clean:
    """A text after cleaning; `at[i]` is the offset, in the text as given, of `text[i]`."""

    text: str
    at: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that `self.text[start:end]` came from."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """Letters that speak for (evidence) or against (counter-evidence) a case, and how much."""

    start: int
    end: int
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that names a person or account. `value` is normalised (ASCII digits) and never leaves the house unencrypted."""

    type: IdentifierType
    start: int
    end: int
    valid: bool
    value: str
    masked: str

    def public(self) -> dict[str, Any]:
        line = asdict(self)
        del line["value"]
        return line


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the text names with a cue. `candidates` lists the others where the name is ambiguous."""

    text: str
    start: int
    end: int
    name: str
    region: str | None
    governorate: str | None
    precision: Precision
    candidates: tuple[str, ...] = ()

    def public(self) -> dict[str, Any]:
        return {"text": self.text, "name": self.name, "region": self.region, "precision": self.precision,
                "candidates": list(self.candidates)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prediction:
    """One reading of one text. `hardship` is a calibrated probability; `flagged` compares it with the manifest's threshold."""

    kind: str
    kinds: dict[str, float]
    hardship: float
    flagged: bool
    needs: tuple[str, ...]
    urgency: str
    voice: str
    programme: str | None
    doubts: tuple[str, ...]
    place: Place | None
    household_size: int | None
    identifiers: tuple[Identifier, ...]
    evidence: tuple[Evidence, ...]
    counter_evidence: tuple[Evidence, ...]
    model: str

    def line(self, id: str) -> dict[str, Any]:
        """The line of `daman classify` (docs/guide/commands.md)."""
        return {
            "id": id, "kind": self.kind, "kinds": self.kinds, "hardship": self.hardship, "flagged": self.flagged,
            "needs": list(self.needs), "urgency": self.urgency, "voice": self.voice, "programme": self.programme,
            "doubts": list(self.doubts), "place": self.place.public() if self.place else None,
            "household_size": self.household_size, "identifiers": [i.public() for i in self.identifiers],
            "evidence": [asdict(e) for e in self.evidence],
            "counter_evidence": [asdict(e) for e in self.counter_evidence], "model": self.model,
        }  # fmt: skip
