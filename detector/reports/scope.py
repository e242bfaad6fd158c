"""How far an approval reaches, name by name, and whether an item lies inside. Pure.

A source that asks (X, feeds) asks for nothing but what its scope names: an empty scope asks for nothing. What is handed
in (files, also of newspapers) is narrowed by the names that are filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from detector.errors import BadInput, DetectorError
from detector.reports.items import BadRow, Item
from detector.reports.models import Source

# The order is the order in which a source asks: who writes to the programme's own account comes first.
SCOPES: dict[Source, tuple[str, ...]] = {
    Source.X: ("mentions", "accounts", "keywords"),
    Source.NEWS: ("feeds", "licensed", "origins"),
    Source.FILES: ("origins",),
}
MOST_LETTERS = {"mentions": 16, "accounts": 16, "keywords": 60, "origins": 120, "feeds": 500, "licensed": 120}
_HANDLE = re.compile(r"@?[A-Za-z0-9_]{1,15}")
_SITE = re.compile(r"[^\s/:@]+")  # whose articles may be kept whole: a host without address marks


class OutOfScope(BadRow):
    """The approval of the source does not reach this item; facts: `field`, `why`."""

    code, status = "R110", 403


class ScopeEmpty(DetectorError):
    """The approval names nothing that this source could ask for; facts: `source`, `names`."""

    code, status = "R111", 409


def checked(source: Source, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The scope as it is kept: only names that the source has, no blanks, no doubles. Raises `BadInput`."""
    kept: dict[str, list[str]] = {}
    for name, values in given.items():
        if name not in SCOPES.get(source, ()):
            raise BadInput(field=name, why="unknown")
        kept[name] = list(dict.fromkeys(_checked(name, value.strip()) for value in values if value.strip()))
    return kept


def _checked(name: str, value: str) -> str:
    if len(value) > MOST_LETTERS[name]:
        raise BadInput(field=name, why="too_long", limit=MOST_LETTERS[name])
    if name in ("mentions", "accounts"):
        if not _HANDLE.fullmatch(value):
            raise BadInput(field=name, why="not_a_handle")
        return value.removeprefix("@")
    if name == "keywords" and (set(value) & set('"\\') or not any(c.isalnum() for c in value)):
        raise BadInput(
            field=name, why="not_a_keyword"
        )  # a quotation mark would end the phrase: the rest were operators
    if name == "licensed" and not _SITE.fullmatch(value):
        raise BadInput(field=name, why="not_a_site")
    if name == "feeds" and not (urlsplit(value).scheme in ("http", "https") and urlsplit(value).hostname):
        raise BadInput(field=name, why="not_a_url")
    return value


def require_inside(source: Source, scope: Mapping[str, Sequence[str]], item: Item) -> None:
    """Raise `OutOfScope` unless the approval reaches this item.

    An article is inside when it or its newspaper belongs to the site of an approved feed, or its newspaper is named; a file's row
    when its origin is named; a post when the kind of rule by which it came is still filled in.
    """
    if source is Source.X:
        if not scope.get(item.origin or ""):
            raise OutOfScope(field="source", why="out_of_scope")
        return
    feeds, origins = scope.get("feeds", ()), scope.get("origins", ())
    if not feeds and not origins:
        return
    sites = {_site(feed) for feed in feeds}
    if (item.origin or "") in {*origins, *feeds, *sites}:
        return
    host = _site(item.url) if item.url else None
    if host is None or host not in sites:
        raise OutOfScope(field="source", why="out_of_scope")


def _site(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
