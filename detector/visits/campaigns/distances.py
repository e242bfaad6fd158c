"""How far it is between places: great circle times a road factor, or a routing service of the deployment's own.

The routing service speaks OSRM's table service (`/table/v1/driving/…`): it is asked for coordinates of villages only,
never for a case. When it does not answer, or answers with holes, the great circle stands in, and the plan says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import numpy as np
from numpy.typing import NDArray

from detector import log
from detector.config import settings
from detector.visits.campaigns.tour import Point, Roads

EARTH = 6_371_008.8  # metres, mean radius (IUGG)
MOST_ASKED = 50  # sources and destinations of one request: together 100, which is OSRM's own limit
logger = log.get("campaigns")
WAIT = httpx.Timeout(10.0, connect=3.0)  # seconds


def great_circle(points: Sequence[Point], others: Sequence[Point] | None = None) -> NDArray[np.float64]:
    """Metres between all `points` (rows) and `others` (columns; the same points when left out), by the haversine."""
    a = np.radians(np.array(points, dtype=np.float64).reshape(-1, 2))
    b = a if others is None else np.radians(np.array(others, dtype=np.float64).reshape(-1, 2))
    lat, lon = a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1]
    h = np.sin(lat / 2) ** 2 + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * np.sin(lon / 2) ** 2
    metres: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.sqrt(np.clip(h, 0.0, 1.0)))
    return metres


def by_air(points: Sequence[Point]) -> Roads:
    """Great circle x DAMAN_CAMPAIGN_ROAD_FACTOR, at DAMAN_CAMPAIGN_SPEED_KMH."""
    metres = great_circle(points) * settings().campaign_road_factor
    seconds = metres / (settings().campaign_speed_kmh / 3.6)
    return Roads(np.rint(metres).astype(np.int64), np.rint(seconds).astype(np.int64), "great_circle")


def roads(points: Sequence[Point]) -> Roads:
    """Between all places, by the routing service if one is set and answers in full, else by air."""
    url = settings().campaign_routing_url
    if url and len(points) > 1:
        try:
            return _by_service(url.rstrip("/"), points)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            logger.warning("campaign.routing_service_failed", places=len(points), kind=type(error).__name__)
    return by_air(points)


def _by_service(url: str, points: Sequence[Point]) -> Roads:
    count = len(points)
    metres, seconds = np.zeros((count, count)), np.zeros((count, count))
    blocks = [range(start, min(start + MOST_ASKED, count)) for start in range(0, count, MOST_ASKED)]
    with httpx.Client(timeout=WAIT) as client:
        for rows in blocks:
            for columns in blocks:
                answer = client.get(
                    f"{url}/table/v1/driving/{_asked(points, rows, columns)}", params=_which(rows, columns)
                )
                told = answer.raise_for_status().json()
                if told["code"] != "Ok":
                    raise ValueError("refused")
                block = np.ix_(rows, columns)
                metres[block], seconds[block] = _table(told["distances"]), _table(told["durations"])
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(seconds, 0)
    return Roads(np.rint(metres).astype(np.int64), np.rint(seconds).astype(np.int64), "routing_service")


def _asked(points: Sequence[Point], rows: range, columns: range) -> str:
    return ";".join(f"{points[i].lon:.5f},{points[i].lat:.5f}" for i in (*rows, *columns))


def _which(rows: range, columns: range) -> dict[str, str]:
    return {
        "annotations": "distance,duration",
        "sources": ";".join(str(i) for i in range(len(rows))),
        "destinations": ";".join(str(len(rows) + i) for i in range(len(columns))),
    }


def _table(told: object) -> NDArray[np.float64]:
    table = np.array(told, dtype=np.float64)  # null, a place without a road, becomes nan
    if not np.isfinite(table).all() or (table < 0).any():
        raise ValueError("holes")
    return table
