"""A registry that speaks DCI, on loopback: it checks our signatures and answers, and can be told to misbehave."""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from detector.clock import now
from detector.registry.clients.dci.signature import Signer, Verifier

Body = dict[str, Any]
OUR_ID, THEIR_ID = "daman-friend.tests", "registry.tests"


def raw_private(key: Ed25519PrivateKey) -> str:
    plain = (serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    return base64.b64encode(key.private_bytes(*plain)).decode()


def raw_public(key: Ed25519PrivateKey) -> str:
    plain = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(key.public_key().public_bytes(*plain)).decode()


class DciServer:
    """`people` are the records by national ID. `change` may alter a signed body, `spoil` what leaves after signing."""

    def __init__(self) -> None:
        self.ours, self.theirs = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self.signer = Signer(THEIR_ID, "k1", self.theirs)
        self.verifier = Verifier(OUR_ID, "d1", self.ours.public_key())
        self.people: dict[str, list[Body]] = {}
        self.enrolled: dict[str, str] = {}
        self.requests: list[Body] = []
        self.change: Callable[[Body], None] = lambda body: None
        self.spoil: Callable[[bytes], bytes] = lambda raw: raw
        self.status, self.delay, self.page_size = 200, 0.0, 10
        self.acknowledge: Body | None = None
        self.correlation = "c-1"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of an installation that asks this server."""
        named = {
            "registry_client": "dci", "registry_url": self.url, "registry_id": THEIR_ID, "registry_key_id": "k1",
            "registry_key": raw_public(self.theirs), "dci_sender_id": OUR_ID, "dci_key_id": "d1",
            "dci_signing_key": raw_private(self.ours), "dci_timeout_seconds": "1",
        } | more  # fmt: skip
        return {f"DAMAN_{name.upper()}": value for name, value in named.items()}

    def answer(self, path: str, body: Body) -> bytes:
        self.verifier.check(body["signature"], {"header": body["header"], "message": body["message"]})
        self.requests.append(body)
        if path == "/registry/search":
            ack = {"ack_status": "ACK", "timestamp": now().isoformat(), "correlation_id": self.correlation}
            return json.dumps({"message": self.acknowledge or ack}).encode()
        if path.endswith(("enrolled", "disabled")):
            return self.seal(body, self._yes_or_no(body, path.rsplit("/", 1)[1]), f"on-{path.rsplit('/', 1)[1]}")
        return self.seal(body, self.found(body))

    def found(self, body: Body, *, page: int | None = None) -> Body:
        """The message that answers a search."""
        line = body["message"]["search_request"][0]
        criteria = line["search_criteria"]
        value = criteria["query"]["value"]
        national_id = value["id_value"] if isinstance(value, dict) else value
        people = self.people.get(national_id, [])
        number = page or criteria["pagination"]["page_number"]
        here = people[(number - 1) * self.page_size : number * self.page_size]
        return {
            "transaction_id": body["message"]["transaction_id"], "correlation_id": self.correlation,
            "search_response": [
                {
                    "reference_id": line["reference_id"], "timestamp": now().isoformat(), "status": "succ",
                    "data": {"version": "1.0.0", "reg_records": here},
                    "pagination": {
                        "page_size": self.page_size, "page_number": number, "total_count": len(people),
                    },
                }
            ],
        }  # fmt: skip

    def _yes_or_no(self, body: Body, path: str) -> Body:
        lines = body["message"][f"{path}_request"]
        asked = [(line["reference_id"], line[f"{path}_criteria"]["query"]["value"]) for line in lines]
        return {
            "transaction_id": body["message"]["transaction_id"],
            f"{path}_response": [
                {"reference_id": ref, "timestamp": now().isoformat(), "status": "succ", "data": {path: self.enrolled[who]}}
                for ref, who in asked
                if who in self.enrolled
            ],
        }  # fmt: skip

    def seal(self, request: Body, message: Body, action: str = "on-search") -> bytes:
        header = {
            "version": "1.0.0", "message_id": str(uuid.uuid4()), "message_ts": now().isoformat(), "action": action,
            "status": "succ", "sender_id": THEIR_ID, "receiver_id": request["header"]["sender_id"], "total_count": 1,
        }  # fmt: skip
        body: Body = {"header": header, "message": message}
        self.change(body)
        return json.dumps({"signature": self.signer.sign(body)} | body, ensure_ascii=False).encode()

    @contextmanager
    def running(self) -> Iterator[DciServer]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(server.delay)
                out = server.spoil(server.answer(self.path, json.loads(raw)))
                try:
                    self.send_response(server.status)
                    self.send_header("Content-Length", str(len(out)))
                    self.end_headers()
                    self.wfile.write(out)
                except OSError:
                    pass  # the client was tired of waiting

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
            self.port = http.server_port
            threading.Thread(target=http.serve_forever, daemon=True).start()
            yield self
            http.shutdown()
