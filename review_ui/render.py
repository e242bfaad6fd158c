"""Templates: escaped by default, strict about missing values, with the words and formats at hand."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from detector.errors import DetectorError
from review_ui import formats
from review_ui.assets import asset
from review_ui.deps import Visitor
from review_ui.forms import Form, is_web
from review_ui.navigation import entries
from review_ui.problems import explain
from review_ui.words import WORDS, label, say
from review_ui.words.counted import counted


@lru_cache(maxsize=1)
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {
        "say": say, "label": label, "counted": counted, "asset": asset, "explain": explain,
        "number": formats.number, "percent": formats.percent, "day": formats.day, "moment": formats.moment,
        "month": formats.month, "short": formats.short, "clock": formats.clock, "ago": formats.ago,
        "span": formats.span, "iso": formats.iso, "is_web": is_web,
    }  # fmt: skip
    env.filters["slice_every"] = lambda text, n: [text[i : i + n] for i in range(0, len(text), n)]
    return env


def render(
    request: Request,
    who: Visitor,
    template: str,
    *,
    status: int = 200,
    form: Form | None = None,
    problem: DetectorError | None = None,
    **facts: Any,
) -> HTMLResponse:
    """A page. `form` brings back typed values with their messages; `problem` is an error of the house to explain on top."""
    done = request.query_params.get("done", "")
    if problem is not None:
        status = problem.status
    elif form is not None and not form.ok:
        status = 422
    body = environment().get_template(template).render(
        who=who,
        path=request.url.path,
        entries=entries(who, request.url.path, request.query_params),
        notice=f"notice.{done}" if f"notice.{done}" in WORDS else None,
        done=done,
        form=form or Form(),
        problem=problem,
        **facts,
    )  # fmt: skip
    return HTMLResponse(body, status_code=status)
