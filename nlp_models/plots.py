"""The plots of notebooks/. English words only, one hue, units on the axes. Nothing that serves imports this.

Each function gives a closed figure, which a notebook shows once, as the value of its cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nlp_models.agreement import Counts

INK, PALE = "#1b5e7a", "#b9cfd8"


def bars(counts: Mapping[str, float], *, title: str, unit: str) -> Figure:
    """One bar a name, the longest on top, its number at the end."""
    named = sorted(counts.items(), key=lambda pair: pair[1])
    figure, axes = _frame(title, unit, height=1.2 + 0.34 * len(named))
    drawn = axes.barh([name for name, _ in named], [value for _, value in named], color=INK)
    axes.bar_label(drawn, fmt="{:,.0f}", padding=3)
    axes.margins(x=0.12)
    return figure


def confusion(counts: Counts, names: Sequence[str], *, title: str, rows: str, columns: str) -> Figure:
    """Counts in a grid; the shade is the share of the row, so that rare kinds are seen too."""
    figure, axes = _frame(title, columns, height=6.2)
    shares = counts / counts.sum(1, keepdims=True).clip(1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for i, line in enumerate(counts):
        for j, count in enumerate(line):
            axes.text(j, i, f"{count:,}", ha="center", va="center", color="white" if shares[i, j] > 0.6 else "black")
    axes.set_xticks(range(len(names)), names, rotation=30, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylabel(rows)
    return figure


def curves(parts: Sequence[Sequence[Sequence[float]]], *, title: str) -> Figure:
    """`parts`: for each copy of the model its (step, loss) points."""
    figure, axes = _frame(title, "optimiser step", height=4)
    for number, (part, style) in enumerate(zip(parts, ("-", "--", ":"), strict=False), 1):
        axes.plot([p[0] for p in part], [p[1] for p in part], style, color=INK, label=f"copy {number}")
    axes.set_ylabel("training loss (sum over the questions)")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    return figure


def trade(flagged: Sequence[float], recall: Sequence[float], served: tuple[float, float], *, title: str) -> Figure:
    """Recall against the posts that reach the queue; `served` is where the model's threshold stands."""
    figure, axes = _frame(title, "everyday posts flagged, per 10,000 read", height=4)
    axes.plot(flagged, recall, "o-", color=PALE, markerfacecolor=INK, label="measured")
    axes.plot(*served, "D", color="black", markersize=9, label="served threshold")
    axes.set_ylabel("recall of real cases")
    axes.legend(frameon=False, loc="lower right")
    return figure


def slices(found: Mapping[str, tuple[float, int | None]], *, title: str, unit: str) -> Figure:
    """name → (share, rows it was measured on); a whisker is the 95 % Wilson interval, absent where the rows are not known."""
    figure, axes = _frame(title, unit, height=1.2 + 0.34 * len(found))
    for y, (share, n) in enumerate(reversed(list(found.values()))):
        if n:
            axes.hlines(y, *wilson(share, n), color=PALE, linewidth=6)
        axes.plot(share, y, "o", color=INK)
    labels = [f"{name} ({n:,})" if n else name for name, (_, n) in found.items()]
    axes.set_yticks(range(len(found)), labels[::-1])
    axes.grid(axis="x", color="#e5e5e5")
    axes.set_axisbelow(True)
    return figure


def wilson(share: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share seen in `n` draws (Wilson 1927); 95 % at z = 1.96. Honest near 0 and 1, unlike ± 2 errors."""
    middle, spread = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    below = 1 + z * z / n
    return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)


def _frame(title: str, unit: str, height: float) -> tuple[Figure, Axes]:
    figure, axes = plt.subplots(figsize=(8, height), layout="constrained")
    plt.close(figure)
    axes.set_title(title, loc="left")
    axes.set_xlabel(unit)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes
