"""How many families are missed in ten thousand posts that were not flagged, by what readers of the audit said.

Every unflagged post has the same chance of being sampled, so a share of the sample is a share of the stream. By source
and region, never by dialect: a dialect would say who somebody is, so it is not stored and nothing can be counted by it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detector.learning.interval import Share, share
from detector.learning.lifecycle import AuditState
from detector.learning.models import AuditVerdict
from detector.staff.permissions import May
from detector.staff.scope import Actor

PER = 10_000
_FOUND = (AuditState.MISSED, AuditState.OPENED)
_SETTLED = (AuditState.NO_CASE, *_FOUND)


@dataclass(frozen=True, slots=True)
class Estimate:
    """`open`: a first reader said case and nobody read it second; they count neither way, so the truth may lie higher."""

    total: Share | None
    open: int
    since: datetime | None
    by_source: dict[str, Share]
    by_region: dict[str, Share]  # "": the text names no place


def estimate(session: Session, actor: Actor) -> Estimate:
    """Of all that was ever read. Counts of the whole Kingdom: no family can be told from them."""
    actor.must(May.READ_DASHBOARD)
    by = (AuditVerdict.state, AuditVerdict.source, AuditVerdict.region_code)
    found: dict[str, Counter[str]] = {"total": Counter(), "source": Counter(), "region": Counter()}
    settled: dict[str, Counter[str]] = {"total": Counter(), "source": Counter(), "region": Counter()}
    unsettled = 0
    for state, source, region, count in session.execute(select(*by, func.count()).group_by(*by)):
        unsettled += count if state is AuditState.SUSPECTED else 0
        for group, key in (("total", ""), ("source", source.value), ("region", region or "")):
            settled[group][key] += count if state in _SETTLED else 0
            found[group][key] += count if state in _FOUND else 0

    def shares(group: str) -> dict[str, Share]:
        of = {key: share(found[group][key], n) for key, n in sorted(settled[group].items())}
        return {key: one for key, one in of.items() if one is not None}

    return Estimate(
        total=shares("total").get(""),
        open=unsettled,
        since=session.scalar(select(func.min(AuditVerdict.first_at))),
        by_source=shares("source"),
        by_region=shares("region"),
    )
