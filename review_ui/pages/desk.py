"""The office desk: one page for one sitting."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from detector.config import settings
from detector.db import transaction
from detector.desk.service import DeskNote, Kind, register
from detector.errors import DetectorError
from detector.outreach.rules import ConsentGround, Purpose
from detector.places.queries import regions
from detector.staff.permissions import May
from review_ui.deps import Member, Posted, Reading, Visitor
from review_ui.forms import Form
from review_ui.pages.case import choices
from review_ui.pages.tips import places
from review_ui.render import render

router = APIRouter(prefix="/desk")
BESIDE = {"sender_phone": "phone", "M401": "national_id", "M405": "birth_date", "V303": "purposes"}


def _form(
    request: Request, who: Visitor, session: Session, form: Form, problem: DetectorError | None = None
) -> HTMLResponse:
    return render(
        request, who, "desk/new.html", form=form, problem=problem, kinds=choices("desk.kind", Kind),
        regions=[(r.code, r.name) for r in regions(session)], places=places(session, form.raw("region_code")),
        grounds=choices("ground", ConsentGround), purposes=choices("purpose", Purpose), most=settings().max_text_chars,
    )  # fmt: skip


@router.get("/new")
def ask(request: Request, who: Member, session: Reading) -> Response:
    who.actor.must(May.WORK_CASE)
    return _form(request, who, session, Form())


@router.post("/new")
def take(request: Request, who: Member, form: Posted) -> Response:
    """Shows the receipt once, in the answer to this very form."""
    kind, ground = form.choice("kind", Kind), form.choice("ground", ConsentGround, required=False)
    note = DeskNote(
        kind=kind or Kind.WALK_IN,
        text=form.text("text", required=True, most=settings().max_text_chars),
        governorate_id=form.number("governorate_id", least=1),
        region_code=form.raw("region_code") or None,
        place_text=form.text("place_text", most=200) or None,
        phone=form.text("phone", most=40) or None,
        given_by=form.text("given_by", most=200) or None,
        ground=ground or ConsentGround.CONSENT,
        purposes=form.many("purposes", {p.value for p in Purpose}),
        full_name=form.text("full_name", most=200) or None,
        national_id=form.text("national_id", most=40) or None,
        birth_date=form.day("birth_date"),
    )
    problem: DetectorError | None = None
    if form.ok:
        try:
            with transaction() as session:
                done = register(session, who.actor, note)
            return render(request, who, "desk/done.html", found=done)
        except DetectorError as error:
            problem = None if form.blame(error, BESIDE) else error
    with transaction(write=False) as session:
        return _form(request, who, session, form, problem)
