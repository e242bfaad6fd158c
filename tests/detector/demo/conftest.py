"""A demo that is built once; each test has a copy of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from detector.config import settings
from detector.demo.build import build
from tests.conftest import use_database


@pytest.fixture(scope="session")
def demo_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(migrated_file, path)
    os.environ["DAMAN_DEMO"] = "1"
    try:
        with use_database(f"sqlite:///{path}"):
            list(build())
    finally:
        del os.environ["DAMAN_DEMO"]
        settings.cache_clear()
    return path


@pytest.fixture
def as_demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DAMAN_DEMO", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path, as_demo: None) -> Iterator[str]:
    """The URL of a filled demo of this test's own."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_file, path)
    with use_database(f"sqlite:///{path}") as url:
        yield url
