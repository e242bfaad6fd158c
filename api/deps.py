"""What a route may ask for: a session, and who is calling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Header, Path, Request
from sqlalchemy.orm import Session

from detector.db import transaction
from detector.reports.limits import sender
from detector.staff.models import ApiKey
from detector.staff.scope import Actor
from detector.staff.service import NotSignedIn, api_key, signed_in


def _write() -> Iterator[Session]:
    with transaction() as session:
        yield session


def _read() -> Iterator[Session]:
    with transaction(write=False) as session:
        yield session


# scope="function": the commit happens before the response leaves, so that "saved" is true when it is said.
Db = Annotated[Session, Depends(_write, scope="function")]
ReadDb = Annotated[Session, Depends(_read, scope="function")]


def _token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn()
    return token


def _actor(db: ReadDb, authorization: Annotated[str | None, Header()] = None) -> Actor:
    account, _ = signed_in(db, _token(authorization))
    return Actor.of(account)


def _actor_if_any(db: ReadDb, authorization: Annotated[str | None, Header()] = None) -> Actor | None:
    return _actor(db, authorization) if authorization else None


def _machine(db: ReadDb, x_api_key: Annotated[str | None, Header()] = None) -> ApiKey:
    if not x_api_key:
        raise NotSignedIn()
    return api_key(db, x_api_key)


def client_address(request: Request) -> str:
    """The caller's address; X-Forwarded-For is believed only from DAMAN_TRUSTED_PROXIES."""
    peer = request.client.host if request.client else "unknown"
    return sender(peer, request.headers.getlist("x-forwarded-for"))


Signed = Annotated[Actor, Depends(_actor)]
MaybeSigned = Annotated[Actor | None, Depends(_actor_if_any)]
Machine = Annotated[ApiKey, Depends(_machine)]
Address = Annotated[str, Depends(client_address)]
RowId = Annotated[int, Path(ge=1, le=2**31 - 1)]  # what an id column holds
