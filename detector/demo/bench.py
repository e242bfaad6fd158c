"""`daman bench`: how fast intake, queue and reader are on this machine, on scratch databases that are thrown away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from detector import crypto
from detector.config import settings
from detector.demo import linking_bench, rolls
from detector.demo.bench_queue import queue_pages, scratch_database
from detector.demo.bench_tips import tip_form
from detector.demo.campaign_bench import campaign
from detector.demo.intake_speed import inside, news, whatsapp
from detector.demo.soak import CUTS, POSTS, press
from detector.detection.service import reader
from detector.errors import BadInput
from detector.jobs.install import install
from detector.reports.sources.files import rows

QUEUES = (10_000, 100_000, 1_000_000)  # open cases
TIPS = 400  # sent through the form
LINKED = linking_bench.SIZES  # reports among which one is linked
ROLLS = 100_000  # people of the registry that is re-checked
SOAK_RATE = 1_000.0  # posts a second, twenty times what X's stream is expected to bring
READ = 5_000  # posts read for the reader's figure
STREAMED = 10_000  # posts of X for its throughput, as fast as they go
TOLD = 1_000  # messages over WhatsApp


def run(posts: Path, *only: str, postgres: str | None = None) -> Iterator[dict[str, Any]]:
    """A dict a figure: `figure`, what it was measured on, and the measure.

    `only` names what to measure; else everything but the soak, which takes minutes. `postgres`: a server on which
    scratch databases may be made; the queue is then measured there too. Raises `BadInput` when there is no such file, or
    no such measure.
    """
    measures: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
        "ingest": lambda: _intake(posts),
        "tips": _tips,
        "x": _x,
        "whatsapp": _told,
        "news": _news,
        "queue": lambda: _queues(postgres),
        "linking": _linking,
        "recheck": _recheck,
        "campaign": lambda: iter([campaign()]),
        "soak": _soak,
    }
    if unknown := set(only) - set(measures):
        raise BadInput(field="only", why="unknown", given=", ".join(sorted(unknown)), known=", ".join(measures))
    for name, measure in measures.items():
        if name in only or (not only and name != "soak"):
            yield from measure()


def _intake(posts: Path) -> Iterator[dict[str, Any]]:
    """Posts a second that are read, and that go through the whole pipeline, once and again."""
    if not posts.is_file():
        raise BadInput(field="posts", why="not_found", given=str(posts))
    yield _classify(posts)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = _scratch(Path(folder), "ingest")
        subprocess.run([sys.executable, "-m", "detector", "migrate"], env=environment, check=True)
        yield _ingest(posts, environment, "ingest")
        yield _ingest(posts, environment, "ingest_again")


def _tips() -> Iterator[dict[str, Any]]:
    """Tips a second through the form over real HTTP on loopback."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = _scratch(Path(folder), "tips")
        subprocess.run([sys.executable, "-m", "detector", "migrate"], env=environment, check=True)
        yield tip_form(environment, tips=TIPS)


def _queues(postgres: str | None) -> Iterator[dict[str, Any]]:
    """The pages of queues of every length, on SQLite and on the server that was named."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for cases in QUEUES:
            yield from queue_pages(cases, _scratch(Path(folder), f"queue-{cases}"))
            if postgres is not None:
                with scratch_database(postgres) as url:
                    yield from queue_pages(cases, _scratch(Path(folder), "keys") | {"DAMAN_DATABASE_URL": url})


def _recheck() -> Iterator[dict[str, Any]]:
    """Rows a second of the registry's import and of a whole re-check, and milliseconds of a look-up."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        inside(_scratch(Path(folder), "recheck") | rolls.AGENCIES),
    ):
        install()
        yield from rolls.recheck_figures(ROLLS)


def _linking() -> Iterator[dict[str, Any]]:
    """Milliseconds to link a report among ten thousand, a hundred thousand and a million."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, inside(_scratch(Path(folder), "linking")):
        install()
        yield from linking_bench.run(LINKED)


def _x() -> Iterator[dict[str, Any]]:
    """Posts a second of X's stream through the whole pipeline, as fast as they go."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield press("x_stream", STREAMED, _scratch(Path(folder), "x"))


def _told() -> Iterator[dict[str, Any]]:
    """Messages a second through WhatsApp's webhook of a real service."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield whatsapp(_scratch(Path(folder), "whatsapp"), messages=TOLD)


def _news() -> Iterator[dict[str, Any]]:
    """Articles a second of newspapers' feeds through the whole pipeline."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield news(_scratch(Path(folder), "news"))


def _soak() -> Iterator[dict[str, Any]]:
    """An hour of X's stream at 50 posts/s with a cut every minute, twenty times as fast."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield press("x_soak", POSTS, _scratch(Path(folder), "soak"), cuts=CUTS, rate=SOAK_RATE)


def _scratch(folder: Path, name: str) -> dict[str, str]:
    """The environment of a new SQLite database with keys of its own."""
    return os.environ | {
        "DAMAN_DATABASE_URL": f"sqlite:///{folder / name}.db",
        "DAMAN_FIELD_KEYS": crypto.new_key(),
        "DAMAN_INDEX_KEY": crypto.new_token(),
    }


def _classify(posts: Path) -> dict[str, Any]:
    texts = [row.item.text for row in islice(rows(posts, limit=settings().max_text_chars), READ) if row.item]
    model = reader()
    started = time.perf_counter()
    model.read_many(texts)
    seconds = time.perf_counter() - started
    return {
        "figure": "classify", "model": model.name, "posts": len(texts),
        "posts_per_second": round(len(texts) / seconds, 1),
    }  # fmt: skip


def _ingest(posts: Path, environment: dict[str, str], figure: str) -> dict[str, Any]:
    """`daman ingest` in a process of its own: its summary and the most memory that it held."""
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "detector", "ingest", str(posts.resolve())], env=environment, stdout=out
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = out.read().splitlines()
    if child.returncode not in (0, 2) or not lines:  # 2: some rows were rejected
        raise BadInput(field="posts", why="ingest_failed", status=child.returncode)
    per_megabyte = 1024 * 1024 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, kilobytes elsewhere
    return {"figure": figure, "peak_memory_mb": round(used.ru_maxrss / per_megabyte, 1), **json.loads(lines[-1])}
