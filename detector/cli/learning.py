"""`daman learning …`: what the house learns from its own work."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from detector.config import settings

app = typer.Typer(help="Verdicts for training, drift of the stream, missed families.", no_args_is_help=True)


@app.command("export")
def export(file: Annotated[Path, typer.Argument(help="a file that is not there yet")]) -> None:
    """Write decided reports as labelled JSONL for `daman train --with-verdicts`; prints a JSON summary."""
    from detector.db import transaction
    from detector.learning.exporting import export as write
    from detector.migrations.run import require_current
    from detector.staff.scope import Actor

    require_current(settings().database_url)
    with transaction() as session:
        row, tally = write(session, Actor.system(), file)
        summary = {
            "rows": row.rows, "kinds": dict(tally.kinds), "sources": dict(tally.sources),
            "left_out": dict(tally.left_out), "expires_at": row.expires_at.isoformat(),
        }  # fmt: skip
    print(json.dumps(summary))


@app.command("drift")
def drift() -> None:
    """Count the newest weeks and print the drift report of the last whole one as JSON."""
    from detector.db import transaction
    from detector.learning.drift import report
    from detector.learning.weeks import count_weeks
    from detector.migrations.run import require_current
    from detector.staff.scope import Actor

    require_current(settings().database_url)
    with transaction() as session:
        count_weeks(session)
        found = report(session, Actor.system())
    print(json.dumps(asdict(found) | {"worst": found.worst}, default=str, indent=1))


@app.command("missed")
def missed() -> None:
    """Print how many families are missed per 10,000 unflagged posts, by what readers of the audit said."""
    from detector.db import transaction
    from detector.learning.estimate import PER, estimate
    from detector.migrations.run import require_current
    from detector.staff.scope import Actor

    require_current(settings().database_url)
    with transaction(write=False) as session:
        found = estimate(session, Actor.system())
    print(json.dumps(asdict(found) | {"per": PER}, default=str, indent=1))
