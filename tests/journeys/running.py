"""The whole service over real HTTP on loopback, on either database, with the worker that belongs to it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import uvicorn

from detector.config import settings

T = TypeVar("T")


@contextmanager
def serving() -> Iterator[str]:
    """Serve the configured database; yields the address. On PostgreSQL `daman worker` runs beside it."""
    from api.serve import whole_app

    server = uvicorn.Server(uvicorn.Config(whole_app(), host="127.0.0.1", port=0, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    worker = (
        None if settings().is_sqlite else subprocess.Popen([sys.executable, "-m", "detector", "worker"], env=os.environ)
    )
    try:
        until(lambda: server.started, seconds=60)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)
        if worker:
            worker.terminate()
            worker.wait(30)


def until(found: Callable[[], T | None], *, seconds: float = 120) -> T:
    """The first true answer; fails when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"did not happen within {seconds} s")
