"""Alembic's entry: the URL and the metadata come from the house, so there is no alembic.ini to keep in step."""

from __future__ import annotations

from alembic import context

from detector.db import Base, make_engine
from detector.jobs import models  # noqa: F401 - imports every step's rows

engine = make_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_name=lambda name, kind, _: not (kind == "table" and (name or "").startswith("procrastinate")),
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()  # an open connection would keep what was written in SQLite's -wal file
