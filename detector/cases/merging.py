"""Moving reports between cases, and taking it back. Row work without permissions or rank: `review_queue.families` is the door.

Every function locks the cases it touches, in the order of their ids, after the linking lock; none waits in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import MOVES, OPEN, Status
from detector.cases.linking import lock
from detector.cases.models import Case, CaseReport, LinkAct, LinkDeed, LinkState
from detector.cases.service import set_status
from detector.cases.summary import sum_up
from detector.clock import now
from detector.errors import DetectorError
from detector.staff.scope import Actor

BY_PERSON = "by_person"


class CannotJoin(DetectorError):
    """The two cases cannot become one; facts: `obstacle` (same_case | other_track | both_in_work | closed)."""

    code, status = "Q205", 409


class CannotUndo(DetectorError):
    """What was done about these links cannot be taken back any more; facts: `why` (undone | went_on | last_report)."""

    code, status = "Q206", 409


def locked(session: Session, ids: Iterable[int]) -> list[Case]:
    """The cases as they are now, locked until the transaction ends."""
    lock(session)
    session.flush()
    stmt = select(Case).where(Case.id.in_(set(ids))).order_by(Case.id).with_for_update()
    return list(session.scalars(stmt.execution_options(populate_existing=True)))


def kept_and_merged(one: Case, other: Case) -> tuple[Case, Case]:
    """Which case stays: the one that is worked on, of two that wait the older. Raises `CannotJoin`."""
    if one.id == other.id:
        raise CannotJoin(obstacle="same_case")
    if not {one.status, other.status} & OPEN or Status.MERGED in (one.status, other.status):
        raise CannotJoin(obstacle="closed")
    if (one.status is Status.GUIDED) != (other.status is Status.GUIDED):
        raise CannotJoin(obstacle="other_track")
    able = [case for case in (one, other) if Status.MERGED in MOVES[case.status]]
    if not able:
        raise CannotJoin(obstacle="both_in_work")
    if len(able) == 2:
        waiting = [case for case in able if case.status is not Status.CLAIMED]
        able = waiting if len(waiting) == 1 else [max(able, key=lambda case: case.id)]
    merged = able[0]
    kept = other if merged is one else one
    if kept.status is Status.WITHDRAWN:
        raise CannotJoin(obstacle="closed")
    return kept, merged


def merge(session: Session, actor: Actor, kept: Case, merged: Case, reason: str) -> LinkAct:
    """All links of `merged` become links of `kept`; its consents and attempts stay and count for both (`with_merged`)."""
    links = _links(session, [kept.id, merged.id])
    act = _write(session, actor, LinkDeed.MERGE, kept, merged, links, reason)
    here = {link.report_id: link for link in links if link.case_id == kept.id}
    own = {link.report_id for link in links if link.state is LinkState.CONFIRMED}
    for link in (link for link in links if link.case_id == merged.id and link.state is not LinkState.REJECTED):
        there = here.get(link.report_id)
        if there is None:
            session.add(
                CaseReport(
                    case_id=kept.id, report_id=link.report_id, state=link.state, score=link.score, linked_at=now(),
                    why=BY_PERSON if link.state is LinkState.CONFIRMED else link.why,
                )
            )  # fmt: skip
        elif link.state is LinkState.CONFIRMED:
            there.state, there.why, there.linked_at = LinkState.CONFIRMED, BY_PERSON, now()
        session.delete(link)
    session.flush()
    session.execute(  # between the two nothing is to be asked any more
        delete(CaseReport).where(
            CaseReport.case_id == kept.id, CaseReport.state == LinkState.SUGGESTED, CaseReport.report_id.in_(own)
        )
    )
    set_status(session, merged, Status.MERGED, by=actor, reason=reason)
    merged.merged_into, merged.holder_id, merged.lease_until = kept.id, None, None
    sum_up(session, kept)
    return act


def take_back(session: Session, actor: Actor, act: LinkAct, kept: Case, other: Case, reason: str) -> None:
    """Put the links back as they were before `act`; reports that came later stay where they are. Raises `CannotUndo`."""
    if act.undone_at is not None:
        raise CannotUndo(why="undone")
    if kept.status is Status.MERGED or (other.status is Status.MERGED) != (act.deed is LinkDeed.MERGE):
        raise CannotUndo(why="went_on")
    if act.deed is LinkDeed.MERGE:
        _part(session, actor, act, kept, other, reason)
    session.flush()
    _restore(session, act.links)
    act.undone_at, act.undone_by_id = now(), actor.account_id
    sum_up(session, kept)
    sum_up(session, other)


def _part(session: Session, actor: Actor, act: LinkAct, kept: Case, other: Case, reason: str) -> None:
    now_in = _confirmed(session, kept.id)
    moved = {x["report_id"] for x in act.links if x["state"] == LinkState.CONFIRMED and x["case_id"] == other.id}
    if other.merged_into != kept.id or not moved <= now_in:
        raise CannotUndo(why="went_on")  # one of the reports was split off since, or the case went on into a third
    if moved == now_in:
        raise CannotUndo(why="last_report")
    set_status(session, other, _before(act.other_status), by=actor, reason=reason)
    other.merged_into = None


def _before(status: Status) -> Status:
    return Status.GUIDED if status is Status.GUIDED else Status.QUEUED


def _confirmed(session: Session, case_id: int) -> set[int]:
    stmt = select(CaseReport.report_id).where(CaseReport.case_id == case_id, CaseReport.state == LinkState.CONFIRMED)
    return set(session.scalars(stmt))


def _links(session: Session, case_ids: Sequence[int]) -> list[CaseReport]:
    return list(session.scalars(select(CaseReport).where(CaseReport.case_id.in_(case_ids))))


def _restore(session: Session, links: Sequence[dict[str, Any]]) -> None:
    """The kept rows as they were: each report's links among these cases are replaced by the noted ones."""
    cases = {link["case_id"] for link in links}
    reports = {link["report_id"] for link in links}
    session.execute(delete(CaseReport).where(CaseReport.case_id.in_(cases), CaseReport.report_id.in_(reports)))
    session.expire_all()
    session.add_all(CaseReport(**{**link, "state": LinkState(link["state"])}, linked_at=now()) for link in links)
    session.flush()


