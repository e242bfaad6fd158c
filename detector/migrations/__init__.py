"""Alembic migrations, one change a file; `upgrade` brings a database to the newest one."""
