"""The supervisor's numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import ReadDb, Signed
from detector.dashboard.queries import overview

router = APIRouter(prefix="/api/v1/dashboard", tags=["dashboard"])


@router.get("")
def read(db: ReadDb, actor: Signed, days: Annotated[int, Query(ge=1, le=90)] = 30) -> dict[str, Any]:
    """Funnel, backlog by office, time to visit, precision by source: in the caller's scope, from the fact tables."""
    return asdict(overview(db, actor, days=days))
