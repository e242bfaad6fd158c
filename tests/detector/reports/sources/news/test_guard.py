"""A feed's address is a stranger's word: it reaches no network of ours, by no detour, for no longer than allowed."""

from __future__ import annotations

import gzip
import tracemalloc
from ipaddress import ip_address
from typing import Any

import pytest

from detector.config import settings
from detector.reports.sources.news.fetching import fetch, same_site
from detector.reports.sources.news.guard import is_public
from detector.reports.state import Unavailable
from tests.newspapers import Page, Press

METADATA = "169.254.169.254"


def _why(url: str, **more: Any) -> str:
    with pytest.raises(Unavailable) as refused:
        fetch(url, **more)
    return str(refused.value.facts["why"])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", METADATA, "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "198.18.0.1", "192.0.2.1",
    ],
)  # fmt: skip
def test_addresses_of_ours_or_nobodys_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "212.138.64.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_world_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_without_the_setting_loopback_is_not_reached(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    url = press.puts("/feed", "x")
    assert fetch(url).body == b"x"
    monkeypatch.setenv("DAMAN_NEWS_PRIVATE_ADDRESSES", "")
    settings.cache_clear()
    before = len(press.asked)
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"):
        assert _why(press.at("/feed", host)) in ("private_address", "network"), host
    assert len(press.asked) == before


def test_one_private_address_among_public_ones_refuses_the_name(press: Press) -> None:
    assert _why("http://paper.example/feed", look_up=lambda *_: ["212.138.64.1", "10.0.0.8"]) == "private_address"
    assert _why("http://paper.example/feed", look_up=lambda *_: []) == "private_address"
    assert _why("http://paper.example/feed", look_up=lambda *_: ["not an address"]) == "network"


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(press: Press) -> None:
    """The first answer of the resolver is the allowed one, every later one is our metadata service."""
    answers = ["127.0.0.1"]
    url = press.at("/feed", "paper.example")
    press.puts("/feed", "checked")
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [answers.pop()] if answers else [METADATA]

    assert fetch(url, look_up=rebinding).body == b"checked"
    assert asked == ["paper.example"], "resolved once for a connection: what is checked is what is used"
    assert press.asked[-1][1]["host"] == f"paper.example:{press.port}"
    press.puts("/feed", b"", status=302, headers={"Location": "/again", "Connection": "close"})
    answers.append("127.0.0.1")
    assert _why(url, look_up=rebinding) == "private_address"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        (f"http://{METADATA}/latest/meta-data", "other_site"),
        ("http://internal.paper.example/admin", "private_address"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://paper.example/x", "scheme"),
        ("//evil.example/feed", "other_site"),
        ("/feed", "redirects"),
    ],
)
def test_every_redirect_is_checked_anew(press: Press, location: str, why: str) -> None:
    press.puts("/feed", b"", status=302, headers={"Location": location})
    hosts = {"paper.example": "127.0.0.1", "internal.paper.example": "10.0.0.5"}
    assert _why(press.at("/feed", "paper.example"), look_up=lambda host, _: [hosts.get(host, METADATA)]) == why


def test_a_redirect_within_the_site_is_followed(press: Press) -> None:
    press.puts("/old", b"", status=301, headers={"Location": press.at("/new", "www.paper.example")})
    press.puts("/new", "here")
    assert fetch(press.at("/old", "paper.example"), look_up=lambda *_: ["127.0.0.1"]).body == b"here"


def test_sites_are_compared_by_labels() -> None:
    assert same_site("http://feeds.paper.com/x", "http://www.paper.com/")
    assert not same_site("http://evilpaper.com/x", "http://paper.com/")
    assert not same_site("http://paper.com.evil.org/", "http://paper.com/")
    assert not same_site("http://com/", "http://paper.com/")


def test_a_bomb_of_zeros_is_stopped_at_the_cap_without_filling_the_memory(press: Press, monkeypatch: Any) -> None:
    monkeypatch.setenv("DAMAN_NEWS_BYTES", "200000")
    settings.cache_clear()
    bomb = gzip.compress(b"\0" * 60_000_000, compresslevel=6)
    url = press.puts("/bomb", bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        assert _why(url) == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_an_honest_gzip_is_read_and_a_broken_or_unknown_packing_is_said(press: Press) -> None:
    packed = gzip.compress("خبر".encode())
    assert fetch(press.puts("/good", packed, headers={"Content-Encoding": "gzip"})).body == "خبر".encode()
    assert _why(press.puts("/bad", b"no gzip", headers={"Content-Encoding": "gzip"})) == "encoding"
    assert _why(press.puts("/br", b"x", headers={"Content-Encoding": "br"})) == "encoding"


def test_an_answer_larger_than_the_cap_is_not_read_to_its_end(press: Press, monkeypatch: Any) -> None:
    monkeypatch.setenv("DAMAN_NEWS_BYTES", "1000")
    settings.cache_clear()
    assert _why(press.puts("/large", b"x" * 1_001)) == "too_large"
    assert fetch(press.puts("/fits", b"x" * 1_000)).body == b"x" * 1_000


@pytest.mark.parametrize("page", [Page(b"x" * 1_000, drip=0.05), Page(drip=0.05, drip_head=True)], ids=["body", "head"])
def test_a_server_that_drips_is_left_when_the_whole_took_too_long(
    press: Press, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMAN_NEWS_SECONDS", "0.6")
    settings.cache_clear()
    press.pages["/slow"] = page
    assert _why(press.url + "/slow") == "timeout"


def test_refusals_of_the_server_are_told_with_the_time_it_asks_for(press: Press) -> None:
    with pytest.raises(Unavailable) as refused:
        fetch(press.puts("/busy", b"", status=503, headers={"Retry-After": "120"}))
    assert (refused.value.facts["http"], "retry_at" in refused.value.facts) == (503, True)
    assert _why(press.url + "/missing") == "http"
    assert _why(press.puts("/odd", b"", status=429, headers={"Retry-After": "soon"})) == "http"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://paper.example/x", "/etc/passwd", "http://", "http:// /"])
def test_only_web_addresses_are_fetched(url: str) -> None:
    assert _why(url) in ("scheme", "other_site", "network")
