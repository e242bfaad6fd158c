"""A registry that speaks DCI. Everything that goes wrong on the way is `RegistryUnavailable`: unknown, never "no"."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from detector.errors import DetectorError
from detector.registry.clients import RegistryAnswer, RegistryRecord, RegistryUnavailable
from detector.registry.clients.dci.dialects import Dialect
from detector.registry.clients.dci.envelope import Ids, MessageRefused, opened, sealed
from detector.registry.clients.dci.search import Page, page_of, search_message
from detector.registry.clients.dci.signature import SignatureRefused, Signer, Verifier

MOST_BYTES = 1_000_000
MOST_PAGES = 5
TOO_MANY = "rjct.search.too_many_records_found"


@dataclass(frozen=True, slots=True)
class Peer:
    """The other side: where it is, how it writes, whose signature is believed, and how long it is waited for (seconds)."""

    url: str
    dialect: Dialect
    verifier: Verifier
    timeout: float

    @property
    def id(self) -> str:
        return self.verifier.sender


@dataclass(frozen=True, slots=True)
class DciClient:
    """`reply_to` is our own address for asynchronous answers."""

    peer: Peer
    signer: Signer
    reply_to: str = ""

    @property
    def name(self) -> str:
        return "dci"

    def look_up(self, national_id: str) -> RegistryAnswer:
        """Every page of a synchronous search; raises `RegistryUnavailable`."""
        records: list[RegistryRecord] = []
        transaction = Ids.new()
        for number in range(1, MOST_PAGES + 1):
            page = self._page(national_id, number, transaction)
            records += page.records
            if len(records) >= page.total:
                return RegistryAnswer(tuple(records), page.as_of)
            if not page.records:
                raise RegistryUnavailable(why="partial")
        raise RegistryUnavailable(why=TOO_MANY)

    def _page(self, national_id: str, number: int, conversation: Ids) -> Page:
        fresh = Ids.new()
        ids = Ids(fresh.message, conversation.transaction, fresh.reference)
        message = search_message(self.peer.dialect, ids, national_id, page=number)
        header, answer = self.exchange("/registry/sync/search", "search", message, ids)
        try:
            return page_of(self.peer.dialect, header, answer, ids, national_id)
        except MessageRefused as refused:
            raise _unknown(refused) from None

    def exchange(
        self, path: str, action: str, message: dict[str, Any], ids: Ids, *, count: int = 1
    ) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Send a signed message and open the signed answer `on-{action}`; raises `RegistryUnavailable`."""
        raw, line = self._post(
            path, sealed(self.signer, self.peer.id, action, message, message_id=ids.message, count=count)
        )  # fmt: skip
        try:
            return opened(raw, self.peer.verifier, f"on-{action}", receiver=self.signer.sender, signed_by=line)
        except (SignatureRefused, MessageRefused) as refused:
            raise _unknown(refused) from None

    def ask(self, national_id: str, ids: Ids) -> str:
        """Send an asynchronous search; the registry's correlation id once it says ACK. Raises `RegistryUnavailable`."""
        message = search_message(self.peer.dialect, ids, national_id)
        body = sealed(
            self.signer, self.peer.id, "search", message, message_id=ids.message, reply_to=self.reply_to
        )  # fmt: skip
        raw, _ = self._post("/registry/search", body)
        try:
            said = json.loads(raw)["message"]
            status, correlation = said["ack_status"], said.get("correlation_id")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise RegistryUnavailable(why="unreadable") from None
        if status != "ACK" or not isinstance(correlation, str) or not 0 < len(correlation) <= 99:
            raise RegistryUnavailable(why="not_acknowledged")
        return correlation

    def _post(self, path: str, body: bytes) -> tuple[bytes, str | None]:
        """The bytes that came and the Signature header, with an end to how long and how much is read."""
        try:
            with (
                httpx.Client(timeout=self.peer.timeout, follow_redirects=False, trust_env=False) as http,
                http.stream(
                    "POST", self.peer.url + path, content=body, headers={"Content-Type": "application/json"}
                ) as answer,
            ):
                raw = b""
                for chunk in answer.iter_bytes():
                    raw += chunk
                    if len(raw) > MOST_BYTES:
                        raise RegistryUnavailable(why="too_large")
                if answer.status_code not in (200, 202):
                    raise RegistryUnavailable(why=f"http_{answer.status_code}")
                return raw, answer.headers.get("signature")
        except httpx.TimeoutException:
            raise RegistryUnavailable(why="time_out") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise RegistryUnavailable(why="no_connection") from None


def _unknown(refused: DetectorError) -> RegistryUnavailable:
    kind = "signature" if isinstance(refused, SignatureRefused) else "message"
    return RegistryUnavailable(why=f"{kind}_{refused.facts['why']}")
