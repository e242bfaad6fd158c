"""What is served is small and whole: no training libraries, and every file that a page or a lexicon needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRAINING_ONLY = ("torch", "camel_tools", "transformers")


def python(program: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("module", ["nlp_models", "api.serve", "detector.cli"])
def test_no_training_library_is_imported_by(module: str) -> None:
    said = python(f"import sys, {module}; print([name for name in {TRAINING_ONLY!r} if name in sys.modules])")
    assert said.splitlines()[-1] == "[]"


@pytest.mark.parametrize("module", ["detector.reports.models", "detector.reports.attachments", "detector.jobs.ingest"])
def test_every_row_knows_the_rows_that_it_points_to_wherever_it_is_imported_alone(module: str) -> None:
    """A process that takes files in does not import the rooms of the tip form, and must write its rows all the same."""
    table = (
        "[key.column for t in Base.metadata.tables.values() for key in t.foreign_keys if t.name.startswith('report')]"
    )
    assert "tip" in python(f"import {module}; from detector.places import models; from detector.staff import models; "
                           f"from detector.db import Base; print({table})")  # fmt: skip


WITHOUT = f"""
import sys

class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {TRAINING_ONLY!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NotInstalled())
"""


def test_a_machine_without_the_training_libraries_can_read() -> None:
    """Where they are installed skops walks through scikit-learn, which takes torch along; serving must not need it."""
    said = python(
        f"{WITHOUT}\nfrom detector.detection.service import reader\n"
        "print(reader().read_many(['جارتنا ارملة وعندها ايتام ولا معها ايجار'])[0].kind)"
    )
    assert said.splitlines()[-1] == "hardship_case"


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
