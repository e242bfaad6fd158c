"""Keeping what the reader said."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Protocol

from sqlalchemy.orm import Session

import nlp_models
from detector.clock import now
from detector.config import settings
from detector.detection.models import Detection
from detector.reports.models import Report
from nlp_models.types import Prediction


class Reader(Protocol):
    """What the house needs of a model."""

    @property
    def name(self) -> str: ...  # name@version

    def read_many(self, texts: list[str], *, handed_in: bool = False) -> list[Prediction]: ...


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The served model, loaded once per process."""
    return nlp_models.load(settings().model or None)


def write(session: Session, report: Report, said: Prediction) -> Detection:
    """The detection row of a reading."""
    row = Detection(
        report_id=report.id,
        model=said.model,
        kind=said.kind,
        kinds=said.kinds,
        hardship=said.hardship,
        flagged=said.flagged,
        needs=list(said.needs),
        urgency=said.urgency,
        voice=said.voice,
        programme=said.programme,
        doubts=list(said.doubts),
        place=said.place.public() | {"governorate": said.place.governorate} if said.place else None,
        household_size=said.household_size,
        evidence=[asdict(e) for e in said.evidence],
        counter_evidence=[asdict(e) for e in said.counter_evidence],
        detected_at=now(),
    )
    session.add(row)
    return row
