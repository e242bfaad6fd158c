"""What the reports told beside what the visit found. Pure: it points at differences and draws no conclusion from them.

A file that differs from what the researcher saw is a common reason for a wrong "not eligible" (domain.md 1.4), so each
difference is shown while somebody can still ask about it.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass

from detector.visits.forms import Finding, VisitForm


class Agreement(enum.StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    UNCLEAR = "unclear"  # the researcher could not tell
    NOT_ANSWERED = "not_answered"  # told, and nobody looked
    NEW = "new"  # found, and nobody had told


@dataclass(frozen=True, slots=True)
class Line:
    """`subject` is a need's label or "household"; `told` and `found` are numbers of persons, None for a need."""

    subject: str
    agreement: Agreement
    told: int | None = None
    found: int | None = None


_BY_FINDING = {
    Finding.FOUND: Agreement.AGREES,
    Finding.NOT_FOUND: Agreement.DIFFERS,
    Finding.UNCLEAR: Agreement.UNCLEAR,
}


def verify(needs: Collection[str], household_size: int | None, form: VisitForm) -> list[Line]:
    """One line for each thing that was told, then for each need that only the visit found."""
    lines = []
    if household_size is not None:
        same = household_size == form.members
        lines.append(
            Line("household", Agreement.AGREES if same else Agreement.DIFFERS, household_size, form.members)
        )  # fmt: skip
    answered = {claim.label: claim.finding for claim in form.claims}
    for need in sorted(set(needs)):
        finding = answered.get(need)  # type: ignore[call-overload]
        if finding is None:
            found = Agreement.AGREES if need in form.needs_found else Agreement.NOT_ANSWERED
        else:
            found = _BY_FINDING[finding]
        lines.append(Line(need, found))
    lines += [Line(need, Agreement.NEW) for need in sorted(set(form.needs_found) - set(needs))]
    return lines
