"""The arrows between packages, the size of files, and what may not stand in any of them."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("detector", "nlp_models", "api", "review_ui")
OUTSIDE = re.compile(r"""(?:src|href|action|url|@import|from|fetch)\s*[=(]?\s*["'(]?\s*(?:https?:)?//[\w.-]+""")


def modules(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from (p for p in (ROOT / package).rglob("*.py") if "migrations/versions" not in p.as_posix())


def committed() -> Iterator[Path]:
    """Text files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        path = ROOT / name
        if path.is_file() and b"\0" not in path.read_bytes()[:8_000]:
            yield path


def test_the_arrows_between_packages_hold() -> None:
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_stay_small() -> None:
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in modules(*OURS)}
    sizes = sorted(lengths.values())
    assert not [str(path) for path, size in lengths.items() if size >= 400]
    assert statistics.median(sizes) <= 80
    assert sizes[int(len(sizes) * 0.9)] <= 200


def test_no_module_is_named_after_nothing() -> None:
    vague = {"helpers", "helper", "manager", "common", "utils", "util", "misc"}
    assert not [path for path in modules(*OURS, "tests") if path.stem in vague or path.parent.name in vague]


def test_no_tracked_file_names_a_machine_or_a_package_registry() -> None:
    """Paths of one developer's machine and hosts of registries have no meaning elsewhere."""
    machine = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|opt|Users/\w+)/[\w.]")
    registry = re.compile(
        r"(?:pypi\.org|pythonhosted|npmjs|registry\.\w+\.(?:org|com)|jsdelivr|unpkg|deb\.debian\.org)"
    )
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in committed()
        if path != Path(__file__) and "vendor" not in path.parts and path.suffix != ".jsonl"
        for pattern in (machine, registry)
        for hit in pattern.finditer(path.read_text("utf-8", "replace"))
    ]
    assert not found


def test_pages_and_styles_load_nothing_from_outside() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for folder in ("templates", "static")
        for path in (ROOT / "review_ui" / folder).rglob("*")
        if path.suffix in (".html", ".css", ".js", ".svg") and "vendor" not in path.parts
        for hit in OUTSIDE.finditer(path.read_text(encoding="utf-8"))
        if "www.w3.org" not in hit[0]  # the namespace of SVG is a name, not an address
    ]
    assert not found


def test_only_the_demo_may_move_the_clock() -> None:
    """A service that could set its clock could back-date the journal."""
    moving = re.compile(r"clock import[^\n]*\bat\b|clock\.at\(")
    movers = {path.parent.name for path in modules(*OURS) if moving.search(path.read_text(encoding="utf-8"))}
    assert movers <= {"demo"}
