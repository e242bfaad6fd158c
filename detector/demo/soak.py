"""X's stream under pressure: `daman sources run x`, the real command, against an X on loopback that cuts its line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import cycle, product
from typing import Any

from sqlalchemy import create_engine, func, select

from detector.clock import now
from detector.config import settings
from detector.db import close_engines, transaction
from detector.demo.loopback_x import LoopbackX, Network
from detector.demo.loopback_x.server import KEY
from detector.demo.posts import stream
from detector.errors import DetectorError
from detector.jobs.install import install
from detector.reports.approvals import approve
from detector.reports.models import LedgerLine, PaidReads, Report, Source
from detector.staff.scope import Actor

POSTS, CUTS = 180_000, 60  # an hour at 50 a second, a cut a minute
WORD = "الخير"  # every invented post holds it, and the approval names it
CASE_EVERY = 200  # posts; the others tell of nobody in need
EVERYDAY = (
    "القهوة", "المطر", "الشاي", "الجمعة", "البحر", "الهلال", "النصر", "المباراة", "الجو", "الدوام", "الاجازة", "السفر",
    "الرياض", "جدة", "ابها", "الكيكة", "العشاء", "الفجر", "الورد", "التمر", "العيد", "الصيف", "الشتاء", "الكتاب", "الفيلم",
    "الاصدقاء",
)  # fmt: skip
DOWN = 0.3  # seconds without a line
PATIENCE = 300.0  # seconds without a new post before the soak is given up
EXPECTED = 50.0  # posts a second; how much faster we go divides what is waited in real life


class StreamDied(DetectorError):
    """The command ended in the middle of a soak; facts: `status`."""

    code, status = "D008", 500


def press(
    figure: str, posts: int, environment: Mapping[str, str], *, cuts: int = 0, rate: float | None = None
) -> dict[str, Any]:
    """Publish `posts`, at most `rate` a second, cutting the line `cuts` times; what was lost, doubled, and how fast.

    `environment` names a database that is not there yet. Raises `StreamDied`.
    """
    haste = max(1.0, (rate or 0) / EXPECTED)
    with LoopbackX() as x:
        whole = dict(environment) | {
            "DAMAN_X_API_URL": x.url, "DAMAN_X_BEARER_TOKEN": KEY, "DAMAN_X_READS_PER_MONTH": str(1 << 30),
            "DAMAN_X_OVERLAP_SECONDS": str(settings().x_overlap_seconds / haste if cuts else 0),
            "DAMAN_X_SETTLE_SECONDS": str(45 / haste if cuts else 0.1),
        }  # fmt: skip
        _prepare(whole)
        child = subprocess.Popen(
            [sys.executable, "-m", "detector", "sources", "run", "x"], env=whole, stdout=subprocess.DEVNULL
        )
        try:
            return _measure(figure, posts, x.network, child, whole["DAMAN_DATABASE_URL"], cuts, rate)
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(60)


def _prepare(environment: Mapping[str, str]) -> None:
    """Tables, offices and the approval, written in the scratch database by this process."""
    before = dict(os.environ)
    os.environ.update(environment)
    settings.cache_clear()
    try:
        install()
        with transaction() as session:
            approve(
                session, Actor.system(), Source.X, approved_by="bench", legal_basis="invented posts", reference="bench",
                expires_at=now() + timedelta(days=1), scope={"keywords": [WORD]},
            )  # fmt: skip
    finally:
        close_engines()
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()


def texts() -> Iterator[str]:
    """Invented posts, 456,976 of them, no two in the same words."""
    families = cycle(post.text for post in stream())
    for number, four in enumerate(product(EVERYDAY, repeat=4), 1):
        words = " ".join(four)
        yield f"صباح {WORD} {words}" if number % CASE_EVERY else f"{next(families)} {WORD} {words}"


def _measure(
    figure: str, posts: int, network: Network, child: subprocess.Popen[bytes], url: str, cuts: int, rate: float | None
) -> dict[str, Any]:
    _connected(network, child)
    began, published = time.monotonic(), set[str]()
    every = posts // (cuts + 1)
    for number, text in zip(range(1, posts + 1), texts(), strict=False):
        published.add(str(network.publish(text)))
        if rate and (ahead := number / rate - (time.monotonic() - began)) > 0:
            time.sleep(ahead)
        if cuts and number % every == 0 and number // every <= cuts:
            _connected(network, child)  # on a busy machine the line of the cut before may not stand again yet
            network.sever("mid_line" if number // every % 2 else "clean", down=True)
            threading.Timer(DOWN, setattr, (network, "down", False)).start()
    _wait(child, url, len(published))
    seconds = time.monotonic() - began
    return _figures(url, published) | {
        "figure": figure, "posts": posts, "cuts": cuts, "connections": network.connections,
        "seconds": round(seconds, 1), "posts_per_second": round(posts / seconds, 1), "billed": network.billed,
    }  # fmt: skip


def _connected(network: Network, child: subprocess.Popen[bytes]) -> None:
    while not network.connected or network.severed is not None:
        _alive(child)
        time.sleep(0.05)


def _alive(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        raise StreamDied(status=child.returncode)


def _wait(child: subprocess.Popen[bytes], url: str, wanted: int) -> None:
    """Until all is there, or nothing new has come for `PATIENCE`."""
    engine, known, since = create_engine(url), -1, time.monotonic()
    try:
        while known < wanted and time.monotonic() - since < PATIENCE:
            _alive(child)
            with engine.connect() as connection:
                there = connection.scalar(select(func.count()).select_from(LedgerLine)) or 0
            if there != known:
                known, since = there, time.monotonic()
            time.sleep(0.2)
    finally:
        engine.dispose()


def _figures(url: str, published: set[str]) -> dict[str, Any]:
    """Compared id by id. Doubled: lines of the same post, or words that were counted as told again."""
    engine = create_engine(url)
    with engine.connect() as connection:
        lines = list(connection.scalars(select(LedgerLine.external_id)))
        again = connection.scalar(select(func.sum(Report.times_seen - 1))) or 0
        kept = connection.scalar(select(func.count()).select_from(Report)) or 0
        counted = connection.scalar(select(PaidReads.reads)) or 0
    engine.dispose()
    return {
        "lost": len(published - set(lines)), "doubled": len(lines) - len(set(lines)) + int(again),
        "strangers": len(set(lines) - published), "kept": kept, "reads_counted": counted,
    }  # fmt: skip
