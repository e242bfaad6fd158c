"""What opens with a receipt code: how far a tip has come, the office's questions, and a place to answer."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from detector.cases.receipts import Stage, tip_status
from detector.config import settings
from detector.db import transaction
from detector.errors import DetectorError, NotFound
from detector.reports.attachments import MOST, pictures
from detector.reports.limits import spend
from detector.reports.messages import MOST_ANSWER, answer, conversation
from detector.reports.pictures import FORMATS
from review_ui.address import sender_address
from review_ui.deps import Anybody, PostedWithFiles, Reading, Visitor
from review_ui.forms import Form
from review_ui.render import render
from review_ui.submit import see

router = APIRouter(prefix="/tips")
ACCEPTED = ",".join(f"image/{kind.lower()}" for kind in FORMATS)


def plain(receipt: str) -> str:
    return "".join(c for c in receipt.upper() if c.isascii() and c.isalnum())


def _show(
    request: Request, who: Visitor, session: Session, receipt: str, *, fresh: bool = False,
    form: Form | None = None, problem: DetectorError | None = None,
) -> Response:  # fmt: skip
    try:
        found, messages = tip_status(session, receipt), conversation(session, receipt)
    except NotFound:
        return render(request, who, "tips/follow.html", status=404, unknown=True)
    code = plain(receipt)
    return render(
        request, who, "tips/status.html", form=form, problem=problem, tip=found, stages=list(Stage), fresh=fresh,
        code=code, link=f"{str(request.base_url).rstrip('/')}/tips/{code}", messages=messages, most=MOST_ANSWER,
        most_photos=MOST, accepted=ACCEPTED,
    )  # fmt: skip


@router.get("/follow")
def follow(request: Request, who: Anybody, receipt: str = "") -> Response:
    code = plain(receipt)
    return see(f"/tips/{quote(code)}") if code else render(request, who, "tips/follow.html", unknown=False)


@router.get("/{receipt}")
def status(request: Request, who: Anybody, session: Reading, receipt: str, new: str = "") -> Response:
    return _show(request, who, session, receipt, fresh=bool(new))


@router.post("/{receipt}/messages")
def reply(request: Request, who: Anybody, form: PostedWithFiles, receipt: str) -> Response:
    text = form.text("answer", required=True, most=MOST_ANSWER)
    problem: DetectorError | None = None
    if form.ok:
        try:
            spend("answer", sender_address(request), per_hour=settings().tip_rate_per_hour)
            photos = pictures(form.files.get("photos", []))
            with transaction() as session:
                answer(session, receipt, text, photos)
            return see(f"/tips/{quote(plain(receipt))}#messages", "tip_answered")
        except NotFound:
            return render(request, who, "tips/follow.html", status=404, unknown=True)
        except DetectorError as error:
            problem = None if form.blame(error) else error
    with transaction(write=False) as session:
        return _show(request, who, session, receipt, form=form, problem=problem)
