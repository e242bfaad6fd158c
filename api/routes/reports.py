"""Batches from ingestors that hold an API key."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Db, Machine
from detector.config import settings
from detector.jobs.pipeline import take_in
from detector.reports.items import BadRow, Item, item_of
from detector.reports.models import Source

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])


class Batch(BaseModel):
    """Rows of `{id, text, url?, published_at?, source?}`; each is checked by itself, so one bad row costs only itself."""

    reports: list[dict[str, Any]] = Field(min_length=1, max_length=1_000)


class Rejected(BaseModel):
    row: int
    code: str
    field: str | None
    reason: str | None


class Taken(BaseModel):
    received: int
    new: int
    duplicates: int
    flagged: int
    payment_issues: int
    cases_opened: int
    cases_joined: int
    rejected: list[Rejected]


def _rejected(row: int, error: BadRow) -> Rejected:
    return Rejected(row=row, code=error.code, field=error.facts.get("field"), reason=error.facts.get("why"))


@router.post("", status_code=202)
def hand_in(batch: Batch, db: Db, key: Machine) -> Taken:
    """Take a batch in through the whole pipeline, in one transaction. The source is the key's."""
    items: list[Item] = []
    row_of: dict[int, int] = {}
    rejected: list[Rejected] = []
    for row, given in enumerate(batch.reports, 1):
        try:
            item = item_of(given, limit=settings().max_text_chars)
        except BadRow as error:
            rejected.append(_rejected(row, error))
            continue
        row_of[id(item)] = row
        items.append(item)
    counts = take_in(db, Source(key.source), items)
    rejected += [_rejected(row_of[id(item)], error) for item, error in counts.clashes]
    return Taken(
        received=len(batch.reports),
        new=counts.new,
        duplicates=counts.duplicates,
        flagged=counts.flagged,
        payment_issues=counts.payment_issues,
        cases_opened=counts.cases_opened,
        cases_joined=counts.cases_joined,
        rejected=rejected,
    )
