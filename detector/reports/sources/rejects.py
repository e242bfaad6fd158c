"""Rows of a file that could not be taken, written beside it with the reason."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from detector.errors import DetectorError


class Rejects:
    """Writes `<file>.rejected.jsonl` beside the file, or in the working folder where that one is read-only."""

    def __init__(self, path: Path) -> None:
        folder = path.parent if os.access(path.parent, os.W_OK) else Path()
        self.path = folder / f"{path.name}.rejected.jsonl"
        self.first: tuple[int, DetectorError] | None = None
        self.count = 0
        self._file: Any = None

    def add(self, number: int, error: DetectorError, raw: Any) -> None:
        self.first = self.first or (number, error)
        self.count += 1
        self._file = self._file or self.path.open("w", encoding="utf-8", errors="backslashreplace")
        line = {"row": number, "code": error.code, "field": error.facts.get("field"), "reason": error.facts.get("why")}
        self._file.write(json.dumps(line | {"given": raw}, ensure_ascii=False, default=str) + "\n")

    def close(self) -> None:
        if self._file:
            self._file.close()
