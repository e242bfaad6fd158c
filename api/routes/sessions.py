"""Signing in for API clients: a bearer token."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel

from api import errors
from api.deps import Address, Db, Signed
from detector.journal.service import record
from detector.staff.scope import Actor
from detector.staff.service import AccountLocked, WrongPassword, check_password, open_sign_in, sign_out

router = APIRouter(prefix="/api/v1/sessions", tags=["sessions"])


class Credentials(BaseModel):
    username: str
    password: str


class Token(BaseModel):
    token: str
    expires_at: datetime
    role: str


@router.post("", status_code=201, response_model=Token)
def sign_in(credentials: Credentials, db: Db, address: Address) -> Token | Response:
    """Raises S901 for a wrong name or password, S904 after too many."""
    try:
        account = check_password(db, credentials.username, credentials.password)
    except (WrongPassword, AccountLocked) as error:
        return errors.of(error)  # answered, not raised: the count of failures must be committed
    token, row = open_sign_in(db, account)
    record(db, Actor.of(account), "signed_in", subject="account", subject_id=account.id)
    return Token(token=token, expires_at=row.expires_at, role=account.role.value)


@router.delete("", status_code=204)
def leave(db: Db, actor: Signed, authorization: str = Header()) -> None:
    sign_out(db, authorization.partition(" ")[2])
    record(db, actor, "signed_out", subject="account", subject_id=actor.account_id)
