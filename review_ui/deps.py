"""What every page needs: a session of the database, and who is looking."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from detector.db import transaction
from detector.errors import BadInput, DetectorError
from detector.staff.permissions import PERMISSIONS, May
from detector.staff.scope import Actor
from detector.staff.service import NotSignedIn, signed_in
from review_ui.forms import Form
from review_ui.security import same_site

COOKIE = "daman_session"
LARGEST_FORM = 512_000  # bytes; a tip of 20,000 letters is far below
MOST_FILES = 12  # read at all; how many may be kept is the house's to say


class FormExpired(DetectorError):
    """The form's token is not this sign-in's: a page left open over a sign-out, or a forged form."""

    code, status = "S905", 403


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page. `account` is None before sign-in; `csrf` goes into every form."""

    account: Actor | None = None
    csrf: str = ""

    @property
    def actor(self) -> Actor:
        """The signed-in actor; raises `NotSignedIn`, which the pages answer with the sign-in form."""
        if self.account is None:
            raise NotSignedIn()
        return self.account

    def may(self, may: May) -> bool:
        return self.account is not None and self.account.role is not None and may in PERMISSIONS[self.account.role]


def visitor(request: Request) -> Visitor:
    """Anybody. An unknown or expired cookie is simply nobody."""
    token = request.cookies.get(COOKIE)
    if not token:
        return Visitor()
    try:
        with transaction(write=False) as session:
            account, sign_in = signed_in(session, token)
            return Visitor(Actor.of(account), sign_in.csrf)
    except NotSignedIn:
        return Visitor()


def member(who: Annotated[Visitor, Depends(visitor)]) -> Visitor:
    """Somebody who is signed in; raises `NotSignedIn`."""
    assert who.actor
    return who


def reading() -> Iterator[Session]:
    with transaction(write=False) as session:
        yield session


def writing() -> Iterator[Session]:
    with transaction() as session:
        yield session


async def posted(request: Request, who: Annotated[Visitor, Depends(visitor)]) -> Form:
    """The posted form. Raises `FormExpired` unless it comes from our page and, after sign-in, carries its token."""
    _bounded(request)
    form = Form.of((await request.form(max_files=0, max_fields=2_000)).multi_items())
    return _ours(request, who, form)


async def posted_with_files(request: Request, who: Annotated[Visitor, Depends(visitor)]) -> Form:
    """As `posted`, with files (api.edge bounds the body); a field that was left empty gives none."""
    if not request.headers.get("content-type", "").startswith("multipart/"):  # no files in it: no reason to be large
        _bounded(request)
    async with request.form(max_files=MOST_FILES, max_fields=2_000) as sent:  # closes what lay on the disk
        form = Form.of(sent.multi_items())
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile) and (content := await value.read()):
                form.files.setdefault(name, []).append(content)
    return _ours(request, who, form)


def _bounded(request: Request) -> None:
    if int(request.headers.get("content-length") or 0) > LARGEST_FORM:
        raise BadInput(field="form", why="too_long", most=LARGEST_FORM)


def _ours(request: Request, who: Visitor, form: Form) -> Form:
    if not same_site(request):
        raise FormExpired()
    if who.account is not None and not hmac.compare_digest(form.raw("csrf").encode(), who.csrf.encode()):
        raise FormExpired()
    return form


Anybody = Annotated[Visitor, Depends(visitor)]
Member = Annotated[Visitor, Depends(member)]
# scope="function": the transaction ends before the response leaves, so "saved" is only said after the commit.
Reading = Annotated[Session, Depends(reading, scope="function")]
Writing = Annotated[Session, Depends(writing, scope="function")]
Posted = Annotated[Form, Depends(posted)]
PostedWithFiles = Annotated[Form, Depends(posted_with_files)]
RowId = Annotated[int, Path(ge=1, le=2**31 - 1)]  # what an id column holds
