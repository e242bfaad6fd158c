"""Commands that run a deployment: migrate, ingest, serve, worker, accounts, registry, places, purge, audit, bench."""

from __future__ import annotations

import getpass
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from detector.cli.sources import sources
from detector.config import settings
from detector.errors import BadInput
from detector.reports.models import Source
from detector.reports.sources.rejects import Rejects
from detector.staff.permissions import Role

accounts = typer.Typer(help="Accounts of staff and journalists.", no_args_is_help=True)
registry = typer.Typer(help="The imported registry table.", no_args_is_help=True)
places = typer.Typer(help="The places that the reader knows.", no_args_is_help=True)
audit = typer.Typer(help="The journal.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    for command in (migrate, ingest, serve, worker, purge, demo, bench):
        app.command()(command)
    app.add_typer(accounts, name="accounts")
    app.add_typer(registry, name="registry")
    app.add_typer(places, name="places")
    app.add_typer(sources, name="sources")
    app.add_typer(audit, name="audit")


def migrate() -> None:
    """Bring the database to the newest migration, with places and the approvals of installation."""
    from detector.jobs.install import install

    install()


def ingest(
    files: Annotated[
        list[Path], typer.Argument(help="JSONL, CSV (also .gz) or Parquet: id, text, url?, published_at?")
    ],
    source: Annotated[str, typer.Option(help="files | news | office")] = "files",
) -> None:
    """Take files in through the whole pipeline; safe to run twice. The last line of stdout is a JSON summary."""
    from detector.jobs.ingest import ingest as take
    from detector.migrations.run import require_current

    if source not in (Source.FILES, Source.NEWS, Source.OFFICE):
        raise BadInput(field="source", why="unknown", given=source, known="files, news, office")
    require_current(settings().database_url)
    summary, rejects = take(files, Source(source))
    _finish(summary, rejects)


def _finish(summary: dict[str, Any], rejects: list[Rejects]) -> None:
    """Print the summary; a file with rejected rows gets one line that names its first one, and the status is 2."""
    for rejected in rejects:
        if rejected.first:
            row, error = rejected.first
            what = f"{error.facts.get('field', type(error).__name__)} {error.facts.get('why')}"
            print(
                f"daman: {error.code} {rejected.path.name.removesuffix('.rejected.jsonl')} row {row}: {what} "
                f"({rejected.count} rows rejected, written to {rejected.path})",
                file=sys.stderr,
            )
    print(json.dumps(summary))
    if any(rejected.first for rejected in rejects):
        raise typer.Exit(2)


def serve(
    host: Annotated[str | None, typer.Option()] = None, port: Annotated[int | None, typer.Option()] = None
) -> None:
    """Serve pages and API; on SQLite the worker runs in the same process."""
    from api.serve import run

    run(host or settings().host, port or settings().port)


def worker() -> None:
    """Run jobs: procrastinate on PostgreSQL, the embedded runner on SQLite."""
    from detector.demo.gate import pass_gate

    settings().require_keys()
    pass_gate()
    if settings().is_sqlite:
        from detector.jobs.local import LocalWorker

        LocalWorker().run_forever()
    else:
        from detector.jobs.postgres import work

        work()


def purge(
    gone: Annotated[list[str] | None, typer.Option(help="SOURCE:ID of a post that was deleted where it stood")] = None,
) -> None:
    """Delete what is past its date or was asked to go, now; prints each proof, and the counts in the last line."""
    from detector.db import transaction
    from detector.jobs.purge import after_purge
    from detector.jobs.purge import purge as run
    from detector.reports.proofs import proofs
    from detector.staff.scope import Actor

    with transaction() as session:
        before = {proof.id for proof in proofs(session, Actor.system()) if proof.done_at}
        for one in gone or ():
            _forget_post(session, one)
        counts = run(session)
        session.flush()
        done = [p for p in proofs(session, Actor.system(), limit=1_000) if p.done_at and p.id not in before]
        lines = [
            {"proof": p.id, "kind": p.kind.value, "subject": p.subject, "hash": p.subject_hash,
             "requested_at": p.requested_at.isoformat(), "done_at": p.done_at and p.done_at.isoformat(), "rows": p.rows}
            for p in reversed(done)
        ]  # fmt: skip
    after_purge()
    for line in [*lines, counts]:
        print(json.dumps(line))


def _forget_post(session: Session, given: str) -> None:
    """Ask for one post to be forgotten. Raises `BadInput` for a source that is none and a post that is not here."""
    from detector.reports.models import Gone, Source
    from detector.reports.proofs import ask_for_items

    name, _, external_id = given.partition(":")
    if name not in {source.value for source in Source} or not external_id:
        raise BadInput(field="gone", why="source:id", given=given)
    if not ask_for_items(session, Source(name), [external_id], Gone.DELETED_POST):
        raise BadInput(field="gone", why="not_found", given=given)


def demo() -> None:
    """Fill an empty database with invented families in every state and print the demo accounts. Needs DAMAN_DEMO=1."""
    from detector.demo.build import build

    for line in build():
        print(line)


def bench(
    only: Annotated[
        list[str] | None,
        typer.Argument(help="ingest, tips, x, queue, linking, recheck, campaign, soak; default: all but soak"),
    ] = None,
    posts: Annotated[Path | None, typer.Option(help="posts to ingest; default: the real stream")] = None,
    postgres: Annotated[str | None, typer.Option(help="a server's URL: measure the queue there too")] = None,
) -> None:
    """Measure intake, queue and reading speed on scratch databases; prints one JSON line per figure."""
    from detector.demo.bench import run

    for line in run(posts or settings().real_stream, *(only or ()), postgres=postgres):
        print(json.dumps(line), flush=True)
        if line.get("lost") or line.get("doubled"):
            raise typer.Exit(1)


@accounts.command("add")
def accounts_add(
    username: str,
    role: Annotated[Role, typer.Option()],
    name: Annotated[str, typer.Option(help="display name")],
    office: Annotated[str | None, typer.Option(help="scope: an office's name")] = None,
    region: Annotated[str | None, typer.Option(help="scope: a region's code")] = None,
) -> None:
    """Add an account; the password is asked for, or read from standard input."""
    from detector.db import transaction
    from detector.places.queries import scope_named
    from detector.staff.service import add_account

    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with transaction() as session:
        office_id, region_code = scope_named(session, office=office, region=region)
        add_account(
            session,
            username=username,
            display_name=name,
            role=role,
            password=password,
            office_id=office_id,
            region_code=region_code,
        )


@registry.command("import")
def registry_import(file: Path) -> None:
    """Import the registry's table (CSV, JSONL or Parquet); prints a JSON summary."""
    from detector.migrations.run import require_current
    from detector.registry.imports import import_table

    require_current(settings().database_url)
    rejects = Rejects(file)
    _finish(asdict(import_table(file, rejects)), [rejects])


@places.command("import")
def places_import(file: Path) -> None:
    """Add a gazetteer (cities.json, CSV or JSONL) to the places that the reader knows; prints a JSON summary."""
    from detector.places.gazetteer import import_gazetteer

    rejects = Rejects(file)
    try:
        summary = import_gazetteer(file, settings().gazetteer, rejects.add)
    finally:
        rejects.close()
    _finish(asdict(summary), [rejects])


@registry.command("answers")
def registry_answers(
    file: Path,
    complete: Annotated[
        str, typer.Option(help="agency:reason:YYYY-MM-DD: the file names everybody; the others are a no of that day")
    ] = "",
) -> None:
    """Import agencies' yes and no (CSV, JSONL or Parquet); prints a JSON summary."""
    from detector.migrations.run import require_current
    from detector.registry.imports_answers import import_answers

    covered: tuple[str, str, date] | None = None
    if complete:
        try:
            agency, reason, day = complete.split(":")
            covered = agency, reason, date.fromisoformat(day)
        except ValueError:
            raise BadInput(field="complete", why="agency:reason:day", given=complete) from None
    require_current(settings().database_url)
    rejects = Rejects(file)
    _finish(asdict(import_answers(file, rejects, complete=covered)), [rejects])


@audit.command("verify")
def audit_verify() -> None:
    """Check the journal's hash chain; status 1 when it is broken."""
    from detector.db import transaction
    from detector.journal.service import verify

    with transaction(write=False) as session:
        broken = verify(session)
    print(json.dumps({"whole": broken is None, "first_break": broken}))
    if broken is not None:
        raise typer.Exit(1)
