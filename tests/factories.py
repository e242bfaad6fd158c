"""Rows for tests: invented people and places, each function one thing. Every row is flushed, so it has its id.

office = an_office(session, "مكتب رفحاء", region="NG")
case = a_case(session, office=office, status=Status.CLAIMED, holder=an_account(session, office=office))
"""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseMove, CaseReport, LinkState
from detector.clock import now
from detector.config import settings
from detector.detection.models import Detection
from detector.outreach.models import Consent
from detector.outreach.rules import Channel, ConsentGround
from detector.places.models import Office, Region
from detector.reports.intake import fingerprint, keep
from detector.reports.items import Item
from detector.reports.models import Report, ReportIdentifier, Source
from detector.review_queue.search_keys import index_place
from detector.review_queue.service import HELD, rank_case
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.scope import Actor
from detector.staff.service import add_account
from nlp_models.extract.identifiers import identifiers

PLEA = "جارتنا ارملة وعندها ايتام، صاحب البيت طالعها بكرة ولا معها ايجار"
_numbers = itertools.count(900_000)  # far from the running numbers that the house gives


def a_region(session: Session, code: str = "RD") -> Region:
    """The region of that code; it is there already in an installed database."""
    region = session.get(Region, code)
    if region is None:
        region = Region(code=code, name=f"منطقة {code}", name_en=code)
        session.add(region)
        session.flush()
    return region


def an_office(session: Session, name: str | None = None, *, region: str = "RD", is_regional: bool = False) -> Office:
    a_region(session, region)
    office = Office(
        name=name or f"مكتب {next(_numbers)}", region_code=region, is_regional=is_regional, active=True
    )  # fmt: skip
    session.add(office)
    session.flush()
    return office


def an_account(
    session: Session,
    role: Role = Role.COMMITTEE,
    *,
    office: Office | None = None,
    region: str | None = None,
    username: str | None = None,
    display_name: str = "باحثة ميدانية",
    password: str | None = None,
) -> Account:
    """Without a password nobody can sign in to it, and no time is spent on argon2."""
    username = username or f"user{next(_numbers)}"
    office_id = office.id if office else None
    if password is not None:
        return add_account(
            session, username=username, display_name=display_name, role=role, password=password,
            office_id=office_id, region_code=region,
        )  # fmt: skip
    account = Account(
        username=username, display_name=display_name, role=role, office_id=office_id, region_code=region,
        password_hash="!", active=True, failed_attempts=0, locked_until=None, created_at=now(),
    )  # fmt: skip
    session.add(account)
    session.flush()
    return account


def an_actor(
    session: Session, role: Role = Role.COMMITTEE, *, office: Office | None = None, region: str | None = None
) -> Actor:
    return Actor.of(an_account(session, role, office=office, region=region))


def a_report(session: Session, text: str = PLEA, *, source: Source = Source.FILES, **values: Any) -> Report:
    external_id = values.pop("external_id", f"r{next(_numbers)}")
    report = Report(
        **{
            "source": source, "external_id": external_id, "origin": None, "url": None, "text": text,
            "fingerprint": crypto.blind_index("text", text), "published_at": None, "received_at": now(),
            "times_seen": 1, "purged_at": None,
        } | values
    )  # fmt: skip
    session.add(report)
    session.flush()
    return report


def a_detection(session: Session, report: Report, *, kind: str = "hardship_case", **values: Any) -> Detection:
    detection = Detection(
        **{
            "report_id": report.id, "model": "tests@0", "kind": kind, "kinds": {kind: 0.9}, "hardship": 0.9,
            "flagged": True, "needs": ["widow", "housing"], "urgency": "soon", "voice": "third_party",
            "programme": None, "doubts": [], "place": None, "household_size": None, "evidence": [],
            "counter_evidence": [], "detected_at": now(),
        } | values
    )  # fmt: skip
    session.add(detection)
    session.flush()
    return detection


def a_case(
    session: Session,
    *,
    status: Status = Status.QUEUED,
    office: Office | None = None,
    holder: Account | None = None,
    text: str = PLEA,
    source: Source = Source.FILES,
    kind: str = "hardship_case",
    opened_at: datetime | None = None,
    **values: Any,
) -> Case:
    """A case in `status` with one report and its detection. A held status without `holder` gets an account for one.

    `values` are columns of Case; what the report says (needs, urgency, doubts, …) is said by the detection as well.
    A case of no office and no region (values) is one that no office owns yet.
    """
    at = opened_at or now()
    if status in HELD and holder is None:
        holder = an_account(session, office=office)
    case = Case(
        **{
            "number": f"D-26-{next(_numbers)}", "status": status, "status_since": at, "kind": kind,
            "office_id": office.id if office else None, "region_code": office.region_code if office else None,
            "place_name": None, "needs": ["widow", "housing"], "doubts": [], "urgency": "soon",
            "household_size": None, "hardship": 0.9, "reports_count": 1, "opened_at": at, "lane": 1, "rank": 0.0,
            "priority": {"parts": [], "points": 0.0}, "holder_id": holder.id if holder else None,
            "lease_until": now() + timedelta(hours=settings().lease_hours) if status is Status.CLAIMED else None,
            "merged_into": None,
        } | values
    )  # fmt: skip
    session.add(case)
    if not values.keys() & {"lane", "rank", "priority"}:
        rank_case(session, case)
    index_place(session, case.place_name)
    session.flush()
    session.add(CaseMove(case_id=case.id, old=None, new=status, at=at, by_id=None, reason=None))
    add_report(session, case, text=text, source=source)
    return case


def add_report(
    session: Session, case: Case, *, text: str = PLEA, source: Source = Source.FILES, **values: Any
) -> Report:
    """One more report of this household, confirmed, read as the case says; `values` are columns of Report."""
    return _joined(session, case, a_report(session, text, source=source, **values))


def add_report_with_numbers(
    session: Session, case: Case, text: str, *, source: Source = Source.FILES
) -> list[ReportIdentifier]:
    """As `add_report`, through the intake: the numbers of `text` are masked in it and kept beside it, in its order."""
    item = Item(external_id=f"r{next(_numbers)}", text=text)
    report, numbers = keep(session, source, item, fingerprint(text), identifiers(text))
    _joined(session, case, report)
    return sorted(numbers, key=lambda one: one.start)


def _joined(session: Session, case: Case, report: Report) -> Report:
    a_detection(
        session, report, kind=case.kind, needs=case.needs, doubts=case.doubts, urgency=case.urgency,
        household_size=case.household_size, hardship=case.hardship,
    )  # fmt: skip
    session.add(
        CaseReport(
            case_id=case.id, report_id=report.id, state=LinkState.CONFIRMED, why="opened", score=1.0, linked_at=now()
        )
    )
    session.flush()
    return report


def a_consent(session: Session, case: Case, *purposes: str, by: Account | None = None) -> Consent:
    """What the family agreed to; all three purposes when none is named."""
    by = by or (session.get(Account, case.holder_id) if case.holder_id else None) or an_account(session)
    consent = Consent(
        case_id=case.id, ground=ConsentGround.CONSENT, given_by="ربة الأسرة", channel=Channel.PHONE,
        purposes=list(purposes) or ["visit", "registry_match", "agency_check"], given_at=now(),
        recorded_by_id=by.id, withdrawn_at=None,
    )  # fmt: skip
    session.add(consent)
    session.flush()
    return consent
