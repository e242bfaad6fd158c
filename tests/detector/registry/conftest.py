"""A DCI registry on loopback, and an installation that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from detector.config import settings
from tests.detector.registry.dci_server import DciServer


@pytest.fixture
def dci() -> Iterator[DciServer]:
    with DciServer().running() as server:
        yield server


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, str]], None]]:
    """Set DAMAN_… for one test."""

    def to(environment: dict[str, str]) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield to
    monkeypatch.undo()
    settings.cache_clear()
