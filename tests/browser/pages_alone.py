"""The pages over real HTTP without the API, the worker and the model: enough for what only a page does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tests.journeys.running import until
from tests.review_ui.browsing import application


@contextmanager
def serving_pages() -> Iterator[str]:
    """Serve the pages on a free port of 127.0.0.1 while the block runs; yields the address."""
    server = uvicorn.Server(uvicorn.Config(application(), host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
