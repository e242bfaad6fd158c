"""The v2 paths that the connector uses, over HTTP/1.1 with a chunked stream."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

import orjson

from detector.clock import now
from detector.demo.loopback_x.network import Network
from detector.reports.sources.x.wire import id_at

KEY = "loopback-key"
KEEP_ALIVE = 20.0  # seconds of silence before X sends an empty line
STREAM, RULES, SEARCH = "/2/tweets/search/stream", "/2/tweets/search/stream/rules", "/2/tweets/search/recent"
JOBS = "/2/compliance/jobs"


class LoopbackX:
    """`with LoopbackX() as x:` serves `x.network` at `x.url`; calls must carry the bearer `KEY`."""

    def __init__(self, *, keep_alive: float = KEEP_ALIVE) -> None:
        self.network = Network()
        handler = type("Handler", (_Handler,), {"network": self.network, "keep_alive": keep_alive})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> LoopbackX:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.network.sever("clean")
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    network: ClassVar[Network]
    keep_alive: ClassVar[float]

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests read `network.calls`."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query))
        self.network.calls.append((address.path, asked))
        faults = self.network.faults.get(address.path)
        if faults:
            status, headers = faults.popleft()
            self._send(status, {"title": "fault", "status": status}, headers)
        elif address.path.startswith("/2/") and self.headers.get("authorization") != f"Bearer {KEY}":
            self._send(401, {"title": "Unauthorized", "status": 401})
        elif address.path == STREAM and self.network.down:
            self.connection.shutdown(socket.SHUT_RDWR)  # no answer at all, as when a line is cut
            self.close_connection = True
        elif address.path == STREAM:
            self._stream()
        elif address.path == RULES:
            self._send(*self._rules(orjson.loads(body) if body else {}))
        elif address.path == SEARCH:
            self._send(*self._search(asked))
        else:
            self._compliance(address.path, body)

    def _send(self, status: int, said: Any, headers: dict[str, str] | None = None) -> None:
        raw = said if isinstance(said, bytes) else orjson.dumps(said)
        self.send_response(status)
        for name, value in (
            {"content-type": "application/json", "content-length": str(len(raw))} | (headers or {})
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def _search(self, asked: dict[str, str]) -> tuple[int, Any]:
        week_ago = id_at(now()) - (7 * 86_400_000 << 22)
        wrong = (
            len(asked["query"]) > 512
            or not 10 <= int(asked.get("max_results", 10)) <= 100
            or 0 < int(asked.get("since_id", 0)) < week_ago
        )
        return (400, {"title": "Invalid Request", "status": 400}) if wrong else (200, self.network.search(asked))

    def _rules(self, said: dict[str, Any]) -> tuple[int, Any]:
        with self.network.lock:
            rules = self.network.rules
            for rule_id in said.get("delete", {}).get("ids", []):
                rules.pop(rule_id, None)
            errors = []
            for rule in said.get("add", []):
                if len(rule["value"]) > 1024 or rule["value"].count('"') % 2:
                    errors.append({"title": "UnprocessableEntity", "value": rule["value"]})
                elif rule["value"] not in {r["value"] for r in rules.values()}:
                    rules[str(1_000 + len(self.network.calls) * 100 + len(rules))] = rule
            listed = [{"id": rule_id, **rule} for rule_id, rule in rules.items()]
        answer: dict[str, Any] = {"meta": {"sent": "now", "result_count": len(listed)}}
        return (201 if said else 200), answer | ({"data": listed} if listed else {}) | (
            {"errors": errors} if errors else {}
        )

    def _stream(self) -> None:
        network = self.network
        with network.lock:
            if network.connected:
                self._send(429, {"title": "ConnectionException", "connection_issue": "TooManyConnections"})
                return
            network.connected, network.severed = True, None
            network.connections += 1
            network.wire.clear()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        try:
            self._lines(network)
        except OSError:
            pass  # the other side went away
        finally:
            with network.lock:
                network.connected = False
            self.close_connection = True

    def _lines(self, network: Network) -> None:
        spoke = time.monotonic()
        while network.severed is None:
            with network.lock:
                waiting = [network.wire.popleft() for _ in range(min(len(network.wire), 200))]
            if waiting:
                self._chunk(b"".join(waiting))
            elif time.monotonic() - spoke >= self.keep_alive:
                self._chunk(b"\r\n")
            else:
                time.sleep(0.002)
                continue
            spoke = time.monotonic()
        if network.severed == "clean":
            self.wfile.write(b"0\r\n\r\n")
        else:
            self._chunk(b'{"data":{"id":"1888888888888888888","text":"' + "نصف كل".encode()[:-1])
        self.wfile.flush()

    def _chunk(self, raw: bytes) -> None:
        self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
        self.wfile.flush()

    def _compliance(self, path: str, body: bytes) -> None:
        network, host = self.network, self.headers["host"]
        kind, _, job_id = path.strip("/").rpartition("/")
        if path == JOBS and self.command == "GET":
            self._send(200, {"data": list(network.jobs.values()), "meta": {"result_count": len(network.jobs)}})
        elif path == JOBS:
            if any(job["status"] in ("created", "in_progress") for job in network.jobs.values()):
                self._send(409, {"title": "A job is already running", "status": 409})
                return
            job_id = str(70_000 + len(network.jobs))
            network.jobs[job_id] = orjson.loads(body) | {
                "id": job_id, "status": "created", "upload_url": f"http://{host}/upload/{job_id}",
                "download_url": f"http://{host}/download/{job_id}",
            }  # fmt: skip
            self._send(200, {"data": network.jobs[job_id]})
        elif kind == "upload":
            network.uploads[job_id] = body.decode().split()
            network.jobs[job_id]["status"] = "in_progress"
            self._send(200, b"")
        elif kind == "download":
            told = [
                orjson.dumps(
                    {"id": i, "action": "delete", "created_at": "x", "redacted_at": "x", "reason": network.gone[i]}
                )
                for i in network.uploads[job_id]
                if i in network.gone
            ]
            self._send(200, b"\n".join(told))
        elif path.startswith(JOBS) and job_id in network.jobs:
            self._send(200, {"data": network.jobs[job_id]})
        else:
            self._send(404, {"title": "Not Found", "status": 404})
