"""Static files under names that change with their content, so that a browser may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


@lru_cache(maxsize=128)
def version(name: str) -> str:
    """Ten hex digits of the file's SHA-256; raises `FileNotFoundError` for a file that does not exist."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file, with the version of its content."""
    return f"/static/{name}?v={version(name)}"


class LastingFiles(StaticFiles):
    """Files asked for with their version are immutable; without it a browser asks again each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        # Vendored files and fonts carry their version in the name; style sheets name fonts without a query.
        versioned = path.startswith(("vendor/", "fonts/")) or b"v" in parse_qs(scope.get("query_string", b""))
        kept = "public, max-age=31536000, immutable" if versioned else "no-cache"
        response.headers["Cache-Control"] = kept
        return response
