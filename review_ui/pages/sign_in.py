"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from detector.config import settings
from detector.db import transaction
from detector.demo.accounts import ACCOUNTS, PASSWORD
from detector.errors import DetectorError
from detector.journal.service import record
from detector.staff.scope import Actor
from detector.staff.service import check_password, open_sign_in, sign_out
from review_ui.deps import COOKIE, Anybody, Posted
from review_ui.forms import Form
from review_ui.navigation import start
from review_ui.render import render
from review_ui.submit import local, see

router = APIRouter()


def _page(request: Request, who: Anybody, form: Form, problem: DetectorError | None = None) -> Response:
    return render(
        request, who, "sign_in.html", form=form, problem=problem,
        next=local(form.raw("next") or request.query_params.get("next", "")),
        demo=ACCOUNTS if settings().demo else (),
        demo_password=PASSWORD,
    )  # fmt: skip


@router.get("/sign-in")
def ask(request: Request, who: Anybody) -> Response:
    if who.account is not None:
        return see(start(who))
    return _page(request, who, Form())


@router.post("/sign-in")
def enter(request: Request, who: Anybody, form: Posted) -> Response:
    name, password = form.text("username", required=True, most=200), form.raw("password")
    if not password:
        form.bad("password", "empty")
    problem: DetectorError | None = None
    with transaction() as session:
        if form.ok:
            try:
                account = check_password(session, name, password)
            except DetectorError as error:  # the count of wrong passwords is kept: this transaction commits
                problem = error
            else:
                token, _ = open_sign_in(session, account)
                record(session, Actor.of(account), "signed_in", subject="account", subject_id=account.id)
        if problem is not None or not form.ok:
            return _page(request, who, form, problem)
    response = see(local(form.raw("next")))
    response.set_cookie(
        COOKIE, token, httponly=True, secure=settings().secure_cookies, samesite="lax", path="/",
        max_age=int(timedelta(hours=settings().session_hours).total_seconds()),
    )  # fmt: skip
    return response


@router.post("/sign-out")
def leave(request: Request, who: Anybody, _: Posted) -> Response:
    token = request.cookies.get(COOKIE)
    if token and who.account is not None:
        with transaction() as session:
            sign_out(session, token)
            record(session, who.account, "signed_out", subject="account", subject_id=who.account.account_id)
    response = see("/sign-in", "signed_out")
    response.delete_cookie(COOKIE, path="/", httponly=True, secure=settings().secure_cookies, samesite="lax")
    return response
