"""Importing the workshop costs nothing, and serving never needs what training needs."""

from __future__ import annotations

import json
import subprocess
import sys

_HEAVY = ("sklearn", "torch", "transformers", "camel_tools", "matplotlib")


def _brought_in(statement: str) -> set[str]:
    code = f"import json, sys; {statement}; print(json.dumps([m for m in {_HEAVY!r} if m in sys.modules]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout))


def test_importing_the_workshop_brings_in_no_heavy_library() -> None:
    assert _brought_in("import nlp_models") == set()


def test_reading_a_text_needs_neither_torch_nor_camel_tools() -> None:
    assert _brought_in("import nlp_models; nlp_models.load().read('ضمان')") <= {"sklearn"}
