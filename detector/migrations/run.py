"""`daman migrate` and the check that /readyz makes."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from detector.db import engine
from detector.errors import DatabaseBehind


def config(url: str) -> Config:
    cfg = Config()
    cfg.set_main_option("script_location", str(Path(__file__).parent))
    cfg.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return cfg


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest migration; on PostgreSQL this also installs procrastinate's tables."""
    command.upgrade(config(url), "head")


def require_current(url: str) -> None:
    """Raise `DatabaseBehind` unless the database is at the newest migration."""
    with engine(url).connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory.from_config(config(url)).get_current_head()
    if current != head:
        raise DatabaseBehind(current=current, head=head)


def differences(url: str) -> list[object]:
    """What the models say that the migrations do not; empty when they agree (`alembic check`)."""
    from detector.jobs.models import DeferredJob

    with engine(url).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: not (kind == "table" and (name or "").startswith("procrastinate"))
            },
        )
        return list(compare_metadata(context, DeferredJob.metadata))
