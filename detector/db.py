"""Base, engines and the one edge of a transaction.

One request or job is one transaction, committed at its edge: `with transaction() as session`. On SQLite a writing
transaction takes the write lock at its beginning (BEGIN IMMEDIATE), so it waits in line instead of failing half way; a
reading one (`transaction(write=False)`) never waits and cannot write.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, String, create_engine, event
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import LargeBinary, TypeDecorator

from detector import crypto
from detector.config import settings


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, also on SQLite, which forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Encrypted(TypeDecorator[str]):
    """Text that is encrypted on its way to the database. Never compare it: look it up by its blind index."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else crypto.encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else crypto.decrypt(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime,
        str: String,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
        enum.Enum: Enum(enum.Enum, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e]),
    }


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000",
        "cache_size=-64000", "temp_store=MEMORY",
        "secure_delete=ON",  # what the purge deletes is overwritten, on every build of SQLite
    ):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def make_engine(url: str, *, write: bool = True) -> Engine:
    """An engine for `url`; the SQLite file's folder is made if need be. `write=False` gives a read-only one on SQLite."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)  # an error that names its values would log a family's
    event.listen(engine, "connect", _on_connect)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN DEFERRED")

    if not write:

        @event.listens_for(engine, "connect")
        def read_only(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA query_only=ON")

    return engine


_engines: dict[tuple[str, bool], Engine] = {}


def engine(url: str | None = None, write: bool = True) -> Engine:
    """This process's one engine for `url` (default: the configured database), with its pool of connections."""
    key = (url or settings().database_url, write)
    if key not in _engines:
        _engines[key] = make_engine(key[0], write=write)
    return _engines[key]


def close_engines() -> None:
    """Close every pool; a later `engine` opens a new one."""
    while _engines:
        _engines.popitem()[1].dispose()


def shrink_log() -> None:
    """On SQLite: write the log back into the file and cut it to nothing. Call it outside of any transaction.

    A reader that is in the middle of something keeps the log for now; the next call cuts it.
    """
    if settings().is_sqlite:
        with engine().connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def transaction(*, write: bool = True) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises."""
    read_only = settings().is_sqlite and not write
    with Session(engine(settings().database_url, not read_only), expire_on_commit=False) as session, session.begin():
        yield session
