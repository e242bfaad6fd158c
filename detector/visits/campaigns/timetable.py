"""The clock of a team's day: drives may be broken by a pause, a visit may not. Pure.

Pauses are cut out of the day: `worked` counts the seconds worked since its beginning. On that axis a drive simply goes on
after a pause, and a visit lies wholly between two cuts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from detector.visits.campaigns.tour import Call, Problem, Round, Span, Stop


def parts_of(day: Span, pauses: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `day` when the pauses are taken out, in order."""
    parts: list[Span] = []
    start = day.start
    for pause in sorted(pauses):
        if pause.start > start:
            parts.append(Span(start, min(pause.start, day.end)))
        start = max(start, pause.end)
        if start >= day.end:
            break
    if start < day.end:
        parts.append(Span(start, day.end))
    return tuple(part for part in parts if part.start < part.end)


def worked_spans(parts: Sequence[Span]) -> tuple[Span, ...]:
    """The same parts on the axis of seconds worked: each begins where the one before ends."""
    spans: list[Span] = []
    at = 0
    for part in parts:
        spans.append(Span(at, at + part.end - part.start))
        at = spans[-1].end
    return tuple(spans)


def clock(parts: Sequence[Span], worked: int, *, begins: bool) -> int:
    """The time of day after `worked` seconds. On a cut, what begins does so after the pause; what ends, before it."""
    for part, span in zip(parts, worked_spans(parts), strict=True):
        if worked < span.end or (worked == span.end and not begins):
            return part.start + worked - span.start
    return parts[-1].end + worked - worked_spans(parts)[-1].end


def round_of(problem: Problem, stops: Sequence[Stop], *, day: int, team: int) -> Round | None:
    """The day of a team that visits `stops` in this order; None when it does not come back in time."""
    spans = worked_spans(problem.parts)
    calls: list[Call] = []
    place = now = metres = 0
    for stop in stops:
        arrived = now + int(problem.roads.seconds[place, stop.place])
        begun = next((max(arrived, s.start) for s in spans if max(arrived, s.start) + problem.service <= s.end), None)
        if begun is None:
            return None
        now = begun + problem.service
        leg = int(problem.roads.metres[place, stop.place])
        at_door, leaves = clock(problem.parts, begun, begins=True), clock(problem.parts, now, begins=False)
        calls.append(Call(stop, at_door, leaves, leg))
        place, metres = stop.place, metres + leg
    now += int(problem.roads.seconds[place, 0])
    if not spans or now > spans[-1].end:
        return None
    return Round(
        day, team, tuple(calls), clock(problem.parts, now, begins=False), metres + int(problem.roads.metres[place, 0])
    )


def in_listed_order(problem: Problem, stops: Sequence[Stop]) -> Iterator[Round]:
    """The naive plan: each team takes the next stop of the list while it can be home in time; days as many as it takes.

    A stop that no day can hold is left out.
    """
    waiting = [stop for stop in stops if round_of(problem, [stop], day=0, team=0) is not None]
    for number in count():
        if not waiting:
            return
        taken, last = 1, None
        while taken <= len(waiting):
            day, team = divmod(number, len(problem.teams))
            made = round_of(problem, waiting[:taken], day=day, team=team)
            if made is None:
                break
            last, taken = made, taken + 1
        assert last is not None  # one stop alone fits, or it would not wait here
        yield last
        waiting = waiting[len(last.calls) :]
