"""An approved WhatsApp source, a Graph API on loopback, and a clock that can be let run ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from detector.clock import now
from detector.config import settings
from detector.db import transaction
from detector.jobs.local import work_all
from detector.reports.approvals import approve
from detector.reports.models import Source
from detector.reports.sources.whatsapp.deliveries import receive
from detector.staff.scope import Actor
from tests.whatsapp import PHONE_ID, SECRET, TOKEN, VERIFY, Graph, delivery, signed, value


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    with Graph() as server:
        for name, given in {
            "APP_SECRET": SECRET, "VERIFY_TOKEN": VERIFY, "TOKEN": TOKEN, "PHONE_ID": PHONE_ID, "GRAPH_URL": server.url,
        }.items():  # fmt: skip
            monkeypatch.setenv(f"DAMAN_WHATSAPP_{name}", given)
        settings.cache_clear()
        yield server
    settings.cache_clear()


def allow() -> None:
    with transaction() as session:
        approve(
            session, Actor.system(), Source.WHATSAPP, approved_by="الإدارة القانونية", legal_basis="المادة 10",
            reference="ق-91", expires_at=now() + timedelta(days=90),
        )  # fmt: skip


class Line:
    """Somebody's line to us. `brings` stores a delivery as the webhook does; `later` lets time pass and the jobs run."""

    def __init__(self, graph: Graph, clock: Any) -> None:
        self.graph, self.clock = graph, clock

    def brings(self, *messages: dict[str, Any]) -> None:
        self.delivers(delivery(value(*messages)))

    def delivers(self, body: dict[str, Any]) -> None:
        with transaction() as session:
            receive(session, signed(body)[0])

    def later(self, **by: float) -> None:
        work_all()
        self.clock.shift(timedelta(**(by or {"minutes": 2})))
        work_all()


@pytest.fixture
def line(database: str, graph: Graph) -> Iterator[Line]:
    allow()
    with time_machine.travel(now(), tick=False) as clock:
        yield Line(graph, clock)
