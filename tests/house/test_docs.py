"""What can be called, set or met has its line in the guide."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from typer.main import get_command

from detector.config import Settings
from detector.defer import Job
from detector.errors import DetectorError
from tests.house.lifecycle_drawing import PAGE, draw

GUIDE = Path(__file__).parents[2] / "docs/guide"
PACKAGES = ("detector", "api", "review_ui")


def rows(page: str) -> dict[str, list[str]]:
    """The table rows of a page by their first cell, without backticks."""
    found: dict[str, list[str]] = {}
    for line in (GUIDE / page).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) > 1:
            found[cells[0].replace("`", "")] = cells[1:]
    return found


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_every_setting_has_its_line_with_default_unit_and_words(field: str) -> None:
    default, unit, words = rows("settings.md")[f"DAMAN_{field.upper()}"]
    assert unit, "a unit or kind"
    assert len(words) > 10
    real = Settings.model_fields[field].default
    if field == "model":
        return  # the empty default means "what is served", and the page says so in words
    if isinstance(real, bool | int | float):
        assert default.strip("`") == str(real).lower()
    else:
        given = real.get_secret_value() if hasattr(real, "get_secret_value") else str(real)
        assert default.strip("`") == (given or "none")


def test_no_setting_is_documented_that_does_not_exist() -> None:
    documented = {name for name in rows("settings.md") if name.startswith("DAMAN_")}
    assert documented == {f"DAMAN_{field.upper()}" for field in Settings.model_fields}


def errors(of: type[DetectorError] = DetectorError) -> Iterator[type[DetectorError]]:
    """Every error class of the packages."""
    if of.__module__.partition(".")[0] in PACKAGES:
        yield of
    for child in of.__subclasses__():
        yield from errors(child)


@pytest.fixture(scope="module")
def _everything_is_imported() -> None:
    """So that every error class exists."""
    for package in PACKAGES:
        for found in pkgutil.walk_packages([str(GUIDE.parents[1] / package)], f"{package}."):
            if not found.name.endswith("__main__") and ".migrations." not in found.name:
                importlib.import_module(found.name)


@pytest.mark.usefixtures("_everything_is_imported")
def test_every_error_code_has_its_line_with_name_and_status() -> None:
    lines = rows("errors.md")
    wanted = {(error.code, error.__name__, str(error.status)) for error in errors()}
    documented = {(code, *cells[:2]) for code, cells in lines.items() if re.fullmatch(r"[A-Z]\d{3}", code)}
    assert documented == wanted


@pytest.mark.usefixtures("_everything_is_imported")
def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in set(errors())]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.usefixtures("_everything_is_imported")
def test_every_error_code_has_words_for_people() -> None:
    from review_ui.words import say

    for error in errors():
        assert say(f"error.{error.code}"), error


@pytest.mark.parametrize("job", list(Job))
def test_every_job_has_its_line(job: Job) -> None:
    assert job.value in rows("jobs.md")


def commands() -> Iterator[str]:
    from detector.cli import app

    def walk(command: object, path: str) -> Iterator[str]:
        inner = getattr(command, "commands", {})
        if not inner:
            yield path
        for name, child in inner.items():
            yield from walk(child, f"{path} {name}")

    return walk(get_command(app), "daman")


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_has_its_line(command: str) -> None:
    assert any(re.match(rf"{command}\b", line) for line in rows("commands.md")), command


def test_no_command_is_documented_that_does_not_exist() -> None:
    known = re.compile("|".join(rf"{command}\b" for command in commands()))
    assert not [line for line in rows("commands.md") if line.startswith("daman ") and not known.match(line)]


def routes(of: Iterable[BaseRoute]) -> Iterator[str]:
    """METHOD /path of every route, also of included routers and mounted apps."""
    for route in of:
        if isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in route.methods if method != "HEAD")
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if not isinstance(route, APIRoute) and hasattr(inner, "routes"):
            yield from routes(inner.routes)


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    from api.serve import whole_app

    documented = {line for line in rows("api.md") if re.match(r"(GET|POST|PUT|PATCH|DELETE) /", line)}
    assert documented == set(routes(whole_app().routes))


def test_the_drawing_of_the_life_cycle_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == draw(), "run: python -m tests.house.lifecycle_drawing"


def test_the_readme_speaks_of_the_model_that_is_served() -> None:
    served = json.loads((GUIDE.parents[1] / "nlp_models/artifacts/served.json").read_text(encoding="utf-8"))["model"]
    readme = (GUIDE.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"nlp_models/cards/{served}.md" in readme, "its figures and limits changed with the model: see the new card"


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    readme = (GUIDE.parents[1] / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", readme):
        assert link.startswith("http") or (GUIDE.parents[1] / link).exists(), link
