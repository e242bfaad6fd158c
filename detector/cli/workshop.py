"""Commands of the workshop: classify, train, evaluate, card. They need no database."""

from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    for command in ():
        app.command()(command)
