"""Bring the readers' labels and the composers' posts into the two corpus files.

    python -m nlp_models.corpus.assemble --labels LABEL.jsonl … --composed POSTS.jsonl …

Run it again when there is more: the files are written whole, sorted by id. A label file is named after its reader and
may start with its round (`r2_batch1`); a later file never overrides an earlier one, and what a second reader said of a
row is kept as `second_kind`. The text of a real post is refused: only labels may enter the repository.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from nlp_models.corpus.load import COMPOSED, REAL_LABELS
from nlp_models.types import DOUBTS, KINDS, NEEDS, PROGRAMMES, URGENCIES, VOICES

_LABELS = ("kind", "needs", "urgency", "voice", "programme", "doubts", "dialect", "implied")
_ALLOWED = {"kind": KINDS, "urgency": URGENCIES, "voice": VOICES, "programme": (*PROGRAMMES, None)}


def real_rows(first: Sequence[Path], second: Sequence[Path] = (), trusted: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """`first`: files of the first readers; `second`: second opinions; `trusted`: files that came with labels and texts."""
    opinions = {row["id"]: row["kind"] for path in second for row in _read(path)}
    rows: dict[str, dict[str, Any]] = {}
    for path in (*first, *trusted):
        for row in _read(path):
            label = _checked(row, path) | _provenance(path, path in trusted)
            if row["id"] in opinions:
                label["second_kind"] = opinions[row["id"]]
            if "first_kind" in row:  # the two readers differed and a third decided: `kind` is what the third said
                label["first_kind"] = row["first_kind"]
            rows.setdefault(row["id"], {"id": row["id"]} | label)
    return [rows[id] for id in sorted(rows)]


def composed_rows(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Composed posts; the id is made of the text, so that a post that stands twice is kept once."""
    rows: dict[str, dict[str, Any]] = {}
    for path in paths:
        for row in _read(path):
            id = f"composed-{sha256(row['text'].encode()).hexdigest()[:12]}"
            more = {key: row.get(key) for key in ("place", "household_size", "source", "pair")}
            rows.setdefault(id, {"id": id, "text": row["text"]} | _checked(row, path) | more | {"writer": path.stem})
    return [rows[id] for id in sorted(rows)]


def _provenance(path: Path, trusted: bool) -> dict[str, str]:
    if trusted:
        return {"round": "given", "reader": "given"}
    start, _, rest = path.stem.partition("_")
    return {"round": start if rest else "r1", "reader": rest or start}


def _checked(row: dict[str, Any], path: Path) -> dict[str, Any]:
    """The labels of a row. Raises ValueError, naming file, row and field, for a label outside the scheme."""
    labels: dict[str, Any] = {name: row.get(name) for name in _LABELS}
    labels |= {name: sorted(row.get(name) or []) for name in ("needs", "doubts")}
    labels["implied"] = bool(row.get("implied"))
    for name, allowed in _ALLOWED.items():
        if labels[name] not in allowed:
            raise ValueError(f"{path.name}: {row.get('id', row.get('text', ''))[:40]}: {name} {labels[name]!r}")
    for name, several in (("needs", NEEDS), ("doubts", DOUBTS)):
        if unknown := set(labels[name]) - set(several):
            raise ValueError(f"{path.name}: {row.get('id', row.get('text', ''))[:40]}: {name} {sorted(unknown)}")
    return labels


def _read(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("labels", "second", "trusted", "composed"):
        parser.add_argument(f"--{name}", nargs="*", type=Path, default=[])
    given = parser.parse_args()
    if given.labels or given.trusted:
        _write(REAL_LABELS, real_rows(given.labels, given.second, given.trusted))
    if given.composed:
        _write(COMPOSED, composed_rows(given.composed))


if __name__ == "__main__":
    main()
