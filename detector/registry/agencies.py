"""Which agency can say what about a household: five links and seven reasons of the article as a table. Pure.

The mapping of reasons to agencies is an inference from what each keeps. Two reasons have no source among the five links
of the first phase: they are shown as "not linked", and nobody can answer for them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from detector.errors import BadInput, DetectorError


class Reason(enum.StrEnum):
    """Why names were dropped. A yes is a claim to verify, never a verdict."""

    REAL_ESTATE = "R1"
    LAND = "R2"
    JOB = "R3"
    COMMERCIAL_REGISTER = "R4"
    INDUSTRIAL_LOAN = "R5"
    INVESTMENT = "R6"
    DEATH = "R7"


@dataclass(frozen=True, slots=True)
class Agency:
    """`reference` is the article's (G1–G5); None where the article names no source. `linked`: it can answer."""

    code: str
    reference: str | None
    reasons: tuple[Reason, ...]

    @property
    def linked(self) -> bool:
        return self.reference is not None


R = Reason

AGENCIES = (
    Agency("justice", "G1", (R.REAL_ESTATE, R.LAND)),
    Agency("gosi", "G2", (R.JOB,)),
    Agency("zatca", "G3", (R.COMMERCIAL_REGISTER, R.INVESTMENT)),
    Agency("commerce", "G4", (R.COMMERCIAL_REGISTER,)),
    Agency("civil_service", "G5", (R.JOB,)),
    Agency("industrial_fund", None, (R.INDUSTRIAL_LOAN,)),
    Agency("civil_affairs", None, (R.DEATH,)),
)
_BY_CODE = {agency.code: agency for agency in AGENCIES}


class AgencyNotLinked(DetectorError):
    """Nothing can be known from an agency that is not linked; facts: `agency`, `reason`."""

    code, status = "M403", 409


def agency_for(code: str, reason: str) -> Agency:
    """The agency, if it can speak about `reason`; `BadInput` otherwise."""
    agency = _BY_CODE.get(code)
    if agency is None:
        raise BadInput(field="agency", why="unknown")
    if reason not in agency.reasons:
        raise BadInput(field="reason", why="not_this_agency", allowed=[r.value for r in agency.reasons])
    return agency
