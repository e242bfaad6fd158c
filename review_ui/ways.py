"""The ways to reach a sender, with what to say on each and why one is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detector.outreach.queries import Publisher
from detector.outreach.rules import Channel, why_closed
from review_ui.words import label, say


class Way(NamedTuple):
    code: str
    words: str
    script: str
    closed: str | None  # in words; None when at least one sender of the case may be reached this way


def ways(publishers: Sequence[Publisher], officer: str) -> list[Way]:
    return [
        Way(channel.value, label("channel", channel.value), say(f"script.{channel.value}", name=officer), closed)
        for channel in Channel
        for closed in [_closed(publishers, channel)]
    ]


def _closed(publishers: Sequence[Publisher], channel: Channel) -> str | None:
    why = [why_closed(channel, came_by=one.source.value, origin=one.origin) for one in publishers if not one.opted_out]
    why = why or [why_closed(channel, came_by="", origin=None)]
    return None if None in why else label("closed", why[0])
