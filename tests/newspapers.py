"""Newspapers on loopback: a web server that serves feeds as they are, or misbehaves as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from xml.sax.saxutils import escape

from detector.clock import now

STORY = (
    "تعيش أسرة من ثمانية أفراد في صندقة من الصفيح شمال المحافظة بلا ماء ولا كهرباء ولا دخل، كما وقفت الصحيفة على حالها، "
    "وقالت ربة الأسرة إن زوجها مريض وعاجز عن العمل وإن صاحب الأرض طالبهم بالخروج قبل نهاية الشهر"
)
RSS_DATE = "%a, %d %b %Y %H:%M:%S +0000"


@dataclass
class Page:
    """What an address answers. `drip`: seconds between two bytes."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    drip_head: bool = False


class Press:
    """`with Press() as press:` serves `press.pages` (by path) at `press.url`; `press.asked` has every request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Callable[[Mapping[str, str]], Page]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        handler = type("Handler", (_Handler,), {"press": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign] # the reader had enough
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Press:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def puts(self, path: str, body: str | bytes, **more: Any) -> str:
        """Serve `body` at `path`; its address."""
        self.pages[path] = Page(body if isinstance(body, bytes) else body.encode(), **more)
        return self.url + path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    press: ClassVar[Press]

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        headers = {name.lower(): given for name, given in self.headers.items()}
        self.press.asked.append((self.path, headers))
        page = self.press.pages.get(self.path, Page(status=404))
        page = page(headers) if callable(page) else page
        try:
            self._answer(page)
        except OSError:
            self.close_connection = True  # the reader had enough

    def _answer(self, page: Page) -> None:
        if page.drip_head:
            for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 500:
                self.wfile.write(bytes([letter]))
                time.sleep(page.drip)
            return
        self.send_response(page.status)
        for name, given in page.headers.items():
            self.send_header(name, given)
        self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        for start in range(0, len(page.body), 1 if page.drip else 65_536):
            self.wfile.write(page.body[start : start + (1 if page.drip else 65_536)])
            time.sleep(page.drip)


def item(title: str = "أسرة بلا مأوى", summary: str = STORY, **more: str) -> str:
    parts = {"title": title, "description": summary, "pubDate": now().strftime(RSS_DATE)} | more
    return "<item>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in parts.items() if v) + "</item>"


def rss(items: Iterable[str], encoding: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>الصحيفة</title>'
        + "".join(items)
        + "</channel></rss>"
    )


def atom(entries: Iterable[str]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>الصحيفة</title>'
        + "".join(entries)
        + "</feed>"
    )
