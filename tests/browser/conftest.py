"""A real Chromium in front of the real service."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.reading import Reader

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000  # milliseconds: two cores may be busy


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None and "CI" not in os.environ:
        pytest.skip("no Chromium here: install it, or let `make test` do so as root")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """`open_page(address)`: somebody else's browser each time, on a wide screen or (`width=390`) a telephone.

    Other `options` are Playwright's. At the end nothing may have been asked of another machine, and no script may have failed.
    """
    readers: list[Reader] = []

    def opened(address: str, *, width: int = 1280, height: int = 900, **options: Any) -> Reader:
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": height}, locale="ar-SA", timezone_id="Asia/Riyadh",
            **options,
        )  # fmt: skip
        page: Page = context.new_page()
        page.set_default_timeout(PATIENCE)
        readers.append(Reader(page, address))
        return readers[-1]

    yield opened
    for reader in readers:
        reader.page.context.close()
    assert [asked for reader in readers for asked in reader.asked_elsewhere] == []
    assert [fault for reader in readers for fault in reader.faults] == []
