"""One sitting at the desk: report, case, consent and identity in one transaction, or nothing of it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport, LinkState
from detector.errors import BadInput
from detector.jobs.pipeline import read_report
from detector.journal.service import record
from detector.outreach.rules import Channel, ConsentGround, ConsentMissing, Purpose
from detector.outreach.service import write_consent
from detector.places.models import Office
from detector.places.queries import Home
from detector.registry.service import add_person
from detector.reports.models import Source
from detector.reports.tips import TipInput, keep_tip
from detector.review_queue.service import claim
from detector.staff.permissions import May
from detector.staff.scope import Actor


class Kind(enum.StrEnum):
    WALK_IN = "walk_in"  # somebody of the family sits here
    COMMITTEE = "committee"  # seen by the committee itself; nobody was asked yet


@dataclass(frozen=True, slots=True)
class DeskNote:
    """What is written down at the desk. Consent and identity only of a person who sits there."""

    kind: Kind
    text: str
    governorate_id: int | None = None
    region_code: str | None = None
    place_text: str | None = None
    phone: str | None = None
    given_by: str | None = None
    ground: ConsentGround = ConsentGround.CONSENT
    purposes: Sequence[str] = ()
    full_name: str | None = None
    national_id: str | None = None
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """`mine`: the officer holds the case now. Without it the case lies with a colleague or another office's catchment."""

    number: str
    receipt: str
    opened: bool
    mine: bool
    office: str | None
    consented: bool
    identified: bool


def register(session: Session, actor: Actor, note: DeskNote) -> Registered:
    """Write a report of the office, open or join its case in the catchment of its place, claim it, and record what was agreed to.

    No place told means the officer's own office. Raises `SourceOff`, `BadRow`/`BadInput` (a field), `ConsentMissing` (an ID
    without consent to a match), `InvalidNationalId`, `ChildNotRecorded`, `ContactRefused`.
    """
    actor.must(May.WORK_CASE)
    _check(note)
    here = note.kind is Kind.WALK_IN
    tip = TipInput(
        text=note.text, governorate_id=note.governorate_id, region_code=note.region_code, place_text=note.place_text,
        is_about_self=here, sender_name=note.given_by if here else None, sender_phone=note.phone,
        may_be_contacted=here and bool(note.phone and note.phone.strip()),
    )  # fmt: skip
    report_id, receipt = keep_tip(session, actor, tip, source=Source.OFFICE)
    read_report(session, report_id, home=_home_of(session, actor))
    session.flush()
    link, case = _case_of(session, report_id)
    mine = _take(session, actor, case)
    if note.purposes:
        write_consent(
            session, actor, case, ground=note.ground, given_by=note.given_by or "", channel=Channel.IN_PERSON,
            purposes=note.purposes,
        )  # fmt: skip
    identified = bool(note.national_id) and mine
    if identified:
        add_person(
            session, actor, case.number, full_name=note.full_name or "", national_id=note.national_id or "",
            birth_date=note.birth_date,
        )  # fmt: skip
    record(
        session, actor, "desk.registered", subject="case", subject_id=case.id,
        report=report_id, kind=note.kind.value, consented=bool(note.purposes), identified=identified,
    )  # fmt: skip
    office = session.get(Office, case.office_id) if case.office_id else None
    return Registered(
        number=case.number, receipt=receipt, opened=link.why == "opened", mine=mine,
        office=office.name if office else None, consented=bool(note.purposes), identified=identified,
    )  # fmt: skip


def _check(note: DeskNote) -> None:
    """What belongs together. Somebody who is not here agreed to nothing."""
    if note.kind is Kind.COMMITTEE:
        for field in ("purposes", "national_id", "full_name"):
            if getattr(note, field):
                raise BadInput(field=field, why="nobody_was_asked")
    if note.national_id and Purpose.REGISTRY_MATCH not in note.purposes:
        raise ConsentMissing(purpose=Purpose.REGISTRY_MATCH.value)
    if note.national_id and not note.full_name:
        raise BadInput(field="full_name", why="missing")
    if note.purposes and not (note.given_by or "").strip():
        raise BadInput(field="given_by", why="missing")


def _home_of(session: Session, actor: Actor) -> Home | None:
    office = session.get(Office, actor.office_id) if actor.office_id else None
    if office is not None:
        return Home(office.id, office.region_code)
    return Home(None, actor.region_code) if actor.region_code else None


def _case_of(session: Session, report_id: int) -> tuple[CaseReport, Case]:
    found = session.execute(
        select(CaseReport, Case)
        .join(Case, Case.id == CaseReport.case_id)
        .where(CaseReport.report_id == report_id, CaseReport.state == LinkState.CONFIRMED)
    ).one()
    return found.CaseReport, found.Case


def _take(session: Session, actor: Actor, case: Case) -> bool:
    """Claim the case where this officer may; whose it is stays so."""
    if case.status is Status.CLAIMED and case.holder_id == actor.account_id:
        return True
    ours = actor.office_id in (None, case.office_id) and actor.region_code in (None, case.region_code)
    if case.status is not Status.QUEUED or not (ours or case.office_id is None):
        return False
    claim(session, actor, case.number)
    return True
