"""A real Chromium in front of a real server on loopback."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

from tests.review_ui.families import PASSWORD

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


def launch(playwright: Playwright) -> Browser:
    """The machine's own Chromium; else the one that `playwright install` brought."""
    own = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=own, args=ARGS)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve `app` on a free port of 127.0.0.1 while the block runs; yields its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 30
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server is not up after 30 s"
            time.sleep(0.02)
        yield address
        server.should_exit = True
        thread.join(timeout=20)


class Watched:
    """A tab that remembers what no page of ours may do: script errors, refused or outside requests."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.faults = page, address, []  # type: ignore[var-annotated]
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself notes answers like 404 and 422 as errors; those pages are meant to be seen.
        if message.type == "error" and "status of 4" not in message.text and "ERR_INTERNET_DISCONNECTED" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != self.address:
            self.faults.append(f"outside: {request.url}")

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        self.open("/sign-in")
        self.page.fill("#username", username)
        self.page.fill("#password", password)
        self.page.press("#password", "Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.page
