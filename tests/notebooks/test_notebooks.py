"""Each notebook runs from top to bottom, shows its plots, defines nothing and is committed without outputs."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
_RUN = """
import sys, nbformat
from nbclient import NotebookClient
book = NotebookClient(nbformat.read(sys.argv[1], 4), timeout=300, kernel_name="python3").execute()
nbformat.write(book, sys.argv[2])
"""


def _code(path: Path) -> list[dict[str, Any]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_the_six_notebooks_are_there() -> None:
    assert [path.name[0] for path in NOTEBOOKS] == list("123456")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_plots(path: Path, tmp_path: Path) -> None:
    done = tmp_path / path.name
    here = os.environ | {"PYTHONPATH": str(ROOT), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, str(path), str(done)], cwd=ROOT, env=here, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3_000:]
    cells = _code(done)
    shown = sum("image/png" in output.get("data", {}) for cell in cells for output in cell["outputs"])
    assert shown == sum("plots." in "".join(cell["source"]).replace("import", "") for cell in cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs_and_defines_nothing(path: Path) -> None:
    for cell in _code(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(node, defined)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_opens_the_texts_of_real_posts(path: Path) -> None:
    said = "".join("".join(cell["source"]) for cell in _code(path))
    assert not [door for door in ("stream_texts", "stream_path", "load.real(", "posts(") if door in said]
