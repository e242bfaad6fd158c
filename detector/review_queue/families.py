"""One family, one case: what a person says about which reports belong together. Each act can be taken back.

Scope is asked on both sides, every act needs a reason and is journalled, and the case that stays is summed up and ranked anew.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import OPEN
from detector.cases.merging import CannotJoin, CannotUndo, kept_and_merged, locked, merge, reject, split, take_back
from detector.cases.models import Case, CaseReport, LinkAct, LinkDeed, LinkState
from detector.cases.opening import PAYMENT, home_of, open_case, told_home
from detector.cases.queries import get_case, reports_of
from detector.cases.service import NotHolder
from detector.cases.written import reason as checked_reason
from detector.errors import BadInput, NotFound
from detector.guidance.service import open_issue
from detector.journal.service import record
from detector.places.queries import Catchments, Home
from detector.reports.models import Tip
from detector.review_queue.service import rank_case
from detector.staff.permissions import PERMISSIONS, May
from detector.staff.scope import Actor


def same_family(session: Session, actor: Actor, number: str, other: str, reason: str) -> LinkAct:
    """Make the two cases one; the case that is worked on stays, of two that wait the older (`act.case_id`).

    Raises `NotFound` (either one outside the scope), `CannotJoin`, `NotHolder` where a colleague holds the one that would end.
    """
    one, two = _both(session, actor, number, other)
    why = checked_reason(reason)
    kept, merged = kept_and_merged(one, two)
    _must_not_be_anothers(actor, merged)
    act = merge(session, actor, kept, merged, why)
    _note(session, actor, "case.same_family", act, why)
    rank_case(session, kept)
    return act


def other_family(session: Session, actor: Actor, number: str, other: str, reason: str) -> LinkAct:
    """Say no to what was suggested between the two. Raises `NotFound` where nothing is suggested."""
    one, two = _both(session, actor, number, other)
    act = reject(session, actor, one, two, checked_reason(reason))
    if not act.links:
        raise NotFound(suggestion=True)
    _note(session, actor, "case.other_family", act, act.reason)
    return act


def split_off(session: Session, actor: Actor, number: str, report_id: int, reason: str) -> LinkAct:
    """Give a report a case of its own (`act.other_id`), with what that report tells.

    Raises `NotFound` for a report that is not this case's, `BadInput` for its only one, `CannotJoin` for a closed case.
    """
    actor.must(May.WORK_CASE)
    (case,) = locked(session, [get_case(session, actor, number).id])
    why = checked_reason(reason)
    _must_not_be_anothers(actor, case)
    if case.status not in OPEN:
        raise CannotJoin(obstacle="closed")
    reports = reports_of(session, case)
    moved = next((one for one in reports if one.report.id == report_id), None)
    if moved is None:
        raise NotFound(report=report_id)
    if len(reports) == 1:
        raise BadInput(field="report_id", why="only_report")
    catchments = Catchments(session)
    home = told_home(session, session.get(Tip, report_id), catchments) or home_of(moved.detection, catchments)
    if home.office_id is None and home.region_code is None:
        home = Home(case.office_id, case.region_code)
    fresh = open_case(session, moved.report, moved.detection, home, why="split", by=actor)
    if moved.detection.kind == PAYMENT:
        open_issue(session, fresh, programme=moved.detection.programme or "unsaid", text=moved.report.text or "")
    act = split(session, actor, case, fresh, moved.link, why)
    _note(session, actor, "case.split", act, why, report=report_id)
    for one in (case, fresh):
        rank_case(session, one)
    return act


def undo(session: Session, actor: Actor, number: str, act_id: int, reason: str) -> LinkAct:
    """Take back a merge, a split or a no. Raises `CannotUndo` where something else was built upon it."""
    actor.must(May.WORK_CASE)
    case = get_case(session, actor, number)
    act = session.get(LinkAct, act_id)
    if act is None or case.id not in (act.case_id, act.other_id):
        raise NotFound(act=act_id)
    other_number = session.scalar(
        select(Case.number).where(Case.id == (act.other_id if act.case_id == case.id else act.case_id))
    )
    _both(session, actor, number, other_number or "")
    session.refresh(act, with_for_update=True)
    why = checked_reason(reason)
    kept, other = session.get_one(Case, act.case_id), session.get_one(Case, act.other_id)
    _must_not_be_anothers(actor, kept)
    if act.deed is LinkDeed.SPLIT:
        _join_again(session, actor, act, kept, other, why)
    else:
        take_back(session, actor, act, kept, other, why)
    _note(session, actor, "case.link_undone", act, why)
    rank_case(session, kept)
    if other.status in OPEN:
        rank_case(session, other)
    return act


def _join_again(session: Session, actor: Actor, act: LinkAct, kept: Case, fresh: Case, why: str) -> None:
    if act.undone_at is not None:
        raise CannotUndo(why="undone")
    still = session.scalar(
        select(func.count()).where(
            CaseReport.case_id == fresh.id,
            CaseReport.report_id == act.links[0]["report_id"],
            CaseReport.state == LinkState.CONFIRMED,
        )
    )
    if not still or kept.status not in OPEN:
        raise CannotUndo(why="went_on")
    _must_not_be_anothers(actor, fresh)
    again = merge(session, actor, kept, fresh, why)
    act.undone_at, act.undone_by_id = again.at, actor.account_id


def _both(session: Session, actor: Actor, number: str, other: str) -> tuple[Case, Case]:
    actor.must(May.WORK_CASE)
    ids = [get_case(session, actor, one).id for one in (number, other.strip().upper())]
    now_are = {case.id: case for case in locked(session, ids)}
    for one in (number, other.strip().upper()):  # the scope again, for what was waited for may have moved them
        get_case(session, actor, one)
    return now_are[ids[0]], now_are[ids[1]]


def _must_not_be_anothers(actor: Actor, case: Case) -> None:
    if case.holder_id in (None, actor.account_id):
        return
    if actor.role is None or May.REASSIGN_CASE not in PERMISSIONS[actor.role]:
        raise NotHolder(case=case.number)


def _note(session: Session, actor: Actor, what: str, act: LinkAct, reason: str, **facts: int) -> None:
    record(
        session, actor, what, subject="case", subject_id=act.case_id, reason=reason, other=act.other_id, act=act.id,
        **facts,
    )  # fmt: skip
