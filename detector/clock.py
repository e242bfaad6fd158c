"""The one clock. Times are stored and compared in UTC; pages show Riyadh time (review_ui.formats)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")


def now() -> datetime:
    return datetime.now(UTC)
