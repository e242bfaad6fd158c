"""The job of a run: batch by batch, each stored with its cursor, so that it can be killed and goes on where it was."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from detector import log
from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.defer import Job, defer
from detector.errors import DetectorError
from detector.journal.service import record
from detector.places.models import Governorate, Office
from detector.registry.agencies import AGENCIES
from detector.registry.clients.agency import AgencyClient, Reply, Subject, agency_client, stands
from detector.registry.links import links
from detector.registry.models import Answer, Beneficiary
from detector.registry.recheck.models import Finding, Hit, Run, RunState
from detector.registry.recheck.rules import FindingState, propose
from detector.staff.scope import Actor

BATCH = 1_000  # people in one transaction
SHIFT = 20.0  # seconds of one job; then it makes room for others and leaves its continuation
IN_PAYMENT = ("registered", "suspended")

logger = log.get("recheck")


class Question(NamedTuple):
    """One matter of one askable link."""

    agency: str
    reason: str
    version: str
    client: AgencyClient


class Member(NamedTuple):
    id: int
    subject: Subject
    office_id: int | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Said:
    question: Question
    reply: Reply


def questions() -> list[Question]:
    """What can be asked without a person; raises `RegistryNotConfigured`."""
    askable = {code: link for code, link in links().items() if link.can_be_asked}
    clients = {code: agency_client(link) for code, link in askable.items()}
    return [
        Question(agency.code, reason.value, askable[agency.code].version, clients[agency.code])
        for agency in AGENCIES
        if agency.code in askable
        for reason in agency.reasons
    ]


def work_on(run_id: int) -> None:
    """Batches until the shift or the run is over. Safe to run twice at once: the slower of two loses its batch."""
    end = time.monotonic() + SHIFT
    asked = questions()
    while time.monotonic() < end:
        if not _batch(run_id, asked):
            return
    with transaction() as session:
        defer(session, Job.RECHECK, run_id=run_id)


def _batch(run_id: int, asked: list[Question]) -> bool:
    """One batch; False when the run is over, was stopped, or another worker has it."""
    needs_ids = any(question.client.needs_ids for question in asked)
    with transaction(write=False) as session:
        run = session.get(Run, run_id)
        if run is None or run.state is not RunState.RUNNING:
            return False
        cursor = run.cursor
        members = _members(session, cursor, needs_ids)
    said = _ask(members, asked)
    with transaction() as session:
        return _store(session, run_id, cursor, members, said, len(asked))


def _members(session: Session, cursor: int, needs_ids: bool) -> list[Member]:
    offices = {office.name: (office.id, office.region_code) for office in session.scalars(select(Office))}
    regions = {g.name: (g.office_id, g.region_code) for g in session.scalars(select(Governorate))}
    columns: list[Any] = [Beneficiary.id, Beneficiary.national_id_index, Beneficiary.office_name]
    if needs_ids:
        columns.append(Beneficiary.national_id)
    rows = session.execute(
        select(*columns)
        .where(Beneficiary.id > cursor, Beneficiary.status.in_(IN_PAYMENT))
        .order_by(Beneficiary.id)
        .limit(BATCH)
    )
    places = regions | offices
    return [
        Member(row[0], Subject(row[1], row[3] if needs_ids else ""), *places.get(row[2], (None, None))) for row in rows
    ]


def _ask(members: list[Member], asked: list[Question]) -> dict[str, list[Said]]:
    """Answers that stand, by blind index. An agency that does not answer leaves its matters unknown for this batch."""
    said: dict[str, list[Said]] = defaultdict(list)
    subjects = [member.subject for member in members]
    lasts = settings().agency_answer_days
    for question in asked if members else ():
        try:
            replies = question.client.ask(subjects, question.reason)
        except DetectorError as error:
            logger.warning("agency.unavailable", agency=question.agency, why=error.facts.get("why"))
            continue
        for index, reply in replies.items():
            if stands(reply, lasts):
                said[index].append(Said(question, reply))
    return said


def _store(
    session: Session, run_id: int, cursor: int, members: list[Member], said: dict[str, list[Said]], asked: int
) -> bool:
    last = members[-1].id if members else cursor
    state = RunState.RUNNING if members else RunState.FINISHED
    mine = (Run.id == run_id, Run.cursor == cursor, Run.state == RunState.RUNNING)
    moved = {"cursor": last, "done": Run.done + len(members), "moved_at": now(), "state": state}
    if session.scalar(update(Run).where(*mine).values(moved).returning(Run.id)) is None:
        return False
    run = session.get_one(Run, run_id)
    known = _known(session, [member.id for member in members if said.get(member.subject.index)])
    counts: dict[str, dict[str, int]] = {what: dict(people) for what, people in run.counts.items()}
    found: list[tuple[Member, list[Said]]] = []
    for member in members:
        answers = said.get(member.subject.index, [])
        hits = [one for one in answers if one.reply.answer is Answer.YES]
        fresh = [one for one in hits if known.get(_about(member, one), date.min) < one.reply.as_of]
        if fresh:
            found.append((member, hits))
            continue
        what = "known" if hits else "in_order" if len(answers) == asked else "unanswered"
        people = counts.setdefault(what, {})
        people[member.region or ""] = people.get(member.region or "", 0) + 1
    run.counts = counts
    _write(session, run_id, found)
    if state is RunState.FINISHED:
        record(session, Actor.system(), "recheck.finished", subject="recheck", subject_id=run_id, done=run.done)
    return state is RunState.RUNNING


def _about(member: Member, one: Said) -> tuple[int, str, str]:
    return member.id, one.question.agency, one.question.reason


def _known(session: Session, beneficiaries: list[int]) -> dict[tuple[int, str, str], date]:
    """Claims that an earlier run raised, with their newest day: nobody is proposed twice for the same answer."""
    rows = session.execute(
        select(Finding.beneficiary_id, Hit.agency, Hit.reason, Hit.as_of)
        .join(Hit, Hit.finding_id == Finding.id)
        .where(Finding.beneficiary_id.in_(beneficiaries))
    )
    known: dict[tuple[int, str, str], date] = {}
    for beneficiary, agency, reason, as_of in rows:
        key = (beneficiary, agency, reason)
        known[key] = max(known.get(key, date.min), as_of)
    return known


def _write(session: Session, run_id: int, found: list[tuple[Member, list[Said]]]) -> None:
    if not found:
        return
    at = now()
    rows = [
        {
            "run_id": run_id, "beneficiary_id": member.id, "office_id": member.office_id, "region_code": member.region,
            "proposal": propose((one.question.agency, one.question.reason) for one in hits),
            "state": FindingState.PROPOSED, "since": at, "version": 1,
        }
        for member, hits in found
    ]  # fmt: skip
    ids = session.scalars(insert(Finding).returning(Finding.id, sort_by_parameter_order=True), rows).all()
    session.execute(
        insert(Hit),
        [
            {
                "finding_id": finding_id, "agency": one.question.agency, "reason": one.question.reason,
                "as_of": one.reply.as_of, "valid_until": one.reply.valid_until, "link": one.question.version,
            }
            for finding_id, (_, hits) in zip(ids, found, strict=True)
            for one in hits
        ],
    )  # fmt: skip
