"""WhatsApp as tests meet it: deliveries in its wire format, signed, and a Graph API on loopback that takes replies."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import threading
from collections import deque
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from detector.clock import now

SECRET, VERIFY, TOKEN, PHONE_ID = "app-secret", "verify-me", "graph-token", "1055500000"
SENDER = "966500000001"
PLEA = "تكفون جارتنا ارملة وعندها خمسة ايتام وصاحب البيت طالعها بكرة وما معها ولا ريال"
_count = itertools.count(1)


def wamid() -> str:
    return f"wamid.HBgMOTY2NTAwMDAwMDAx{next(_count):06d}"


def message(text: str | None = PLEA, /, *, at: float | None = None, **more: Any) -> dict[str, Any]:
    """A message as it stands in a delivery; `more` replaces or adds fields, `None` takes one away."""
    given: dict[str, Any] = {
        "from": SENDER, "id": wamid(), "timestamp": str(int(at if at is not None else now().timestamp())),
        "type": "text", "text": {"body": text},
    } | more  # fmt: skip
    return {key: value for key, value in given.items() if value is not None}


def forwarded(text: str = PLEA, /, **more: Any) -> dict[str, Any]:
    return message(text, context={"forwarded": True}, **more)


def value(*messages: dict[str, Any], phone_id: str = PHONE_ID, **more: Any) -> dict[str, Any]:
    names = {str(m["from"]) for m in messages if "from" in m}
    users = {str(m["from_user_id"]) for m in messages if "from" not in m and "from_user_id" in m}
    contacts = [{"profile": {"name": "مرسل"}, "wa_id": n, "user_id": f"SA.{n[-6:]}"} for n in sorted(names)]
    contacts += [{"profile": {"name": "مرسل"}, "user_id": user} for user in sorted(users)]
    return {
        "messaging_product": "whatsapp", "metadata": {"display_phone_number": "966110000000", "phone_number_id": phone_id},
        "contacts": contacts, "messages": list(messages),
    } | more  # fmt: skip


def delivery(*values: dict[str, Any]) -> dict[str, Any]:
    """One entry with a change for each value."""
    changes = [{"field": "messages", "value": one} for one in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": changes}]}


def signed(body: dict[str, Any] | bytes, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """The raw body and its headers."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return raw, {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


class Graph:
    """`with Graph() as graph:` takes messages at `graph.url`; `graph.faults` are answered first."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.faults: deque[tuple[int, dict[str, Any] | bytes]] = deque()
        handler = type("Handler", (_Handler,), {"graph": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Graph:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def texts(self) -> Sequence[str]:
        return [one["text"]["body"] for one in self.sent if one["type"] == "text"]

    def fail(self, status: int, code: int) -> None:
        self.faults.append((status, {"error": {"message": "refused", "code": code, "type": "OAuthException"}}))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    graph: ClassVar[Graph]

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.graph.faults:
            status, answer = self.graph.faults.popleft()
        elif self.headers["authorization"] != f"Bearer {TOKEN}" or not self.path.endswith(f"/{PHONE_ID}/messages"):
            status, answer = 401, {"error": {"message": "token", "code": 190}}
        else:
            self.graph.sent.append(body)
            to = body.get("to") or body.get("recipient")
            status, answer = 200, {
                "messaging_product": "whatsapp", "contacts": [{"input": to, "wa_id": to}], "messages": [{"id": wamid()}],
            }  # fmt: skip
        raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
