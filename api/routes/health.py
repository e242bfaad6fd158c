"""Is the process up, and can it work?"""

from __future__ import annotations

from fastapi import APIRouter

from detector.config import settings
from detector.detection.service import reader
from detector.migrations.run import require_current

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    return {"status": "up"}


@router.get("/readyz")
def readyz() -> dict[str, str]:
    """Keys, database, migrations and model; an error with its code when one is missing."""
    settings().require_keys()
    require_current(settings().database_url)
    return {"status": "ready", "model": reader().name}
