"""Commands of the sources that ask: run the stream, and say how every source is doing."""

from __future__ import annotations

import json
import signal
import threading
from typing import Annotated

import typer

from detector.config import settings
from detector.errors import BadInput
from detector.reports.models import Source

sources = typer.Typer(help="Sources and their approvals.", no_args_is_help=True)


@sources.command("run")
def run(source: Annotated[str, typer.Argument(help="x: the filtered stream, until it is stopped")]) -> None:
    """Take in what a source sends, for as long as its approval holds; ends with the reason when it may not."""
    from detector.jobs.asking import stay
    from detector.migrations.run import require_current
    from detector.reports.sources.x.stream import Stream

    if source != Source.X:
        raise BadInput(field="source", why="unknown", given=source, known=Source.X.value)
    settings().require_keys()
    require_current(settings().database_url)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print(json.dumps(stay(Stream(), stop).numbers()))


@sources.command("list")
def listing() -> None:
    """One JSON line a source: whether it may run, why not, until when, and how its last run went."""
    from detector.db import transaction
    from detector.reports.standing import standings

    with transaction(write=False) as session:
        for one in standings(session):
            print(json.dumps(one.public()))
