"""One source, one folder or file; each yields items and says what does not fit. A source runs only while it is approved.

A source that *asks* (X, newspapers) is a `Connector`. What people *tell* us (the tip form, WhatsApp) is a tip, whatever the
reader says of it, and comes by `reports.tips`.
`detector.jobs.sources` runs all of them the same way: gate, month's budget, one transaction a batch with its cursors,
and a row that says how it went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from detector.reports.items import Item
from detector.reports.models import Source

Cursors = Mapping[str, Any]  # key → JSON value: where a source goes on, kept in rows of `source_cursor`
ReadsLeft = Callable[[], int]  # how many paid reads the month still has


@dataclass(frozen=True, slots=True)
class Grant:
    """What the valid approval allows: nothing but this is asked for. `scope` is by name, as in `reports.scope`."""

    scope: Mapping[str, Sequence[str]]
    approved_at: datetime  # what was published before it is not read, where nothing was asked for yet
    expires_at: datetime
    since: datetime  # the source has been approved without a break since then; a renewal opens no gap


@dataclass(frozen=True, slots=True)
class Batch:
    """What came in one go. Items and cursors are committed together, so a kill neither loses nor doubles anything.

    An empty batch is a sign of life: it lets the runner look at the gate again while nothing comes.
    """

    items: Sequence[Item] = ()
    cursors: Cursors = field(default_factory=dict)  # only those that moved
    reads: int = 0  # paid reads that it cost
    refused: int = 0  # came, but outside the scope or not readable


class Connector(Protocol):
    """One way in. `reads_per_month`: the cap of paid reads; None = reading costs nothing."""

    @property
    def source(self) -> Source: ...

    @property
    def reads_per_month(self) -> int | None: ...

    def fetch(self, grant: Grant, cursors: Cursors, left: ReadsLeft) -> Iterator[Batch]:
        """Batches until there is nothing more (a poll) or until the iterator is closed (a stream).

        Raises `DetectorError`s that say why it stopped: `ScopeEmpty`, `NotConfigured`, `Unavailable`, `BudgetSpent`.
        """
        ...
