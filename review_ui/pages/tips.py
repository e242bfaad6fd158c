"""Filing a tip without an account, and an account's own tips."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from sqlalchemy.orm import Session

from detector.cases.receipts import own_tips
from detector.config import settings
from detector.db import transaction
from detector.errors import DetectorError
from detector.places.queries import governorates, regions
from detector.reports.attachments import MOST, pictures
from detector.reports.limits import spend_tip
from detector.reports.messages import MOST_ANSWER, answer_own
from detector.reports.proof import challenge, spend_proof
from detector.reports.tips import TipInput, file_tip
from review_ui.address import sender_address
from review_ui.deps import Anybody, Member, Posted, PostedWithFiles, Reading, RowId, Visitor
from review_ui.forms import Form, clean
from review_ui.pages.receipt import ACCEPTED
from review_ui.render import environment, render
from review_ui.submit import see, submit

router = APIRouter(prefix="/tips")


def places(session: Session, region_code: str = "") -> list[tuple[str, list[tuple[int, str]]]]:
    """Governorates under their regions; of one region when it is named."""
    by_region: dict[str, list[tuple[int, str]]] = {}
    for g in governorates(session, region_code or None):
        by_region.setdefault(g.region_code, []).append((g.id, g.name))
    return [(r.name, by_region[r.code]) for r in regions(session) if r.code in by_region]


def _form(
    request: Request, who: Visitor, session: Session, form: Form, problem: DetectorError | None = None
) -> HTMLResponse:
    return render(
        request, who, "tips/new.html", form=form, problem=problem,
        regions=[(r.code, r.name) for r in regions(session)], places=places(session, form.raw("region_code")),
        most=settings().max_text_chars, most_photos=MOST, accepted=ACCEPTED,
    )  # fmt: skip


@router.get("/new")
def ask(request: Request, who: Anybody, session: Reading) -> Response:
    return _form(request, who, session, Form())


@router.post("/new")
def take(request: Request, who: Anybody, form: PostedWithFiles) -> Response:
    about = form.raw("about")
    if about not in ("self", "other"):
        form.bad("about", "choose")
    tip = TipInput(
        text=form.text("text", required=True, most=settings().max_text_chars),
        governorate_id=form.number("governorate_id", least=1),
        region_code=form.raw("region_code") or None,
        place_text=form.text("place_text", most=200) or None,
        url=form.link("url"),
        is_about_self=about == "self",
        sender_name=form.text("sender_name", most=200) or None,
        sender_phone=form.text("sender_phone", most=40) or None,
        may_be_contacted=form.yes("may_be_contacted"),
    )
    problem: DetectorError | None = None
    if form.ok:
        try:
            with transaction() as session:
                spend_tip(sender_address(request), proven=spend_proof(session, form.raw("altcha")))
            photos = pictures(form.files.get("photos", []))  # costs a second: counted before, and no lock is held
            with transaction() as session:
                receipt = file_tip(session, who.account, tip, photos=photos)
            return see(f"/tips/{receipt}?new=1")
        except DetectorError as error:
            problem = None if form.blame(error) else error
    with transaction(write=False) as session:
        return _form(request, who, session, form, problem)


@router.get("/challenge")
def task() -> Response:
    """What the form's script reckons while somebody types."""
    return JSONResponse(challenge())


@router.get("/governorates")
def choices(session: Reading, region_code: str = "") -> Response:
    """The options of the second list after the first was chosen (htmx); without scripts all are in the page."""
    macro: Any = environment().get_template("tips/places.html").module
    return HTMLResponse(str(macro.options(places(session, clean(region_code)), "")))


@router.get("/mine")
def mine(request: Request, who: Member, session: Reading) -> Response:
    return render(request, who, "tips/mine.html", tips=own_tips(session, who.actor), most=MOST_ANSWER)


@router.post("/mine/{report_id}/messages")
def reply(request: Request, who: Member, form: Posted, report_id: RowId) -> Response:
    """An account answers without its receipt."""
    text = form.text("answer", required=True, most=MOST_ANSWER)
    return submit(
        lambda session: answer_own(session, who.actor, report_id, text),
        form=form, to="/tips/mine", done="tip_answered",
        again=lambda session, problem: render(
            request, who, "tips/mine.html", form=form, problem=problem, tips=own_tips(session, who.actor),
            most=MOST_ANSWER,
        ),
    )  # fmt: skip
