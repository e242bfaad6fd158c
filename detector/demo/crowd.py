"""A crowd of open cases without reports or people, to measure a long queue."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from detector.cases.lifecycle import Status
from detector.cases.models import Case
from detector.clock import now
from detector.places.models import Governorate
from detector.review_queue.priority import priority, rank
from nlp_models.types import NEEDS, URGENCIES

CHUNK = 5_000


def fill(session: Session, count: int) -> int:
    """Add `count` queued cases over all governorates; returns the office that has the most of them."""
    chance = random.Random(5)
    homes = [
        (g.office_id, g.region_code, g.name)
        for g in session.scalars(select(Governorate).where(Governorate.office_id.is_not(None)))
    ]
    made = (_case(chance, number, homes) for number in range(1, count + 1))
    while chunk := list(islice(made, CHUNK)):
        session.execute(insert(Case), chunk)
    offices = [office for office, *_ in homes if office is not None]
    return max(set(offices), key=offices.count)


def _case(chance: random.Random, number: int, homes: list[tuple[int | None, str, str]]) -> dict[str, Any]:
    office, region, place = chance.choice(homes)
    opened = now() - timedelta(minutes=chance.uniform(0, 60 * 24 * 90))
    needs = chance.sample(NEEDS, k=chance.randint(1, 4))
    size = chance.choice((None, 3, 5, 8))
    urgency, hardship = chance.choice(URGENCIES), chance.uniform(0.5, 1)
    found = priority(
        needs=needs, urgency=urgency, household_size=size, reports_count=1, doubts=[], hardship=hardship,
        kind="hardship_case",
    )  # fmt: skip
    return {
        "number": f"D-26-{number:06d}", "status": Status.QUEUED, "status_since": opened, "kind": "hardship_case",
        "office_id": office, "region_code": region, "place_name": place, "needs": needs, "doubts": [], "urgency": urgency,
        "household_size": size, "hardship": hardship, "reports_count": 1, "opened_at": opened, "lane": found.lane,
        "rank": rank(found.points, opened), "version": 1,
        "priority": {
            "parts": [{"name": p.name, "points": p.points, "why": p.why} for p in found.parts], "points": found.points,
        },
    }  # fmt: skip
