"""structlog, with one rule: a log line carries ids and event names, never post text, names or national IDs."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

# Keys that would carry a family's data. Dropped rather than masked: a mask in a log invites more of it.
FORBIDDEN = frozenset(
    {"text", "name", "national_id", "iqama", "iban", "phone", "mobile", "address", "password", "token", "form", "body"}
)


# Frames without their local variables, which would hold the post at hand.
_TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


def drop_private(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in FORBIDDEN & event.keys():
        del event[key]
    return event


def drop_messages(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception's message may quote the input (`invalid literal for int(): …`): its type and its frames are enough."""
    for error in event.get("exception") or []:
        if isinstance(error, dict):
            error["exc_value"] = ""
    return event


def configure(fmt: str = "json", level: int = logging.INFO) -> None:
    """Set up structlog once per process; `fmt` is "json" or "console"."""
    render: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if fmt == "console":
        render = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_private,
            _TRACEBACKS if fmt == "json" else structlog.processors.format_exc_info,
            drop_messages,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stderr of now, not of the day of set-up
        cache_logger_on_first_use=False,
    )


def get(name: str) -> Any:
    return structlog.get_logger(component=name)
