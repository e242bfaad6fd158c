"""Commands of the workshop: classify, train, evaluate, card. They need no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from detector.config import settings
from detector.errors import BadInput


def add_to(app: typer.Typer) -> None:
    app.command()(classify)
    app.command()(train)
    app.command()(evaluate)
    app.command()(card)


def classify(
    posts: Annotated[str, typer.Argument(help='JSONL {"id","text"}, also .gz; "-" = standard input')],
    out: Annotated[str, typer.Option(help='"-" = standard output')] = "-",
    model: Annotated[str | None, typer.Option(help="name@version; default: the served one")] = None,
    workers: Annotated[int | None, typer.Option(help="processes; default: one a core")] = None,
) -> None:
    """Read posts, one result a line, in order. Bad rows are written to `<file>.rejected.jsonl`; then the status is 2."""
    from nlp_models.stream import classify_file

    if posts != "-" and not Path(posts).is_file():
        raise BadInput(file=posts, why="not_found")
    summary = classify_file(posts, out, model or settings().model or None, workers)
    if summary.first_bad:
        print(
            f"daman: {summary.first_bad} ({summary.rejected} rows rejected, written to {summary.rejected_file})",
            file=sys.stderr,
        )
    raise typer.Exit(summary.exit_status)


def train(
    version: Annotated[str, typer.Option(help="stored as linear@VERSION")] = "1",
    serve: Annotated[bool, typer.Option(help="make it the model that is served")] = False,
) -> None:
    """Train the reader from the labels in nlp_models/corpus, calibrate and store it, and write its card."""
    from nlp_models import store
    from nlp_models import train as workshop

    manifest = workshop.main(version, settings().real_stream)
    if serve:
        store.serve(manifest["model"])
    print(json.dumps({key: manifest[key] for key in ("model", "threshold", "figures")}, ensure_ascii=False))


def evaluate(
    file: Annotated[Path, typer.Argument(help="JSONL with the labels of the annotation guide")],
    everyday: Annotated[Path | None, typer.Option(help="posts that are no case: recall at false alarms")] = None,
    model: Annotated[str | None, typer.Option()] = None,
) -> None:
    """Print the figures by which a reader is judged."""
    from nlp_models.evaluate import evaluate_file

    if not file.is_file():
        raise BadInput(file=str(file), why="not_found")
    try:
        found = evaluate_file(file, everyday, model or settings().model or None)
    except ValueError as error:
        raise BadInput(why=str(error)) from error
    print(json.dumps(found, indent=1))


def card(model: Annotated[str | None, typer.Option(help="name@version; default: the served one")] = None) -> None:
    """Write the model's card anew from its manifest; prints where."""
    from nlp_models.card import write_for

    print(write_for(model))
