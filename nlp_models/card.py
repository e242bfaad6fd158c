"""The model card: what the model is for, what it was trained on, what it reaches, where it fails. Written at training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp_models import store
from nlp_models.thresholds import deployed_precision

FOLDER = Path(__file__).parent / "cards"
CASE_RATE = 0.0005  # hardship cases in the real stream: 61 found in 139,626 posts, and some will have been missed

_INTENDED = """\
Reads one Arabic post, message or tip and says what kind of report it is. A flag puts a text before a person; it decides
nothing. It is not for scoring people, not for eligibility, and not for finding beggars or debtors."""
_LIMITS = """\
- Trained on few real cases; composed posts stand in for the rest, and those of the same author's style help little.
- A hardship that is only implied, a picture, and Arabizi are missed more often than a plain plea.
- Payment issues and questions are learned from composed posts nearly alone: their figures on real posts are unknown.
- Long first-person stories of everyday life are the commonest false alarms.
- A dialect is never a reason for or against a flag; the slices below say how well each is read."""
_COMPOSED_ONLY = """\
- **Trained on composed posts alone**, for deployments that may not use public posts. The real posts were only measured on:
  compare the figures with those of the model that had learned from them."""


def write(manifest: Mapping[str, Any], folder: Path = FOLDER) -> Path:
    """The card of a manifest as markdown, named `recipe@version.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{manifest['model']}.md"
    path.write_text(text(manifest), encoding="utf-8")
    return path


def write_for(name: str | None = None, folder: Path = FOLDER) -> Path:
    """The card of a stored model, the served one without a name. Raises `store.ModelRefused`."""
    return write(store.manifest_of(store.folder(name)), folder)


def text(manifest: Mapping[str, Any]) -> str:
    threshold, rows, figures = manifest["threshold"], manifest["rows"], manifest["figures"]
    precision = deployed_precision(threshold["recall"], threshold["false_alarms"], CASE_RATE)
    recall = " / ".join(f"{v:.2f}" for v in figures["recall_at_false_alarms"].values())
    limits = _LIMITS if rows["real"] else f"{_COMPOSED_ONLY}\n{_LIMITS}"
    return f"""# {manifest["model"]}

{_INTENDED}

## Data
{rows["real"]:,} real posts labelled by reading (ids only in the repository), {rows["composed"]:,} composed posts,
{rows["verdicts"]:,} verdicts of committees, and {rows["everyday"]:,} posts of the stream that nobody read, as weak
examples of everyday talk. See corpus/DATA_STATEMENT.md.

## Figures
Each post was read by a model that had not seen it, nor a near-duplicate of it, nor any post of its composer (three parts).

| figure | all labelled real posts | look-alikes | composed posts |
|---|---|---|---|
{_table(figures["all_real"], figures["look_alikes"], figures["composed"])}
| calibration error (15 bins) | {figures["ece_all_real"]:.3f} | {figures["ece_look_alikes"]:.3f} | |

Recall of real cases at 0.1 / 0.5 / 1 % false alarms on everyday posts: **{recall}**.

## Threshold
`{threshold["sentence"]}` → {threshold["value"]:.4f}: recall {threshold["recall"]:.2f}, false alarms
{threshold["false_alarms"]:.4f}. At {CASE_RATE:.2%} cases in the stream, {precision:.0%} of what is flagged is a case.
{_parts(manifest)}
## Slices
Recall of cases at the threshold, and accuracy of kind, where there are ten cases or more.

| slice | cases | recall | kind |
|---|---|---|---|
{_slices(figures["slices"])}

## Where it fails
The plainest misses and false alarms on posts it had not seen; real posts by id only.

{_failures(figures["failures"])}

## Limits
{limits}

## Made with
{", ".join(f"{name} {number}" for name, number in manifest["libraries"].items())} · sha256 {_hashes(manifest["files"])}
"""


def _parts(manifest: Mapping[str, Any]) -> str:
    if "gate" not in manifest:
        return ""
    share = ", ".join(f"{question} {value:.1f}" for question, value in manifest["share"].items())
    return f"""
## Parts
A post goes on to the transformer ({manifest["encoder"]["base"]}) from a linear promise of {manifest["gate"]:.4f}. How much the
transformer then counts: {share}.
"""


def _table(*columns: Mapping[str, Any]) -> str:
    names = dict.fromkeys(name for column in columns for name in column)
    return "\n".join(f"| {name} | " + " | ".join(_number(c.get(name)) for c in columns) + " |" for name in names)


def _slices(found: Mapping[str, Mapping[str, float]]) -> str:
    return "\n".join(
        f"| {name} | {s['cases']:,} | {s['recall']:.3f} | {s['kind_accuracy']:.3f} |" for name, s in found.items()
    )


def _failures(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    told = {"missed": "Missed", "false_alarms": "False alarm"}
    return "\n".join(
        f"- {told[name]} ({row['kind']}, {row['hardship']:.3f}): {row.get('text') or row['id']}".replace("\n", " ")
        for name, rows in found.items()
        for row in rows
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _hashes(files: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {digest[:12]}…" for name, digest in files.items())
