"""`daman migrate`: the newest tables, procrastinate's on PostgreSQL, places, and the approvals of installation."""

from __future__ import annotations

from detector.cases.linking import remember_missing
from detector.config import settings
from detector.db import transaction
from detector.migrations.run import upgrade
from detector.places.service import seed
from detector.reports.approvals import approve_at_installation


def install() -> None:
    """Bring the configured database to where this code needs it; safe to repeat."""
    upgrade(settings().database_url)
    with transaction() as session:
        seed(session)
        approve_at_installation(session)
        remember_missing(session)
