"""Invented families for the pages' tests: rows as the pipeline and the committees leave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseMove, CaseReport, LinkState
from detector.clock import now
from detector.detection.models import Detection
from detector.guidance.service import open_issue
from detector.places.models import Office
from detector.reports.models import Report, Source
from detector.review_queue.service import rank_case
from detector.staff.models import Account
from detector.staff.permissions import Role
from detector.staff.service import add_account

PASSWORD = "long-enough-1"
WIDOW = (
    "السلام عليكم، جارتنا أرملة في رفحاء وعندها ستة عيال، من شهرين ما عندهم دخل والكهرباء مفصولة عليهم من أمس. "
    "تكفون أحد يوصل صوتها للضمان، ورقم الحساب SA•• … 19"
)
STOPPED = "الضمان ما نزل لي هالشهر والحالة مرفوض مع أن الآيبان باسمي ومحدث بياناتي، وش أسوي؟"


@dataclass(frozen=True)
class Staff:
    journalist: Account
    member: Account
    colleague: Account
    stranger: Account  # another office
    supervisor: Account
    admin: Account


def offices(session: Session) -> tuple[Office, Office]:
    first, second = session.scalars(select(Office).order_by(Office.id).limit(2)).all()
    return first, second


def staff(session: Session) -> Staff:
    home, other = offices(session)

    def one(username: str, name: str, role: Role, office: Office | None = None, region: str | None = None) -> Account:
        return add_account(
            session, username=username, display_name=name, role=role, password=PASSWORD,
            office_id=office.id if office else None, region_code=region,
        )  # fmt: skip

    return Staff(
        journalist=one("press", "نورة", Role.JOURNALIST),
        member=one("member", "عبدالله الدوسري", Role.COMMITTEE, home),
        colleague=one("colleague", "هند الحربي", Role.COMMITTEE, home),
        stranger=one("stranger", "علي عسيري", Role.COMMITTEE, other),
        supervisor=one("lead", "سارة العتيبي", Role.SUPERVISOR),
        admin=one("root", "مها السبيعي", Role.ADMIN),
    )


def span(text: str, words: str, label: str) -> dict[str, Any]:
    at = text.index(words)
    return {"start": at, "end": at + len(words), "label": label, "weight": 0.4}


def case(
    session: Session,
    serial: int,
    *,
    text: str = WIDOW,
    kind: str = "hardship_case",
    needs: tuple[str, ...] = ("widow", "no_income", "utilities"),
    doubts: tuple[str, ...] = ("account_number",),
    urgency: str = "immediate",
    office: Office | None = None,
    place: str | None = "رفحاء",
    days_ago: float = 3,
    evidence: list[dict[str, Any]] | None = None,
    counter: list[dict[str, Any]] | None = None,
    url: str | None = "https://example.org/post/1",
) -> Case:
    """A queued (or, for a payment issue, guided) case with its report and reading."""
    home = office or offices(session)[0]
    at: datetime = now() - timedelta(days=days_ago)
    report = Report(
        source=Source.FILES, external_id=f"x{serial}", url=url, text=text, fingerprint=f"f{serial}", published_at=at,
        received_at=at, times_seen=1,
    )  # fmt: skip
    row = Case(
        number=f"D-26-{serial:06d}", status=Status.QUEUED, status_since=at, kind=kind, office_id=home.id,
        region_code=home.region_code, place_name=place, needs=list(needs), doubts=list(doubts), urgency=urgency,
        household_size=7, hardship=0.93, opened_at=at, priority={},
    )  # fmt: skip
    session.add_all((report, row))
    session.flush()
    session.add(
        Detection(
            report_id=report.id, model="reader@1", kind=kind, kinds={kind: 0.93}, hardship=0.93, flagged=True,
            needs=list(needs), urgency=urgency, voice="third_party", programme="daman" if kind == "payment_issue" else None,
            doubts=list(doubts), place={"text": "رفحاء", "name": "رفحاء", "region": "SH", "precision": "governorate"},
            household_size=7, evidence=evidence or [], counter_evidence=counter or [], detected_at=at,
        )
    )  # fmt: skip
    session.add(
        CaseReport(
            case_id=row.id, report_id=report.id, state=LinkState.CONFIRMED, why="opened", score=1.0, linked_at=at
        )
    )
    session.add(CaseMove(case_id=row.id, old=None, new=Status.QUEUED, at=at))
    if kind == "payment_issue":
        open_issue(session, row, programme="daman", text=text)
    else:
        rank_case(session, row)
    session.flush()
    return row


def widow(session: Session, serial: int = 1, **changes: Any) -> Case:
    """The urgent family, with evidence and counter-evidence marked."""
    return case(
        session, serial,
        evidence=[
            span(WIDOW, "أرملة", "widow"), span(WIDOW, "ما عندهم دخل", "no_income"),
            span(WIDOW, "الكهرباء مفصولة", "utilities"),
        ],
        counter=[span(WIDOW, "رقم الحساب", "account_number")],
        **changes,
    )  # fmt: skip


def stopped(session: Session, serial: int = 50) -> Case:
    """A payment issue on the guidance track."""
    return case(
        session, serial, text=STOPPED, kind="payment_issue", needs=(), doubts=(), urgency="none", place="الخرج"
    )  # fmt: skip
