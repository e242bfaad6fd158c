"""Colours can be told apart by tired eyes: WCAG 2.2 contrast of the tokens, in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import review_ui

TOKENS = (Path(review_ui.__file__).parent / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "sunk"), ("ink-soft", "paper"), ("ink-soft", "card"), ("ink-soft", "sunk"),
    ("green", "card"), ("green", "paper"), ("on-green", "green"), ("green-deep", "green-soft"), ("urgent", "card"),
    ("urgent", "urgent-soft"), ("amber", "amber-soft"), ("blue", "blue-soft"), ("ink", "mark-for"), ("ink", "mark-against"),
]  # fmt: skip
EDGES = [("line-strong", "card"), ("green", "card"), ("mark-for-edge", "card"), ("mark-against-edge", "card")]


def tokens(scheme: str) -> dict[str, str]:
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", LIGHT))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", DARK)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (EDGES, 3.0)])
def test_colours_that_meet_can_be_told_apart(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = tokens(scheme)
    faint = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < least} == {}
