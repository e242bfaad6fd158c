"""How fast the doors for what people tell and what newspapers print are: a real `daman serve`, real feeds on loopback."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

import httpx
from sqlalchemy import create_engine, func, select

from detector.clock import now
from detector.config import settings
from detector.db import close_engines, transaction
from detector.demo.soak import texts
from detector.errors import DetectorError
from detector.jobs.asking import ask
from detector.jobs.install import install
from detector.reports.approvals import approve
from detector.reports.models import Source
from detector.reports.sources.news.feeds import Feeds
from detector.reports.sources.whatsapp.lifecycle import MessageState
from detector.reports.sources.whatsapp.models import Message
from detector.staff.scope import Actor

MESSAGES, SENDERS_AT_ONCE = 1_000, 4
FEEDS, ARTICLES = 20, 50
PHONE_ID, SECRET = "1", "bench"
PATIENCE = 600.0  # seconds


class DoorShut(DetectorError):
    """The service did not open, answered something else than 200, or did not read in time; facts: `why`."""

    code, status = "D009", 500


@contextmanager
def inside(environment: Mapping[str, str]) -> Iterator[None]:
    """The settings of a scratch database, for a while."""
    before = dict(os.environ)
    os.environ.update(environment)
    settings.cache_clear()
    try:
        yield
    finally:
        close_engines()
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()


def _prepare(source: Source, scope: dict[str, list[str]]) -> None:
    install()
    with transaction() as session:
        approve(
            session, Actor.system(), source, approved_by="bench", legal_basis="invented texts", reference="bench",
            expires_at=now() + timedelta(days=1), scope=scope,
        )  # fmt: skip


def whatsapp(environment: Mapping[str, str], *, messages: int = MESSAGES) -> dict[str, Any]:
    """Signed deliveries of one message each through the webhook: how many a second are stored, and filed as read tips."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    whole = dict(environment) | {
        "DAMAN_WHATSAPP_APP_SECRET": SECRET, "DAMAN_WHATSAPP_PHONE_ID": PHONE_ID, "DAMAN_WHATSAPP_GATHER_SECONDS": "0",
        "DAMAN_PORT": str(port),
    }  # fmt: skip
    with inside(whole):
        _prepare(Source.WHATSAPP, {})
    service = subprocess.Popen([sys.executable, "-m", "detector", "serve"], env=whole, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as http:
            _opened(http)
            return _knock(http, messages, whole["DAMAN_DATABASE_URL"])
    finally:
        service.terminate()
        service.wait(60)


def _opened(http: httpx.Client) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if http.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise DoorShut(why="not_ready")


def _knock(http: httpx.Client, messages: int, url: str) -> dict[str, Any]:
    bodies = [_delivery(number, text) for number, text in zip(range(messages), texts(), strict=False)]

    def send(body: bytes) -> float:
        started = time.perf_counter()
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        answer = http.post(
            "/api/v1/webhooks/whatsapp", content=body, headers={"X-Hub-Signature-256": f"sha256={digest}"}
        )
        if answer.status_code != 200:
            raise DoorShut(why="refused", http=answer.status_code)
        return time.perf_counter() - started

    began = time.perf_counter()
    with ThreadPoolExecutor(SENDERS_AT_ONCE) as pool:
        taken = sorted(pool.map(send, bodies))
    stored = time.perf_counter() - began
    _filed(url, messages)
    return {
        "figure": "whatsapp", "messages": messages, "stored_per_second": round(messages / stored, 1),
        "slowest_percent_ms": round(taken[int(len(taken) * 0.99)] * 1000, 1),
        "filed_per_second": round(messages / (time.perf_counter() - began), 1),
    }  # fmt: skip


def _delivery(number: int, text: str) -> bytes:
    sender = f"9665{number:08d}"
    message = {
        "from": sender, "id": f"wamid.{number}", "timestamp": str(int(now().timestamp())), "type": "text",
        "text": {"body": text},
    }  # fmt: skip
    value = {"metadata": {"phone_number_id": PHONE_ID}, "contacts": [{"wa_id": sender}], "messages": [message]}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}, ensure_ascii=False).encode()


def _filed(url: str, wanted: int) -> None:
    engine, until = create_engine(url), time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until:
            with engine.connect() as connection:
                filed = select(func.count()).select_from(Message).where(Message.state == MessageState.FILED)
                if connection.scalar(filed) == wanted:
                    return
            time.sleep(0.1)
    finally:
        engine.dispose()
    raise DoorShut(why="not_filed")


def news(environment: Mapping[str, str], *, feeds: int = FEEDS, articles: int = ARTICLES) -> dict[str, Any]:
    """Feeds on loopback through fetch, parse and the whole pipeline, then the same feeds again with nothing new."""
    written = texts()
    pages = {f"/{n}": _feed(f"{n}", islice(written, articles)) for n in range(feeds)}
    with _serving(pages) as url, inside(dict(environment) | {"DAMAN_NEWS_PRIVATE_ADDRESSES": "127.0.0.1"}):
        _prepare(Source.NEWS, {"feeds": [url + path for path in pages]})
        began = time.perf_counter()
        counts = ask(Feeds())
        first = time.perf_counter() - began
        again = ask(Feeds())
        return {
            "figure": "news", "feeds": feeds, "articles": counts.new, "kept": counts.cases_opened + counts.cases_joined,
            "articles_per_second": round(counts.new / first, 1), "new_again": again.new,
            "unchanged_feeds_per_second": round(feeds / (time.perf_counter() - began - first), 1),
        }  # fmt: skip


def _feed(name: str, written: Iterator[str]) -> bytes:
    at = (now() + timedelta(minutes=1)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    items = "".join(
        f"<item><guid>{name}-{n}</guid><pubDate>{at}</pubDate><description>{escape(text)}</description></item>"
        for n, text in enumerate(written)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


@contextmanager
def _serving(pages: Mapping[str, bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, tag = pages[self.path], f'"{self.path}"'
            known = self.headers.get("If-None-Match") == tag
            self.send_response(304 if known else 200)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(b"" if known else body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
