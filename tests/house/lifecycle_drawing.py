"""Draws docs/guide/lifecycles.md from the table: `python -m tests.house.lifecycle_drawing`."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from detector.cases import lifecycle
from detector.cases.lifecycle import MOVES, OPEN, Status

PAGE = Path(__file__).parents[2] / "docs/guide/lifecycles.md"

HEAD = """# The life of a case

Drawn from `detector/cases/lifecycle.py` by `python -m tests.house.lifecycle_drawing`; a test holds the two equal.
Every move is written down with who made it and why, and goes through one function (`cases.service.set_status`). Nothing
here moves by the reader's word: the program itself only gives back what was claimed and left, and puts payment issues on
the guidance track.
"""


def _meanings() -> dict[str, str]:
    """What the table's own comments say of each status."""
    return dict(re.findall(r'^    [A-Z_]+ = "(\w+)"(?:  # (.*))?$', inspect.getsource(lifecycle.Status), re.MULTILINE))


def draw() -> str:
    """The page: a state diagram of every legal move, and what each status means."""
    lines = [HEAD, "```mermaid", "stateDiagram-v2", "    [*] --> queued: a report was flagged, or a tip was read"]
    lines += ["    [*] --> guided: a payment issue"]
    lines += [f"    {now} --> {to}" for now in Status for to in sorted(MOVES[now], key=list(Status).index)]
    lines += [f"    {status} --> [*]" for status in Status if not MOVES[status]]
    lines += ["```", "", "| status | open | what it means |", "|---|---|---|"]
    for value, meaning in _meanings().items():
        lines.append(
            f"| `{value}` | {'yes' if Status(value) in OPEN else 'no'} | {meaning or value.replace('_', ' ')} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(draw(), encoding="utf-8")
