"""The invented past: acts in the order of their times, each done while the clock stands there."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from detector import clock
from detector.demo.acts import Act, Story
from detector.demo.paths import Path

Event = Callable[[Session], object]


class Timeline:
    """Events may add later ones. What would lie after `until` (the real now) does not happen."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._order = itertools.count()
        self._heap: list[tuple[datetime, int, Event]] = []

    def add(self, at: datetime, event: Event) -> None:
        if at < self._until:
            heapq.heappush(self._heap, (at, next(self._order), event))

    def follow(self, story: Story, path: Path, since: datetime, *, pace: float = 1) -> None:
        """Put the acts of a path on the line, `pace` times their hours after `since`."""
        for hours, act in path:
            self.add(since + timedelta(hours=hours * pace), partial(_do, act=act, story=story))

    def run(self, session: Session) -> None:
        while self._heap:
            at, _, event = heapq.heappop(self._heap)
            with clock.at(at):
                event(session)
                session.flush()


def _do(session: Session, act: Act, story: Story) -> None:
    act(session, story)
