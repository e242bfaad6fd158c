"""Where the gaps are, all campaigns, and drafting one."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.config import settings
from detector.errors import DetectorError
from detector.places.queries import offices, regions
from detector.staff.permissions import May
from detector.visits.campaigns import queries, service
from detector.visits.campaigns.coordinates import Gazetteer
from detector.visits.campaigns.gaps import gaps, office_points
from detector.visits.campaigns.rules import MOST_DAYS, TeamWish
from review_ui.campaign_view import drawing
from review_ui.deps import Member, Posted, Reading, Visitor
from review_ui.forms import Form
from review_ui.render import render
from review_ui.submit import submit

router = APIRouter(prefix="/campaigns")
TEAMS = range(1, 5)
SHOWN = 60  # rows of the table of gaps


def _show(
    request: Request, who: Visitor, session: Session, form: Form | None = None, problem: DetectorError | None = None
) -> Response:
    actor, found, picture = who.actor, [], None
    if who.may(May.PLAN_CAMPAIGN):
        found = gaps(session, actor)
        marks = [(g.point, g.cases, g.place or "", g.is_far) for g in found if g.point]
        near = [(one.point, one.name) for one in office_points(session, Gazetteer(session))
                if actor.region_code in (None, one.region_code)]  # fmt: skip
        picture = drawing(marks, near)
    names = {region.code: region.name for region in regions(session)}
    mine = [(o.id, o.name) for o in offices(session) if actor.region_code in (None, o.region_code)
            and actor.office_id in (None, o.id)]  # fmt: skip
    return render(
        request, who, "campaigns/list.html", form=form, problem=problem, found=found, shown=SHOWN, picture=picture,
        campaigns=queries.campaigns(session, actor), may_plan=who.may(May.PLAN_CAMPAIGN), gap_km=settings().campaign_gap_km,
        region_names=names, offices=mine, teams=TEAMS,
        regions=[(code, name) for code, name in names.items() if actor.region_code in (None, code)],
    )  # fmt: skip


@router.get("")
def look(request: Request, who: Member, session: Reading) -> Response:
    return _show(request, who, session)


def _minutes(form: Form, name: str) -> int:
    """A time of day as minutes since midnight; 0 with a message when it is none."""
    typed = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", form.raw(name).strip())
    if typed is None:
        form.bad(name, "time")
        return 0
    return int(typed[1]) * 60 + int(typed[2])


def _teams(form: Form) -> list[TeamWish]:
    wishes = []
    for n in TEAMS:
        names = [name.strip() for name in re.split("[،,\n]", form.text(f"team_{n}", most=500)) if name.strip()]
        if names:
            wishes.append(TeamWish(names, form.yes(f"woman_{n}")))
    return wishes


@router.post("")
def draft(request: Request, who: Member, form: Posted) -> Response:
    title = form.text("title", required=True, most=120)
    region, office = form.text("region", required=True), form.number("office", required=True, most=2**31 - 1)
    first, days = form.day("first_day", required=True), form.number("days", required=True, least=1, most=MOST_DAYS)
    start, end = _minutes(form, "day_start"), _minutes(form, "day_end")
    minutes = form.number("visit_minutes", required=True, most=240)
    least = form.number("least_km", required=True, most=2_000)
    teams = _teams(form)

    def act(session: Session) -> None:
        assert office is not None and first is not None and days and minutes is not None and least is not None  # noqa: PT018
        service.draft(
            session, who.actor, title=title, region_code=region, office_id=office, first_day=first, days=days,
            teams=teams, day_start=start, day_end=end, visit_minutes=minutes, least_km=float(least),
        )  # fmt: skip

    return submit(
        act, form=form, to="/campaigns", done="campaign_drafted", beside={"teams": "team_1", "V305": "team_1"},
        again=lambda session, problem: _show(request, who, session, form, problem),
    )  # fmt: skip
