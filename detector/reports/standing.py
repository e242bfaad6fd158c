"""How every source stands, for the supervisor's page and `daman sources list`: approval, last run, budget, rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.config import settings
from detector.reports.approvals import newest, why_off
from detector.reports.models import PaidReads, Source, SourceApproval, SourceCursor, SourceState
from detector.reports.state import month


@dataclass(frozen=True, slots=True)
class Standing:
    """`off`: why it may not run (none | expired | revoked), None when it may. `cap`: paid reads a month, None = unpaid."""

    source: Source
    approval: SourceApproval | None
    off: str | None
    state: SourceState | None
    rules: list[str]
    rules_since: datetime | None
    resting: list[tuple[str, str]]  # newspapers whose feed cannot be read: site, and why
    reads: int
    cap: int | None

    @property
    def is_spent(self) -> bool:
        return self.cap is not None and self.reads + 9 >= self.cap  # the least page of a search is ten posts

    def public(self) -> dict[str, Any]:
        """For a command's line: no scope, which names people's accounts."""
        state = self.state
        return {
            "source": self.source.value, "on": self.off is None, "why": self.off,
            "expires_at": _iso(self.approval.expires_at if self.approval else None),
            "taken": state.taken if state else 0, "refused": state.refused if state else 0,
            "last_taken_at": _iso(state.last_taken_at if state else None),
            "last_run_at": _iso(state.last_run_at if state else None),
            "last_error": state.last_error if state else None,
            "rules": len(self.rules), "reads": self.reads, "cap": self.cap,
        }  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def standings(session: Session) -> list[Standing]:
    """Every source, in the order of the enumeration."""
    states = {row.source: row for row in session.scalars(select(SourceState))}
    rules = {row.source: row for row in session.scalars(select(SourceCursor).where(SourceCursor.key == "rules"))}
    spent = {row.source: row.reads for row in session.scalars(select(PaidReads).where(PaidReads.month == month()))}
    feeds = session.scalars(select(SourceCursor.value).where(SourceCursor.key.startswith("feed:")))
    resting = sorted((feed["site"], feed["error"]) for feed in feeds if feed.get("error"))
    caps = {Source.X: settings().x_reads_per_month}
    found = []
    for source in Source:
        approval, rule = newest(session, source), rules.get(source)
        found.append(
            Standing(
                source=source,
                approval=approval,
                off=why_off(approval),
                state=states.get(source),
                rules=list(rule.value["rules"]) if rule else [],
                rules_since=rule.updated_at if rule else None,
                resting=resting if source is Source.NEWS else [],
                reads=spent.get(source, 0),
                cap=caps.get(source),
            )
        )
    return found
