"""The demo's reports: tips that people filed, and posts that were handed in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector import crypto
from detector.cases.lifecycle import Status
from detector.cases.models import Case, CaseReport
from detector.clock import now
from detector.defer import DeferredJob, Job
from detector.demo.cast import Cast
from detector.demo.households import FamilyTip, tips
from detector.demo.paths import GUIDED, PATHS, SLOWEST
from detector.demo.posts import Post, past
from detector.demo.timeline import Timeline
from detector.jobs.pipeline import take_in
from detector.jobs.table import run
from detector.places.models import Governorate
from detector.reports.approvals import approve
from detector.reports.items import Item
from detector.reports.models import Report, Source
from detector.reports.tips import TipInput, file_tip

# How the cases that posts opened go on, by weight: most of them wait, as in life.
ONWARD = {"queued": 40, "not_a_case": 20, "registered": 16, "referred": 6, "unreachable": 6, "matched": 6, "already": 6}
RECENT = timedelta(days=6)  # younger ones have hardly been touched
ONWARD_RECENT = {"queued": 70, "claimed": 15, "agreed": 15}


def tip_past(line: Timeline, cast: Cast) -> None:
    for tip in tips():
        line.add(cast.today - timedelta(days=tip.days), partial(_file, line=line, cast=cast, tip=tip))


def _file(session: Session, line: Timeline, cast: Cast, tip: FamilyTip) -> None:
    governorate = session.scalars(select(Governorate.id).where(Governorate.name == tip.governorate)).one()
    receipt = file_tip(
        session,
        cast.journalist if tip.by_journalist else None,
        TipInput(
            text=tip.text,
            governorate_id=governorate,
            is_about_self=tip.about_self,
            sender_phone=tip.phone,
            may_be_contacted=tip.may_be_contacted,
        ),
    )
    session.flush()
    _work_off(session)
    case = _cases_of(session, [crypto.blind_index("receipt", receipt)])[0]
    story = cast.story(case, tip.household)
    # The reader has the last word on what a tip is; a path of the other track would not fit its case.
    if story and tip.path.startswith(GUIDED) == (case.status is Status.GUIDED):
        path = PATHS[tip.path]
        slowest = min(SLOWEST, 0.95 * tip.days * 24 / path[-1][0]) if path else 1
        line.follow(story, path, since=now(), pace=random.Random(tip.text).uniform(1, slowest))


def _work_off(session: Session) -> None:
    """Do the deferred jobs here and now, in the invented time and in this transaction."""
    for row in session.scalars(select(DeferredJob).order_by(DeferredJob.id)).all():
        run(session, Job(row.job), row.args)
        session.delete(row)
    session.flush()


def post_past(line: Timeline, cast: Cast, since: datetime) -> None:
    """Posts, a few a day. News come only after a supervisor has approved the source."""
    line.add(since, partial(_approve_news, cast=cast))
    chance = random.Random(7)
    span = (cast.today - since).total_seconds()
    for number, post in enumerate(past()):
        at = since + timedelta(seconds=chance.uniform(3_600, span - 600))
        path = chance.choices(list(ONWARD), list(ONWARD.values()))[0]
        if cast.today - at < RECENT:
            path = chance.choices(list(ONWARD_RECENT), list(ONWARD_RECENT.values()))[0]
        line.add(at, partial(_post, line=line, cast=cast, post=post, number=number, path=path))


def _approve_news(session: Session, cast: Cast) -> None:
    approve(
        session,
        cast.leader,
        Source.NEWS,
        approved_by="لجنة المصادر (بيانات تجريبية)",
        legal_basis="PDPL Art. 10(2): published for everybody",
        reference="demo",
        expires_at=cast.today + timedelta(days=300),
    )


def _post(session: Session, line: Timeline, cast: Cast, post: Post, number: int, path: str) -> None:
    item = Item(external_id=f"invented-{number}", text=post.text, published_at=now())
    take_in(session, post.source, [item], catchments=cast.catchments(session))
    session.flush()
    for case in _cases_of(session, [item.external_id]):
        story = cast.story(case) if case.status is Status.QUEUED and case.opened_at == now() else None
        if story:
            line.follow(story, PATHS[path], since=now(), pace=random.Random(post.text).uniform(1, SLOWEST))


def _cases_of(session: Session, external_ids: Sequence[str]) -> list[Case]:
    return list(
        session.scalars(
            select(Case)
            .join(CaseReport, CaseReport.case_id == Case.id)
            .join(Report, Report.id == CaseReport.report_id)
            .where(Report.external_id.in_(external_ids), CaseReport.state == "confirmed")
        )
    )
