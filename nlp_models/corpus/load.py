"""Labelled rows with their texts. The text of a real post is joined by id from a stream file outside the repository."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
REAL_LABELS, COMPOSED = FOLDER / "real_labels.jsonl", FOLDER / "composed.jsonl"
_PROJECT = FOLDER.parent.parent
_STREAM = "../shared/data/real_stream.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One post after labels.md.

    `origin`: real, composed or verdict. `how`: the round in which a real row was chosen, the composer, or the committee's
    act. `agreed`: no second reader saw another kind. `source`: x, whatsapp, news, tip, desk; a real post is one of X.
    `place`, `household_size`: of composed posts only; nobody read them out of real ones.
    """

    id: str
    text: str
    kind: str
    needs: tuple[str, ...]
    urgency: str
    voice: str
    programme: str | None
    doubts: tuple[str, ...]
    origin: str
    how: str
    agreed: bool
    dialect: str | None = None
    implied: bool = False
    source: str = "x"
    place: str | None = None
    household_size: int | None = None


class StreamMissing(FileNotFoundError):
    """The file with the texts of the real posts is not there; training needs it, serving does not."""


def stream_path(given: Path | None = None) -> Path:
    """`given`, else `DAMAN_REAL_STREAM`, else the shared folder beside the project. Raises StreamMissing."""
    path = given or _PROJECT / os.environ.get("DAMAN_REAL_STREAM", _STREAM)
    if not path.is_file():
        raise StreamMissing(f"no real stream at {path}: set DAMAN_REAL_STREAM to the file with the real posts")
    return path


def posts(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of a .jsonl or .jsonl.gz file, one row in memory at a time."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["id"], row["text"]


def composed() -> list[Labelled]:
    return [_labelled(row, row["text"], "composed", row["writer"]) for row in _rows(COMPOSED)]


def real(stream: dict[str, str]) -> list[Labelled]:
    """The labelled real rows whose text is in `stream`. Raises KeyError when a labelled id is missing there."""
    return [_labelled(row, stream[row["id"]], "real", row["round"]) for row in _rows(REAL_LABELS)]


def verdicts(path: Path) -> list[Labelled]:
    """Rows that committees labelled by their decisions: a file of `daman learning export`, texts and labels together.

    Raises OSError for a missing file and KeyError for a row that lacks a label.
    """
    return [_labelled(row, row["text"], "verdict", row["how"]) for row in _rows(path)]


def stream_texts(path: Path) -> dict[str, str]:
    """id → text of the stream, and of the small labelled file `real_dev.jsonl` beside it."""
    beside = path.parent / "real_dev.jsonl"
    return dict(posts(path)) | (dict(posts(beside)) if beside.is_file() else {})


def fingerprints() -> dict[str, str]:
    """sha256 of the two corpus files, for the manifest."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in (REAL_LABELS, COMPOSED)}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _labelled(row: dict[str, Any], text: str, origin: str, how: str) -> Labelled:
    return Labelled(
        row["id"], text, row["kind"], tuple(row["needs"]), row["urgency"], row["voice"], row["programme"],
        tuple(row["doubts"]), origin, how, row.get("second_kind", row["kind"]) == row["kind"],
        row.get("dialect"), bool(row.get("implied")), row.get("source") or "x", row.get("place"), row.get("household_size"),
    )  # fmt: skip
