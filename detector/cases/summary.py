"""What a case says is what its reports say: the sum of them, and which report told what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.cases.queries import LinkedReport, reports_of
from detector.reports.models import Report

RECIRCULATED = 3  # seen this often in the same words, a text earns the doubt "copy_paste"; it says nothing about need
COPIED = "copy_paste"
GRAVITY = ("none", "soon", "immediate")


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is told of the household, and the reports that told it, by their numbers on the page (1, 2, …)."""

    about: str  # need | place | size | urgency | doubt
    what: str
    told_by: tuple[int, ...]


def claims(reports: Sequence[LinkedReport]) -> list[Claim]:
    """Every claim with its source reports; two sizes that disagree are two claims."""
    told: dict[tuple[str, str], list[int]] = {}
    for place_in_list, one in enumerate(reports, 1):
        for about, what in _said(one):
            told.setdefault((about, what), []).append(place_in_list)
    return [Claim(about, what, tuple(by)) for (about, what), by in told.items()]


def _said(one: LinkedReport) -> Iterable[tuple[str, str]]:
    said = one.detection
    yield from (("need", need) for need in said.needs)
    if said.place and said.place.get("name"):
        yield "place", str(said.place["name"])
    if said.household_size:
        yield "size", str(said.household_size)
    if said.urgency != "none":
        yield "urgency", said.urgency
    yield from (("doubt", doubt) for doubt in said.doubts)


def survivor(session: Session, case_id: int) -> Case:
    """The case, locked, or the one that it was merged into, however often."""
    case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
    while case.status is Status.MERGED and case.merged_into is not None:
        case = session.get_one(Case, case.merged_into, with_for_update=True, populate_existing=True)
    return case


def sum_up(session: Session, case: Case) -> None:
    """Say of the case what its confirmed reports say now; office and region stay, they are whose file it is."""
    session.flush()
    reports = reports_of(session, case)
    said = [one.detection for one in reports]
    case.reports_count = len(reports)
    case.needs = sorted({need for one in said for need in one.needs})
    doubts = {doubt for one in said for doubt in one.doubts}
    if is_recirculated(case, max((one.report.times_seen for one in reports), default=0)):
        doubts.add(COPIED)
    case.doubts = sorted(doubts)
    case.urgency = max((one.urgency for one in said), key=GRAVITY.index, default=GRAVITY[0])
    case.household_size = next((one.household_size for one in said if one.household_size), None)
    case.hardship = max((one.hardship for one in said), default=0.0)
    places = (one.place for one in said if one.place)
    case.place_name = next((place["name"] for place in places if place.get("name")), case.place_name)


def is_recirculated(case: Case, times_seen: int) -> bool:
    return times_seen + case.reports_count > RECIRCULATED


def note_recirculation(session: Session, fingerprints: Iterable[str]) -> list[Case]:
    """Put the doubt on the cases whose words came again and again; those that it is new to."""
    theirs = (
        select(CaseReport.case_id)
        .join(Report, Report.id == CaseReport.report_id)
        .where(
            Report.fingerprint.in_(list(fingerprints)),
            Report.times_seen >= RECIRCULATED,
            CaseReport.state == LinkState.CONFIRMED,
        )
    )
    found = session.scalars(select(Case).where(Case.id.in_(theirs)))
    doubted = [case for case in found if COPIED not in case.doubts]
    for case in doubted:
        case.doubts = sorted({*case.doubts, COPIED})
    return doubted
