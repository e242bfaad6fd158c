"""What is served is small and whole: no training libraries, and every file that a page or a lexicon needs."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRAINING_ONLY = ("torch", "camel_tools", "transformers")


def loaded_after(program: str) -> list[str]:
    """The training libraries that a fresh interpreter holds after running `program`."""
    check = f"{program}; import sys; print([name for name in {TRAINING_ONLY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    return list(ast.literal_eval(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "program",
    [
        "import nlp_models",
        "import api.serve, detector.cli",
        "from detector.detection.service import reader; reader().read_many(['جارتنا ارملة وعندها ايتام ولا معها ايجار'])",
    ],
)
def test_serving_and_reading_need_no_training_library(program: str) -> None:
    assert loaded_after(program) == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built without a network."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", out, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    return zipfile.ZipFile(next(out.glob("*.whl")))


@pytest.mark.parametrize(
    ("folder", "suffixes"),
    [
        ("review_ui/templates", {".html"}),
        ("review_ui/static", {".css", ".js", ".svg", ".woff2"}),
        ("nlp_models/lexicons/data", {".csv"}),
        ("nlp_models/artifacts", {".json", ".skops"}),
        ("detector/migrations/versions", {".py"}),
        ("detector/demo/data", {".json", ".csv"}),
    ],
)
def test_the_wheel_holds_every_file_that_serving_reads(wheel: zipfile.ZipFile, folder: str, suffixes: set[str]) -> None:
    packed = set(wheel.namelist())
    wanted = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.suffix in suffixes}
    assert wanted
    assert wanted <= packed


def test_the_wheel_holds_no_tests_and_no_private_data(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops - {"detector", "nlp_models", "api", "review_ui"} == {t for t in tops if t.endswith(".dist-info")}