def reject(session: Session, actor: Actor, case: Case, other: Case, reason: str) -> LinkAct:
    """Nothing between the two is asked again: every suggestion between them, in both directions, is rejected."""
    theirs = {case.id: _confirmed(session, other.id), other.id: _confirmed(session, case.id)}
    links = [
        link
        for link in _links(session, [case.id, other.id])
        if link.state is LinkState.SUGGESTED and link.report_id in theirs[link.case_id]
    ]
    act = _write(session, actor, LinkDeed.REJECT, case, other, links, reason)
    for link in links:
        link.state = LinkState.REJECTED
    return act


def split(session: Session, actor: Actor, case: Case, fresh: Case, moved: CaseReport, reason: str) -> LinkAct:
    """`moved` is no report of `case`; `fresh` was opened with it. Taking it back is a merge of `fresh` into `case`."""
    act = _write(session, actor, LinkDeed.SPLIT, case, fresh, [moved], reason)
    moved.state = LinkState.REJECTED
    sum_up(session, case)
    return act


def _write(
    session: Session, actor: Actor, deed: LinkDeed, case: Case, other: Case, links: Sequence[CaseReport], reason: str
) -> LinkAct:
    act = LinkAct(
        deed=deed, case_id=case.id, other_id=other.id, other_status=other.status, reason=reason, at=now(),
        by_id=actor.account_id,
        links=[
            {"case_id": x.case_id, "report_id": x.report_id, "state": x.state.value, "why": x.why, "score": x.score}
            for x in links
        ],
    )  # fmt: skip
    session.add(act)
    session.flush()
    return act
