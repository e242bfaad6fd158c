"""Routes by PyVRP: which team visits whom on which day, with the fewest kilometres. See docs/decisions/0014."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import numpy as np

from detector.errors import DetectorError
from detector.visits.campaigns.timetable import in_listed_order, round_of, worked_spans
from detector.visits.campaigns.tour import Plan, Problem, Round, Stop

# Metres that a visit is worth. More than the longest detour of a day: a stop is left over only when no day holds it.
WORTH, WORTH_URGENT = 2_000_000, 4_000_000
NEVER = 10**9  # seconds: longer than any day
PATIENCE = 2_000  # rounds of the search without a shorter plan


class SolverMissing(DetectorError):
    """This installation came without the route solver: `pip install daman-friend[routes]`."""

    code, status = "V333", 503


def _pyvrp() -> ModuleType:
    try:
        return import_module("pyvrp")
    except ModuleNotFoundError as error:
        raise SolverMissing() from error


def solve(problem: Problem, *, seconds: float, seed: int = 0) -> Plan:
    """The shortest plan found within `seconds`. Raises `SolverMissing`."""
    orders = _orders(problem, seconds, seed) if problem.stops else []
    rounds = _on_days(problem, orders)
    served = {call.stop.key for one in rounds for call in one.calls}
    visited = [stop for stop in problem.stops if stop.key in served]
    naive = tuple(in_listed_order(problem, visited))
    return Plan(
        rounds=rounds,
        left_over=tuple(stop for stop in problem.stops if stop.key not in served),
        metres=sum(one.metres for one in rounds),
        naive_metres=sum(one.metres for one in naive),
        naive_days=max((one.day + 1 for one in naive), default=0),
    )


def _orders(problem: Problem, seconds: float, seed: int) -> list[tuple[bool, list[Stop]]]:
    """The stops of each team's day in order, and whether that team has a woman on it.

    A pause cuts the day: a stop is then one client for each part of the day, of which at most one is visited.
    """
    vrp = _pyvrp()
    model = vrp.Model()
    # A place is two locations: one for households that only a team with a woman may visit.
    count = len(problem.roads.metres)
    places = [model.add_location(0, 0) for _ in range(2 * count)]
    office = model.add_depot(places[0])
    spans = worked_spans(problem.parts)
    end = spans[-1].end if spans else 0
    stop_of: list[Stop] = []
    for stop in problem.stops:
        fitting = [span for span in spans if span.end - span.start >= problem.service]
        group = model.add_client_group(required=False) if len(fitting) > 1 else None
        for span in fitting:
            model.add_client(
                places[stop.place + count * stop.needs_woman], service_duration=problem.service,
                tw_early=span.start, tw_late=span.end - problem.service, required=False, group=group,
                prize=WORTH_URGENT if stop.urgent else WORTH,
            )  # fmt: skip
            stop_of.append(stop)
    kinds = [with_woman for with_woman in (True, False) if any(t.with_woman is with_woman for t in problem.teams)]
    for with_woman in kinds:
        model.add_vehicle_type(
            sum(team.with_woman is with_woman for team in problem.teams) * problem.days,
            start_depot=office, end_depot=office, tw_early=0, tw_late=end, profile=model.add_profile(),
        )  # fmt: skip
    if not stop_of:
        return []
    metres, seconds_ = np.tile(problem.roads.metres, (2, 2)), np.tile(problem.roads.seconds, (2, 2))
    barred = seconds_.copy()
    barred[:, count:] = NEVER
    np.fill_diagonal(barred, 0)
    data = model.data().replace(
        distance_matrices=[metres for _ in kinds],
        duration_matrices=[seconds_ if with_woman else barred for with_woman in kinds],
    )
    stop = vrp.stop.MultipleCriteria([vrp.stop.MaxRuntime(seconds), vrp.stop.NoImprovement(PATIENCE)])
    best = vrp.solve(data, stop, seed=seed, collect_stats=False, display=False).best
    return [
        (kinds[route.vehicle_type()], [stop_of[visit.idx] for visit in route.schedule() if visit.is_client()])
        for route in best.routes()
    ]


def _on_days(problem: Problem, orders: Sequence[tuple[bool, list[Stop]]]) -> tuple[Round, ...]:
    """Give each order of stops a day and a team; the rounds with the most urgent stops go first."""
    free = {
        with_woman: [
            (day, team)
            for day in range(problem.days)
            for team, one in enumerate(problem.teams)
            if one.with_woman is with_woman
        ]
        for with_woman in (True, False)
    }
    rounds: list[Round] = []
    for with_woman, stops in sorted(orders, key=lambda order: -sum(stop.urgent for stop in order[1])):
        if not stops:
            continue
        day, team = free[with_woman].pop(0)
        made = round_of(problem, stops, day=day, team=team)
        if made is not None:  # the solver may hand back a plan that breaks a limit; such a round is not kept
            rounds.append(made)
    return tuple(sorted(rounds, key=lambda one: (one.day, one.team)))
