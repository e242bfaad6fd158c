"""`daman …`: one command, one function. Exit status 2 and one line on stderr for anything the caller can mend."""

from __future__ import annotations

import sys

import typer

from detector import log
from detector.cli import learning, operations, workshop
from detector.config import settings
from detector.errors import DetectorError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
operations.add_to(app)
workshop.add_to(app)
app.add_typer(learning.app, name="learning")


@app.callback()
def prepare() -> None:
    """Daman Friend: finds families in need and leads each case to a person's decision."""
    log.configure("console" if sys.stderr.isatty() else settings().log_format)


def main() -> None:
    """The console script: house errors become one line and status 2."""
    try:
        app(standalone_mode=True)
    except DetectorError as error:
        facts = ", ".join(f"{key}={value}" for key, value in error.facts.items())
        print(f"daman: {error.code} {type(error).__name__}: {facts}", file=sys.stderr)
        sys.exit(2)
