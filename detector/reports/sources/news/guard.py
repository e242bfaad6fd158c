"""Where a connection may go. A feed's address, and each redirect, is a stranger's word: it must not reach our own network.

The name is resolved here, every address is checked, and the connection is made to the address that was checked: a name
that resolves to something else a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import httpcore

from detector.config import settings

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]


class NotReachable(httpcore.ConnectError):
    """The name leads to an address that no feed may have, or to none."""


class DeadlinePassed(httpcore.ReadTimeout):
    """The whole answer took too long, however steadily it dripped."""


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name. Raises `NotReachable`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReachable("no address") from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: Address) -> bool:
    """Neither ours nor nobody's: not private, loopback, link-local (cloud metadata), multicast, reserved or shared.

    An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, Teredo) is looked at as itself.
    """
    inner = _inside(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address.packed.startswith(b"\x00\x64\xff\x9b"):  # NAT64
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def checked_address(host: str, port: int, look_up: Resolve) -> str:
    """The address to connect to; `NotReachable` when any address of the name is one that no feed may have."""
    allowed = {name.strip() for name in settings().news_private_addresses.split(",") if name.strip()}
    try:
        found = [ip_address(text.partition("%")[0]) for text in look_up(host, port)]
    except ValueError:
        raise NotReachable("no address") from None
    if not found or not all(is_public(address) or str(address) in allowed for address in found):
        raise NotReachable("private address")
    return str(found[0])


class Stream(httpcore.NetworkStream):
    """A connection whose every read and write ends at one common deadline."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise DeadlinePassed("deadline")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Stream(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """httpcore's sockets behind the guard. `until` (monotonic) ends everything that goes through it."""

    def __init__(self, until: float, look_up: Resolve = resolve) -> None:
        self._until, self._look_up, self._inner = until, look_up, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        address = checked_address(host, port, self._look_up)
        left = self._until - time.monotonic()
        if left <= 0:
            raise DeadlinePassed("deadline")
        wait = left if timeout is None else min(left, timeout)
        return Stream(self._inner.connect_tcp(address, port, wait, local_address, socket_options), self._until)
