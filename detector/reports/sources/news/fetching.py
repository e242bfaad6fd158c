"""One address fetched: within its time and size, through the guard, following redirects inside the same site only."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit

import httpcore
import httpx

from detector.clock import now
from detector.config import settings
from detector.reports.models import Source
from detector.reports.sources.news.guard import Backend, NotReachable, Resolve, resolve
from detector.reports.state import Unavailable

MOST_REDIRECTS = 5
ACCEPT = "application/atom+xml, application/rss+xml, text/xml, text/html;q=0.9, */*;q=0.5"
AGENT = "DamanFriend/1 (+RSS reader of approved feeds)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """`body` is None after 304: nothing new. `headers` have lower-case names."""

    url: str
    body: bytes | None
    headers: Mapping[str, str]


def fetch(url: str, *, known: Mapping[str, str] | None = None, look_up: Resolve = resolve) -> Fetched:
    """GET an address; `known` are the ETag and Last-Modified of the time before.

    Raises `Unavailable` with `why`: scheme, other_site, private_address, timeout, too_large, encoding, redirects, http
    (with `http`, and `retry_at` after 429 or 503), or network.
    """
    until = time.monotonic() + settings().news_seconds
    headers = {
        "User-Agent": AGENT,
        "Accept-Encoding": "gzip",
        "Accept": ACCEPT,
    }
    for name, header in (("etag", "If-None-Match"), ("modified", "If-Modified-Since")):
        if known and known.get(name):
            headers[header] = known[name]
    try:
        with httpx.Client(
            transport=_Transport(until, look_up), trust_env=False, timeout=settings().news_seconds
        ) as http:
            return _follow(http, url, headers)
    except NotReachable as error:
        raise _refused("private_address" if str(error) == "private address" else "network") from None
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise _refused("timeout") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
        raise _refused("network") from None


def site(url: str) -> str:
    """The host of an address without www., for which an approval speaks."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def same_site(url: str, of: str) -> bool:
    """Is `url` at the host of `of`, or above or below it (feeds.paper.com, paper.com)?"""
    a, b = site(url), site(of)
    return bool(a) and bool(b) and (a == b or a.endswith("." + b) or (b.endswith("." + a) and "." in a))


def _refused(why: str, **facts: object) -> Unavailable:
    return Unavailable(source=Source.NEWS.value, why=why, **facts)


def _follow(http: httpx.Client, url: str, headers: Mapping[str, str]) -> Fetched:
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        if urlsplit(at).scheme not in ("http", "https"):
            raise _refused("scheme")
        if not same_site(at, url):
            raise _refused("other_site")
        with http.stream("GET", at, headers=dict(headers)) as answer:
            if answer.has_redirect_location:
                at = str(httpx.URL(at).join(answer.headers["location"]))
                continue
            if answer.status_code == 304:
                return Fetched(at, None, dict(answer.headers))
            if answer.status_code != 200:
                raise _refused("http", http=answer.status_code, **_later(answer))
            return Fetched(at, _body(answer), dict(answer.headers))
    raise _refused("redirects")


def _body(answer: httpx.Response) -> bytes:
    """The whole body, unpacked by ourselves: a bomb of zeros is stopped at the cap, not after it filled the memory."""
    most, encoding = settings().news_bytes, answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise _refused("encoding")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if "gzip" in encoding else None
    body = bytearray()
    for chunk in answer.iter_raw(65_536):
        try:
            body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
        except zlib.error:
            raise _refused("encoding") from None
        if len(body) > most or (unpack and unpack.unconsumed_tail):
            raise _refused("too_large", limit=most)
    return bytes(body)


def _later(answer: httpx.Response) -> dict[str, datetime]:
    told = answer.headers.get("retry-after", "")
    if answer.status_code not in (429, 503) or not told:
        return {}
    try:
        at = now() + timedelta(seconds=int(told)) if told.isdecimal() else parsedate_to_datetime(told)
        return {"retry_at": min(at, now() + timedelta(days=1))}
    except (ValueError, OverflowError, TypeError):
        return {}


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _Transport(httpx.BaseTransport):
    """httpx over an httpcore pool whose sockets the guard opens. One fetch, one transport: its deadline is the fetch's."""

    def __init__(self, until: float, look_up: Resolve) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=_tls(), network_backend=Backend(until, look_up))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        answer = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Arriving(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Arriving(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
