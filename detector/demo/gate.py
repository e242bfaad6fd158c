"""The line between a demo and a deployment, drawn wherever something is served or worked off."""

from __future__ import annotations

from detector.config import settings
from detector.db import transaction
from detector.demo.accounts import DemoOnly, is_built
from detector.demo.stream import join_jobs


def pass_gate() -> None:
    """In a demo the invented stream joins the jobs. Elsewhere a demo's database is refused: its password is known to all."""
    if settings().demo:
        join_jobs()
        return
    with transaction(write=False) as session:
        if is_built(session):
            raise DemoOnly(why="demo_data")
