"""A report that was read becomes a case, or joins one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.likeness import Ground
from detector.cases.linking import best_case, describe, remember
from detector.cases.models import Case, CaseMove, CaseReport, LinkState
from detector.clock import RIYADH, now
from detector.detection.models import Detection
from detector.journal.service import record
from detector.places.queries import Catchments, Home
from detector.reports.models import Report, ReportIdentifier
from detector.staff.scope import Actor

PAYMENT = "payment_issue"
RECIRCULATED = 3  # seen this often in the same words, a text earns the doubt "copy_paste"; it says nothing about need
_GRAVITY = ("none", "soon", "immediate")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report went. `opened` is False when it joined a case that was there."""

    case: Case
    opened: bool
    suggested: int | None = None  # a case that a person should compare


def number_of(case_id: int) -> str:
    return f"D-{now().astimezone(RIYADH):%y}-{case_id:06d}"


def place(
    session: Session,
    report: Report,
    detection: Detection,
    identifiers: list[ReportIdentifier],
    catchments: Catchments,
    *,
    home: Home | None = None,
) -> Placed:
    """Join the report to its household's case or open a new one. `home` is where the sender said it is, if anybody did."""
    told = describe(report, identifiers)
    kinds = frozenset({PAYMENT}) if detection.kind == PAYMENT else _VISITED_KINDS
    found = best_case(session, told, kinds)
    remember(session, told)
    if found and found[1].state is LinkState.CONFIRMED:
        case = session.get_one(Case, found[0])
        if case.status is Status.MERGED and case.merged_into:
            case = session.get_one(Case, case.merged_into)
        _join(session, case, report, detection, found[1])
        return Placed(case, opened=False)
    case = _open(session, report, detection, home or _home(detection, catchments))
    if found:
        _link(session, found[0], report, found[1])
    return Placed(case, opened=True, suggested=found[0] if found else None)


_VISITED_KINDS = frozenset({"hardship_case", "question", "announcement", "solicitation", "opinion", "other"})


def _home(detection: Detection, catchments: Catchments) -> Home:
    place_said = detection.place or {}
    return catchments.home(governorate=place_said.get("governorate"), region=place_said.get("region"))


def _open(session: Session, report: Report, said: Detection, home: Home) -> Case:
    at = now()
    case = Case(
        number=uuid4().hex,  # until the row has its id
        status=Status.GUIDED if said.kind == PAYMENT else Status.QUEUED,
        status_since=at,
        kind=said.kind,
        office_id=home.office_id,
        region_code=home.region_code,
        place_name=(said.place or {}).get("name") or home.governorate,
        needs=sorted(said.needs),
        doubts=sorted(said.doubts),
        urgency=said.urgency,
        household_size=said.household_size,
        hardship=said.hardship,
        reports_count=1,
        opened_at=at,
        priority={},
    )
    session.add(case)
    session.flush()
    case.number = number_of(case.id)
    session.add(CaseMove(case_id=case.id, old=None, new=case.status, at=at, by_id=None))
    _link(session, case.id, report, Ground(LinkState.CONFIRMED, "opened", 1.0))
    record(session, Actor.system(), "case.opened", subject="case", subject_id=case.id, report=report.id)
    return case


def _join(session: Session, case: Case, report: Report, said: Detection, ground: Ground) -> None:
    """Add what the new report tells. Nothing that an earlier report told is taken away."""
    _link(session, case.id, report, ground)
    case.reports_count += 1
    case.needs = sorted({*case.needs, *said.needs})
    doubts = {*case.doubts, *said.doubts}
    if report.times_seen + case.reports_count > RECIRCULATED:
        doubts.add("copy_paste")
    case.doubts = sorted(doubts)
    case.urgency = max(case.urgency, said.urgency, key=_GRAVITY.index)
    case.household_size = case.household_size or said.household_size
    case.hardship = max(case.hardship, said.hardship)
    record(
        session, Actor.system(), "case.report_joined", subject="case", subject_id=case.id, report=report.id,
        why=ground.why, score=round(ground.score, 2),
    )  # fmt: skip


def _link(session: Session, case_id: int, report: Report, ground: Ground) -> None:
    session.add(
        CaseReport(
            case_id=case_id,
            report_id=report.id,
            state=ground.state,
            why=ground.why,
            score=ground.score,
            linked_at=now(),
        )
    )
