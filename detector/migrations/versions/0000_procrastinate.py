"""procrastinate's own tables and functions, on PostgreSQL only

Revision ID: 0000
Revises:
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0000"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        # Straight to psycopg: the schema's own % signs would be read as parameters.
        connection = bind.connection.driver_connection
        assert connection is not None
        connection.execute(SchemaManager.get_schema())


def downgrade() -> None:
    raise RuntimeError("procrastinate's tables are dropped by hand, with the database")
