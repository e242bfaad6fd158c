"""Models and migrations say the same on both databases, and installing twice is installing once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from detector.db import transaction
from detector.errors import DatabaseBehind
from detector.jobs.install import install
from detector.migrations.run import differences, require_current
from detector.places.models import Office
from detector.reports.models import SourceApproval
from tests.conftest import use_database


def test_sqlite_is_what_the_models_say(database: str) -> None:
    assert differences(database) == []


@pytest.mark.postgres
def test_postgresql_is_what_the_models_say(postgres: str) -> None:
    assert differences(postgres) == []


def test_installing_twice_adds_nothing(database: str) -> None:
    def rows() -> tuple[int | None, int | None]:
        with transaction(write=False) as session:
            return tuple(session.scalar(select(func.count()).select_from(table)) for table in (Office, SourceApproval))

    before = rows()
    install()
    assert rows() == before


def test_an_empty_database_is_refused_with_its_code(tmp_path: object) -> None:
    with use_database(f"sqlite:///{tmp_path}/empty.db") as url, pytest.raises(DatabaseBehind) as refused:
        require_current(url)
    assert refused.value.code == "D002"
