"""A report that was read becomes a case, or joins one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.likeness import Ground
from detector.cases.linking import describe, likely_cases, lock, remember
from detector.cases.models import Case, CaseMove, CaseReport, LinkState
from detector.cases.summary import GRAVITY, RECIRCULATED, survivor
from detector.clock import RIYADH, now
from detector.detection.models import Detection
from detector.journal.service import record
from detector.places.models import Governorate
from detector.places.queries import Catchments, Home
from detector.reports.models import Report, ReportIdentifier, Tip
from detector.staff.scope import Actor

PAYMENT = "payment_issue"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report went. `opened` is False when it joined a case that was there."""

    case: Case
    opened: bool
    suggested: tuple[int, ...] = ()  # cases that a person should compare, likeliest first


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
    lock(session)
    told = describe(report, identifiers, detection, home)
    kinds = frozenset({PAYMENT}) if detection.kind == PAYMENT else _VISITED_KINDS
    found = likely_cases(session, told, kinds)
    remember(session, told)
    if found and found[0][1].state is LinkState.CONFIRMED:
        case = survivor(session, found[0][0])
        _join(session, case, report, detection, found[0][1])
        return Placed(case, opened=False)
    case = open_case(session, report, detection, home or home_of(detection, catchments))
    for case_id, ground in found:
        _link(session, case_id, report, ground)
    return Placed(case, opened=True, suggested=tuple(case_id for case_id, _ in found))


_VISITED_KINDS = frozenset({"hardship_case", "question", "announcement", "solicitation", "opinion", "other"})


def told_home(session: Session, tip: Tip | None, catchments: Catchments) -> Home | None:
    """Where the sender of a tip said that the family is."""
    if tip is None or tip.region_code is None:
        return None
    governorate = session.get(Governorate, tip.governorate_id) if tip.governorate_id else None
    return catchments.home(governorate=governorate.name if governorate else None, region=tip.region_code)


def home_of(detection: Detection, catchments: Catchments) -> Home:
    place_said = detection.place or {}
    return catchments.home(governorate=place_said.get("governorate"), region=place_said.get("region"))


def open_case(
    session: Session, report: Report, said: Detection, home: Home, *, why: str = "opened", by: Actor | None = None
) -> Case:
    """A new case with this report; the caller puts it into its place of the queue."""
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
    by = by or Actor.system()
    session.add(CaseMove(case_id=case.id, old=None, new=case.status, at=at, by_id=by.account_id))
    _link(session, case.id, report, Ground(LinkState.CONFIRMED, why, 1.0))
    record(session, by, "case.opened", subject="case", subject_id=case.id, report=report.id)
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
    case.urgency = max(case.urgency, said.urgency, key=GRAVITY.index)
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
