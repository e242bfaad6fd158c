"""Roads by air, and by a routing service on loopback that is slow to trust: it may be down, or full of holes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from detector.config import settings
from detector.visits.campaigns.distances import by_air, great_circle, roads
from detector.visits.campaigns.tour import Point

RIYADH, KHARJ, RAFHA = Point(24.7136, 46.6753), Point(24.1554, 47.3346), Point(29.6202, 43.4948)


class Routing(ThreadingHTTPServer):
    """Answers OSRM's table service: a kilometre and a minute for each place number between two places."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.hole = False
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Routing

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.server.asked.append(self.path)
        points = [tuple(map(float, one.split(","))) for one in url.path.rpartition("/")[2].split(";")]
        asked = {name: [int(i) for i in value[0].split(";")] for name, value in parse_qs(url.query).items()
                 if name in ("sources", "destinations")}  # fmt: skip
        assert len(points) <= 100, "OSRM refuses more"
        gap = [[abs(points[a][1] - points[b][1]) for b in asked["destinations"]] for a in asked["sources"]]
        told: dict[str, Any] = {
            "code": "Ok",
            "distances": [[one * 1000 for one in row] for row in gap],
            "durations": [[one * 60 for one in row] for row in gap],
        }
        if self.server.hole:
            told["distances"][0][-1] = None
        body = json.dumps(told).encode()
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def routing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Routing]:
    server = Routing()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("DAMAN_CAMPAIGN_ROUTING_URL", server.url + "/")
    settings.cache_clear()
    yield server
    server.shutdown()
    server.server_close()
    settings.cache_clear()


def test_the_great_circle_is_as_long_as_the_map_says() -> None:
    assert great_circle([RIYADH, RAFHA])[0, 1] / 1000 == pytest.approx(628, rel=0.01)
    assert great_circle([RIYADH], [KHARJ])[0, 0] / 1000 == pytest.approx(91, rel=0.02)


def test_roads_are_longer_than_the_air_by_the_factor_and_take_their_time() -> None:
    known = by_air([RIYADH, KHARJ])
    assert known.metres[0, 1] == pytest.approx(great_circle([RIYADH, KHARJ])[0, 1] * 1.3, abs=1)
    assert known.seconds[0, 1] == pytest.approx(known.metres[0, 1] / 80 * 3.6, abs=1)
    assert known.metres[0, 0] == 0


def test_a_routing_service_is_asked_in_blocks_that_it_accepts(routing: Routing) -> None:
    points = [Point(float(number) / 2, 45.0) for number in range(120)]
    known = roads(points)
    assert known.source == "routing_service"
    assert len(routing.asked) == 9
    assert known.metres[3, 119] == 58_000
    assert known.seconds[119, 3] == 58 * 60


def test_a_routing_service_that_fails_is_replaced_by_the_great_circle(routing: Routing) -> None:
    routing.status = 500
    assert roads([RIYADH, KHARJ]).source == "great_circle"
    routing.status, routing.hole = 200, True
    assert roads([RIYADH, KHARJ]).source == "great_circle"


def test_a_routing_service_that_is_down_is_replaced_by_the_great_circle(routing: Routing) -> None:
    routing.shutdown()
    routing.server_close()
    known = roads([RIYADH, KHARJ])
    assert known.source == "great_circle"
    assert (known.metres == by_air([RIYADH, KHARJ]).metres).all()
