"""How long to wait before the stream is asked for again, as X wants it. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Cut(enum.StrEnum):
    """How a connection ended."""

    NETWORK = "network"  # refused, broken off, silent, or closed by the other side
    HTTP = "http"
    RATE = "rate"  # 420 or 429


@dataclass(slots=True)
class Backoff:
    """Seconds to wait: network +0.25 up to 16; HTTP 5 doubling up to 320; 429 from 60, or until its reset.

    `pace` divides every wait (a soak that compresses an hour into minutes).
    """

    pace: float = 1.0
    _network: float = 0.0
    _http: float = 5.0

    def connected(self) -> None:
        """A connection that brought something: begin anew."""
        self._network, self._http = 0.0, 5.0

    def wait(self, cut: Cut, *, now: datetime, reset_at: datetime | None = None) -> float:
        if cut is Cut.NETWORK:
            seconds, self._network = self._network, min(self._network + 0.25, 16.0)
            return seconds / self.pace
        least = 60.0 if cut is Cut.RATE else 5.0
        seconds = max(self._http, least)
        self._http = min(seconds * 2, 320.0)
        if reset_at is not None:
            seconds = max(1.0, (reset_at - now).total_seconds() + 1)
        return seconds / self.pace
