"""Passwords, lock-outs and sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from detector.clock import now
from detector.errors import BadInput
from detector.staff.permissions import PERMISSIONS, May, NotAllowed, Role, require
from detector.staff.service import (
    AccountLocked,
    NotSignedIn,
    WrongPassword,
    add_account,
    add_api_key,
    api_key,
    check_password,
    open_sign_in,
    sign_out,
    signed_in,
)

PASSWORD = "كلمة-مرور-طويلة"


def _account(session: Session) -> None:
    add_account(session, username="Noura", display_name="نورة", role=Role.COMMITTEE, password=PASSWORD)


def test_the_right_password_opens_and_the_name_is_not_case_sensitive(session: Session) -> None:
    _account(session)
    assert check_password(session, " noura ", PASSWORD).display_name == "نورة"


def test_the_stored_password_is_an_argon2_hash(session: Session) -> None:
    _account(session)
    stored = session.scalar(text("SELECT password_hash FROM account WHERE username = 'noura'"))
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_an_unknown_name_and_a_wrong_password_are_one_answer(session: Session) -> None:
    _account(session)
    for name, password in (("noura", "خطأ"), ("nobody", PASSWORD)):
        with pytest.raises(WrongPassword):
            check_password(session, name, password)


def test_five_wrong_passwords_lock_the_account_for_a_while(session: Session) -> None:
    _account(session)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            check_password(session, "noura", "خطأ")
    with pytest.raises(AccountLocked):
        check_password(session, "noura", PASSWORD)
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        assert check_password(session, "noura", PASSWORD)


def test_short_passwords_and_taken_names_are_refused(session: Session) -> None:
    _account(session)
    with pytest.raises(BadInput):
        add_account(session, username="x", display_name="x", role=Role.ADMIN, password="قصيرة")
    with pytest.raises(BadInput):
        _account(session)


def test_a_session_ends_by_sign_out_by_time_and_with_the_account(session: Session) -> None:
    _account(session)
    account = check_password(session, "noura", PASSWORD)
    token, row = open_sign_in(session, account)
    assert signed_in(session, token)[0].id == account.id
    assert token not in row.token_hash
    with time_machine.travel(now() + timedelta(hours=13), tick=False), pytest.raises(NotSignedIn):
        signed_in(session, token)
    account.active = False
    with pytest.raises(NotSignedIn):
        signed_in(session, token)
    account.active = True
    sign_out(session, token)
    with pytest.raises(NotSignedIn):
        signed_in(session, token)


def test_an_api_key_works_until_it_expires(session: Session) -> None:
    key = add_api_key(session, label="جامع", source="news", expires_at=now() + timedelta(days=1))
    session.flush()
    assert api_key(session, key).source == "news"
    with pytest.raises(NotSignedIn):
        api_key(session, key + "x")
    with time_machine.travel(now() + timedelta(days=2), tick=False), pytest.raises(NotSignedIn):
        api_key(session, key)


def test_an_admin_reads_no_family_and_only_supervisors_second() -> None:
    assert May.READ_CASE not in PERMISSIONS[Role.ADMIN]
    assert [role for role in Role if May.SECOND_DECISION in PERMISSIONS[role]] == [Role.SUPERVISOR]
    with pytest.raises(NotAllowed):
        require(Role.JOURNALIST, May.READ_QUEUE)


def test_a_name_that_no_database_can_store_is_an_unknown_name(postgres: str) -> None:
    from detector.db import transaction

    with transaction() as session, pytest.raises(WrongPassword):
        check_password(session, "no\x00ra\ud800", PASSWORD)
