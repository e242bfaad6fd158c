"""Keys, encryption, transactions, logs: what every step stands on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from detector import crypto, log
from detector.config import Settings, settings
from detector.db import transaction
from detector.errors import KeysMissing


def test_without_keys_nothing_starts_and_the_error_names_them() -> None:
    with pytest.raises(KeysMissing) as raised:
        Settings(field_keys="", index_key="").require_keys()
    assert raised.value.facts["missing"] == ["DAMAN_FIELD_KEYS", "DAMAN_INDEX_KEY"]


@given(st.text())
def test_any_text_comes_back_from_encryption_as_it_was(value: str) -> None:
    assert crypto.decrypt(crypto.encrypt(value)) == value


def test_the_same_value_is_encrypted_differently_each_time() -> None:
    assert crypto.encrypt("9000000001") != crypto.encrypt("9000000001")


def test_a_new_key_in_front_still_reads_what_the_old_key_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = crypto.encrypt("سر")
    old = settings().field_keys.get_secret_value()
    monkeypatch.setenv("DAMAN_FIELD_KEYS", f"{crypto.new_key()},{old}")
    settings.cache_clear()
    try:
        assert crypto.decrypt(stored) == "سر"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_blind_indexes_meet_for_equal_values_of_one_kind_only() -> None:
    assert crypto.blind_index("mobile", "1") == crypto.blind_index("mobile", "1")
    assert crypto.blind_index("mobile", "1") != crypto.blind_index("iban", "1")


def test_receipts_are_long_and_free_of_letters_that_sound_alike() -> None:
    codes = {crypto.new_receipt() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 26 and not set(code) & set("01ILOUV") for code in codes)


def test_a_block_that_raises_leaves_nothing_behind(database: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.execute(text("INSERT INTO region (code, name, name_en) VALUES ('ZZ', 'x', 'x')"))
        raise ZeroDivisionError
    with transaction(write=False) as session:
        assert session.scalar(text("SELECT count(*) FROM region WHERE code = 'ZZ'")) == 0


def test_a_reading_transaction_cannot_write(database: str) -> None:
    with pytest.raises(OperationalError), transaction(write=False) as session:
        session.execute(text("DELETE FROM governorate"))


def test_a_logged_error_shows_neither_local_variables_nor_statement_values(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("json")
    post = "جارتنا أرملة"
    try:
        with transaction() as session:
            session.execute(text("INSERT INTO nowhere VALUES (:post)"), {"post": post})
    except OperationalError as error:
        log.get("tests").error("request.failed", exc_info=error)
    logged = capsys.readouterr().err
    assert "request.failed" in logged
    assert "OperationalError" in logged
    assert post not in logged


def test_private_keys_never_reach_the_log() -> None:
    event = {"event": "report.kept", "id": 7, "text": "نص", "national_id": "9000000001", "name": "فلان"}
    assert log.drop_private(None, "info", event) == {"event": "report.kept", "id": 7}


def test_a_logged_error_does_not_quote_what_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("json")
    try:
        int("هوية فلان")
    except ValueError as error:
        log.get("tests").error("request.failed", exc_info=error)
    logged = capsys.readouterr().err
    assert "ValueError" in logged
    assert "هوية" not in logged
