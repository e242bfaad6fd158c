"""A feed's bytes → its entries. feedparser reads them; nothing but bytes is ever given to it: a text it might fetch or open."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import feedparser

from detector.reports.sources.news.dates import published_at
from detector.reports.sources.news.fetching import site
from nlp_models.text.clean import fold

MOST_ENTRIES = 500  # of one feed in one go: newspapers show 20 to 100
_BLOCKS = frozenset({"p", "br", "div", "li", "h1", "h2", "h3", "h4", "tr", "blockquote", "article", "section"})
# A feed that is served as text/html, or in another encoding than it says, is whole all the same.
_LABELS = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
_SILENT = frozenset({"script", "style", "figure", "iframe"})


@dataclass(frozen=True, slots=True)
class Entry:
    """`whole` is the full text where the feed itself carries it."""

    key: str
    title: str
    summary: str
    whole: str
    url: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    entries: list[Entry]
    is_malformed: bool  # feedparser's `bozo`: read as far as it went
    is_feed: bool
    skipped: int  # entries without words or without anything to know them by


def parse(body: bytes, headers: Mapping[str, str], *, feed_url: str) -> Feed:
    """The entries of RSS or Atom, oldest last, in whatever encoding the headers or the document say."""
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": headers.get("content-type", ""), "content-location": feed_url},
    )
    found, keys, skipped = [], set(), 0
    for given in parsed.entries[:MOST_ENTRIES]:
        entry = _entry(given, feed_url)
        if entry is None:
            skipped += 1
        elif entry.key not in keys:
            keys.add(entry.key)
            found.append(entry)
    is_malformed = bool(parsed.bozo) and not isinstance(parsed.get("bozo_exception"), _LABELS)
    return Feed(found, is_malformed, bool(parsed.version or parsed.entries), skipped)


def _entry(given: dict[str, Any], feed_url: str) -> Entry | None:
    title, summary = plain(given.get("title", "")), plain(given.get("summary", ""))
    whole = max((plain(part.get("value", "")) for part in given.get("content", ())), key=len, default="")
    link = given.get("link") or None
    known_by = given.get("id") or link or fold(title)
    if not known_by or not (title or summary or whole):
        return None
    url = link if link and link.lower().startswith(("http://", "https://")) else None
    return Entry(_key(feed_url, known_by), title, summary, whole, url, published_at(given))


def _key(feed_url: str, known_by: str) -> str:
    """Of the newspaper and its own key: another newspaper's article 4711 is another article."""
    digest = hashlib.sha256(f"{site(feed_url)}\n{known_by}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{site(feed_url)[:100]}:{digest[:40]}"


def plain(markup: str) -> str:
    """The text of a piece of HTML, a line for each block."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    reader = _Text()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
