"""An X on loopback, an approval that reaches it, and a stream that runs in a thread as `daman sources run x` does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.demo.loopback_x import LoopbackX, Network
from detector.demo.loopback_x.server import KEY
from detector.errors import DetectorError
from detector.jobs.asking import ask, stay
from detector.reports.approvals import approve
from detector.reports.models import LedgerLine, Source
from detector.reports.sources.x.stream import Stream
from detector.staff.scope import Actor

SCOPE = {"mentions": ["daman_sa"], "accounts": ["khair_sa"], "keywords": ["ارملة", "بلا دخل"]}
PLEA = "تكفون يا اهل الخير انا ارملة وعندي خمسة ايتام وصاحب البيت بيطردنا بكرة وما عندنا ولا ريال"


@pytest.fixture
def x(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackX]:
    with LoopbackX(keep_alive=0.1) as server:
        for name, value in {
            "BEARER_TOKEN": KEY, "API_URL": server.url, "SETTLE_SECONDS": "0.2", "OVERLAP_SECONDS": "5",
            "TIMEOUT_SECONDS": "20",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"DAMAN_X_{name}", value)
        settings.cache_clear()
        yield server
    settings.cache_clear()


@pytest.fixture
def network(x: LoopbackX) -> Network:
    return x.network


def grant(scope: Mapping[str, Sequence[str]] = SCOPE, days: int = 30) -> None:
    with transaction() as session:
        approve(
            session, Actor.system(), Source.X, approved_by="الإدارة القانونية", legal_basis="المادة 10",
            reference="ق-77", expires_at=now() + timedelta(days=days), scope={k: list(v) for k, v in scope.items()},
        )  # fmt: skip


def ledger() -> list[str]:
    """The id of every X post that was taken in, in order."""
    with transaction(write=False) as session:
        ids = select(LedgerLine.external_id).where(LedgerLine.source == Source.X).order_by(LedgerLine.id)
        return list(session.scalars(ids))


def taken() -> int:
    with transaction(write=False) as session:
        return session.scalar(select(func.count()).select_from(LedgerLine)) or 0


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


class Running:
    """A stream in a thread; leaving the block stops it. `error` is what ended it."""

    def __init__(self, *, steady: bool = True, pace: float = 200) -> None:
        self.stop, self.error = threading.Event(), None
        self.error: DetectorError | None
        connector = Stream(pace=pace)

        def work() -> None:
            try:
                stay(connector, self.stop) if steady else ask(connector, stop=self.stop)
            except DetectorError as error:
                self.error = error

        self.thread = threading.Thread(target=work)

    def __enter__(self) -> Running:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(30)
        assert not self.thread.is_alive()


@pytest.fixture
def streaming(network: Network) -> Iterator[Running]:
    """A stream that is approved and connected."""
    grant()
    with Running() as running:
        until(lambda: network.connected)
        yield running
