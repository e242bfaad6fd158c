"""The model card: what the model is for, what it was trained on, what it reaches, where it fails. Written at training."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlp_models import store
from nlp_models.thresholds import deployed_precision

FOLDER = Path(__file__).parent / "cards"
CASE_RATE = 0.001  # hardship cases in the real stream, by reading

_INTENDED = """\
Reads one Arabic post, message or tip and says what kind of report it is. A flag puts a text before a person; it decides
nothing. It is not for scoring people, not for eligibility, and not for finding beggars or debtors."""
_LIMITS = """\
- Trained on few real cases; composed posts stand in for the rest, and those of the same author's style help little.
- A hardship that is only implied, a picture, and Arabizi are missed more often than a plain plea.
- Payment issues and questions are learned from composed posts nearly alone: their figures on real posts are unknown.
- Long first-person stories of everyday life are the commonest false alarms.
- A dialect is never a reason for or against a flag; recall by dialect is not yet measured on real posts."""


def write(manifest: Mapping[str, Any], folder: Path = FOLDER) -> Path:
    """The card of a manifest as markdown, named `recipe@version.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{manifest['model']}.md"
    path.write_text(text(manifest), encoding="utf-8")
    return path


def write_for(name: str | None = None, folder: Path = FOLDER) -> Path:
    """The card of a stored model, the served one without a name. Raises `store.ModelRefused`."""
    manifest = json.loads((store.folder(name) / "manifest.json").read_text(encoding="utf-8"))
    return write(manifest, folder)


def text(manifest: Mapping[str, Any]) -> str:
    threshold, rows, figures = manifest["threshold"], manifest["rows"], manifest["figures"]
    precision = deployed_precision(threshold["recall"], threshold["false_alarms"], CASE_RATE)
    recall = " / ".join(f"{v:.2f}" for v in figures["recall_at_false_alarms"].values())
    return f"""# {manifest["model"]}

{_INTENDED}

## Data
{rows["real"]:,} real posts labelled by reading (ids only in the repository), {rows["composed"]:,} composed posts, and
{rows["everyday"]:,} posts of the stream that nobody read, as weak examples of everyday talk. See corpus/DATA_STATEMENT.md.

## Figures
Real posts, each read by a model that had not seen it or a near-duplicate of it (five folds).

| figure | all labelled real posts | look-alikes |
|---|---|---|
{_table(figures["all_real"], figures["look_alikes"])}
| calibration error (15 bins) | {figures["ece_all_real"]:.3f} | {figures["ece_look_alikes"]:.3f} |

Recall of real cases at 0.1 / 0.5 / 1 % false alarms on everyday posts: **{recall}**.

## Threshold
`{threshold["sentence"]}` → {threshold["value"]:.4f}: recall {threshold["recall"]:.2f}, false alarms
{threshold["false_alarms"]:.4f}. At {CASE_RATE:.1%} cases in the stream, {precision:.0%} of what is flagged is a case.

## Limits
{_LIMITS}

## Made with
{", ".join(f"{name} {number}" for name, number in manifest["libraries"].items())} · sha256 {manifest["sha256"][:16]}…
"""


def _table(everything: Mapping[str, Any], close: Mapping[str, Any]) -> str:
    return "\n".join(f"| {name} | {_number(value)} | {_number(close[name])} |" for name, value in everything.items())


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
