"""Routes of a campaign: 200 stops, 4 teams, 5 days, over invented villages around Riyadh."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import Any

from detector.config import settings
from detector.visits.campaigns.distances import by_air
from detector.visits.campaigns.pauses import pauses, spans
from detector.visits.campaigns.solver import solve
from detector.visits.campaigns.timetable import parts_of
from detector.visits.campaigns.tour import Point, Problem, Span, Stop, Team

STOPS, VILLAGES, TEAMS, DAYS = 200, 90, 4, 5
OFFICE = Point(24.71, 46.68)
HOURS, SERVICE = Span(8 * 3600, 17 * 3600), 30 * 60


def campaign() -> dict[str, Any]:
    """Seconds of the search, and kilometres against the order of the queue."""
    chance = random.Random(14)
    points = [OFFICE] + [
        Point(OFFICE.lat + chance.gauss(0, 0.6), OFFICE.lon + chance.gauss(0, 0.6)) for _ in range(VILLAGES)
    ]
    stops = [Stop(n, chance.randint(1, VILLAGES), urgent=n % 12 == 0, needs_woman=n % 3 == 0) for n in range(STOPS)]
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(DAYS)]
    rests = pauses(days, OFFICE, day=HOURS, prayer_minutes=settings().campaign_prayer_minutes)
    teams = [Team(with_woman=n != 0) for n in range(TEAMS)]
    problem = Problem(stops, by_air(points), teams, DAYS, parts_of(HOURS, spans(rests)), SERVICE)
    started = time.perf_counter()
    plan = solve(problem, seconds=settings().campaign_solver_seconds)
    return {
        "figure": "campaign", "stops": STOPS, "teams": TEAMS, "days": DAYS,
        "seconds": round(time.perf_counter() - started, 1), "left_over": len(plan.left_over),
        "km": round(plan.metres / 1000), "naive_km": round(plan.naive_metres / 1000), "naive_days": plan.naive_days,
        "saved": round(1 - plan.metres / max(plan.naive_metres, 1), 3),
    }  # fmt: skip
