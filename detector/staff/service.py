"""Signing in and out, accounts and API keys. Passwords are argon2 hashes (pwdlib); tokens are stored hashed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from pwdlib import PasswordHash
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from detector import crypto
from detector.clock import now
from detector.config import settings
from detector.errors import BadInput, DetectorError
from detector.staff.models import Account, ApiKey, SignIn
from detector.staff.permissions import Role

MIN_PASSWORD = 10


class WrongPassword(DetectorError):
    """User name or password is wrong; which of them is not said."""

    code, status = "S901", 401


class NotSignedIn(DetectorError):
    code, status = "S902", 401


class AccountLocked(DetectorError):
    """Too many wrong passwords; facts: `until` (ISO time)."""

    code, status = "S904", 429


@lru_cache(maxsize=1)
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher().hash(crypto.new_token())


def _plain(username: str) -> str:
    """A name as it is stored; what no database can store (NUL, lone surrogates) is no part of one."""
    return username.replace("\0", "").encode("utf-8", "ignore").decode().strip().lower()


def add_account(
    session: Session,
    *,
    username: str,
    display_name: str,
    role: Role,
    password: str,
    office_id: int | None = None,
    region_code: str | None = None,
) -> Account:
    """A new account. Raises `BadInput` for a short password or a name that is taken."""
    username = _plain(username)
    if len(password) < MIN_PASSWORD:
        raise BadInput(field="password", why="too_short", least=MIN_PASSWORD)
    if not username or session.scalar(select(Account.id).where(Account.username == username)):
        raise BadInput(field="username", why="taken")
    account = Account(
        username=username,
        display_name=display_name,
        role=role,
        office_id=office_id,
        region_code=region_code,
        password_hash=_hasher().hash(password),
        active=True,
        created_at=now(),
    )
    session.add(account)
    session.flush()
    return account


def check_password(session: Session, username: str, password: str) -> Account:
    """The account, or `WrongPassword` / `AccountLocked`. The failure count survives: commit even when this raises."""
    account = session.scalar(select(Account).where(Account.username == _plain(username)).with_for_update())
    if account is None or not account.active:
        _hasher().verify(password, _decoy())  # as slow as a wrong password, so that names cannot be probed by time
        raise WrongPassword()
    if account.locked_until and account.locked_until > now():
        raise AccountLocked(until=account.locked_until.isoformat())
    if not _hasher().verify(password, account.password_hash):
        account.failed_attempts += 1
        if account.failed_attempts >= settings().sign_in_attempts:
            account.locked_until = now() + timedelta(minutes=settings().sign_in_lock_minutes)
            account.failed_attempts = 0
        raise WrongPassword()
    account.failed_attempts, account.locked_until = 0, None
    return account


def open_sign_in(session: Session, account: Account) -> tuple[str, SignIn]:
    """A token for the browser or API client (shown once) and its stored row."""
    token = crypto.new_token()
    row = SignIn(
        token_hash=crypto.blind_index("token", token),
        account_id=account.id,
        csrf=crypto.new_token(),
        created_at=now(),
        expires_at=now() + timedelta(hours=settings().session_hours),
    )
    session.add(row)
    return token, row


def signed_in(session: Session, token: str) -> tuple[Account, SignIn]:
    """The account of a token, or `NotSignedIn` when it is unknown, expired or the account was closed."""
    row = session.get(SignIn, crypto.blind_index("token", token))
    account = session.get(Account, row.account_id) if row and row.expires_at > now() else None
    if row is None or account is None or not account.active:
        raise NotSignedIn()
    return account, row


def sign_out(session: Session, token: str) -> None:
    session.execute(delete(SignIn).where(SignIn.token_hash == crypto.blind_index("token", token)))


def add_api_key(session: Session, *, label: str, source: str, expires_at: datetime) -> str:
    """A new key, shown once."""
    key = crypto.new_token()
    session.add(ApiKey(label=label, source=source, key_hash=crypto.blind_index("api_key", key), expires_at=expires_at))
    return key


def api_key(session: Session, key: str) -> ApiKey:
    """The row of a key, or `NotSignedIn`."""
    row = session.scalar(select(ApiKey).where(ApiKey.key_hash == crypto.blind_index("api_key", key)))
    if row is None or row.revoked_at is not None or row.expires_at <= now():
        raise NotSignedIn()
    return row
