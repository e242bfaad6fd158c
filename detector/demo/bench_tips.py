"""How many tips a second the form takes over real HTTP on loopback: a server process of its own, a few senders at once."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from typing import Any

import httpx

from detector.errors import BadInput

SENDERS = 4  # at once
PATIENCE = 120  # seconds for the server to come up
RECEIPT = re.compile(r"/tips/[A-Z0-9]{26}\?new=1")


def tip_form(environment: dict[str, str], *, tips: int) -> dict[str, Any]:
    """Post the form `tips` times; every one must be answered with a receipt. The worker reads them meanwhile, as in service."""
    port = _free_port()
    wide = environment | {"DAMAN_TIP_RATE_PER_HOUR": str(tips * 2), "DAMAN_PORT": str(port), "DAMAN_HOST": "127.0.0.1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "detector", "serve"], env=wide, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            _until_ready(client, server)
            started = time.perf_counter()
            with ThreadPoolExecutor(SENDERS) as senders:
                taken = list(senders.map(_sender(client), range(tips)))
            seconds = time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(PATIENCE)
    return {
        "figure": "tip_form", "tips": tips, "senders": SENDERS, "tips_per_second": round(tips / seconds, 1),
        "median_ms": round(quantiles(taken, n=100)[49], 1), "p95_ms": round(quantiles(taken, n=100)[94], 1),
    }  # fmt: skip


def _sender(client: httpx.Client) -> Callable[[int], float]:
    def send(number: int) -> float:
        form = {"text": f"أسرة رقم {number} بلا دخل ولا كهرباء وفيها أيتام", "about": "other"}
        started = time.perf_counter()
        answer = client.post("/tips/new", files={"altcha": (None, "")}, data=form)
        taken = (time.perf_counter() - started) * 1_000
        if answer.status_code != 303 or not RECEIPT.fullmatch(answer.headers["location"]):
            raise BadInput(field="tip", why="not_taken", status=answer.status_code)
        return taken

    return send


def _until_ready(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise BadInput(field="server", why="did_not_start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
