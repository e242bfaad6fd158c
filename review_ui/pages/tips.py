"""Filing a tip without an account, the receipt, and its status page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from detector.cases.receipts import Stage, own_tips, tip_status
from detector.config import settings
from detector.db import transaction
from detector.errors import DetectorError, NotFound
from detector.places.queries import governorates, regions
from detector.reports.limits import spend_tip
from detector.reports.tips import TipInput, file_tip
from review_ui.address import sender_address
from review_ui.deps import Anybody, Member, Posted, Reading, Visitor
from review_ui.forms import Form, clean
from review_ui.render import environment, render
from review_ui.submit import see

router = APIRouter(prefix="/tips")
DRAFT = "tip"


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
        most=settings().max_text_chars,
    )  # fmt: skip


@router.get("/new")
def ask(request: Request, who: Anybody, session: Reading) -> Response:
    return _form(request, who, session, Form())


@router.post("/new")
def take(request: Request, who: Anybody, form: Posted) -> Response:
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
            spend_tip(sender_address(request))
            with transaction() as session:
                receipt = file_tip(session, who.account, tip)
            return see(f"/tips/{receipt}?new=1")
        except DetectorError as error:
            problem = None if form.blame(error) else error
    with transaction(write=False) as session:
        return _form(request, who, session, form, problem)


@router.get("/governorates")
def choices(session: Reading, region_code: str = "") -> Response:
    """The options of the second list after the first was chosen (htmx); without scripts all are in the page."""
    macro: Any = environment().get_template("tips/places.html").module
    return HTMLResponse(str(macro.options(places(session, clean(region_code)), "")))


@router.get("/follow")
def follow(request: Request, who: Anybody, receipt: str = "") -> Response:
    code = "".join(c for c in receipt.upper() if c.isascii() and c.isalnum())
    return see(f"/tips/{quote(code)}") if code else render(request, who, "tips/follow.html", unknown=False)


@router.get("/mine")
def mine(request: Request, who: Member, session: Reading) -> Response:
    return render(request, who, "tips/mine.html", tips=own_tips(session, who.actor))


@router.get("/{receipt}")
def status(request: Request, who: Anybody, session: Reading, receipt: str, new: str = "") -> Response:
    try:
        found = tip_status(session, receipt)
    except NotFound:
        return render(request, who, "tips/follow.html", status=404, unknown=True)
    code = "".join(c for c in receipt.upper() if c.isalnum())
    return render(
        request, who, "tips/status.html", tip=found, stages=list(Stage), fresh=bool(new), code=code,
        link=f"{str(request.base_url).rstrip('/')}/tips/{code}",
    )  # fmt: skip
